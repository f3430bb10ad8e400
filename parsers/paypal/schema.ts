import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * Source: https://www.paypal-status.com/api/v1/components, as public readers of it describe it (2021 to 2026). Authority: the
 * maker's own. Quirks: a word may be written "Service Disruption" or "service_disruption"; each component has a state for each
 * environment; what a component is called was written down by nobody, so a name is read where there is one.
 */
const Named = z.union([z.string(), z.number()]).transform(String)

const Component = z.object({
  id: Named.nullish(),
  name: z.string().nullish(),
  category: z.object({ name: z.string().min(1) }),
  status: z.object({ production: z.string().min(1), sandbox: z.string().min(1).nullish() }),
})
export type Component = z.infer<typeof Component>

export const Components = z.object({ result: list(Component) })
