import { z } from 'zod'
import { list } from '../lib/schema.ts'

/**
 * What the software answers by itself. Source: https://github.com/valeriansaliou/vigil (src/responder/payload.rs and
 * res/assets/templates/index.tera, read in the versions of 2018 to 2025). Authority: the operator's own probes. Quirks: three
 * words, healthy, sick and dead, for everything; the page key came later than the rest; nodes have no id; the page prints the
 * clock of its last refresh without a day; announcements stand on the page alone.
 */
export const reportPath = '/status/report/'

const Node = z.object({ name: z.string().min(1), status: z.string(), replicas: list(z.string()).nullish() })
const Probe = z.object({ name: z.string().min(1), status: z.string(), nodes: list(Node) })
export type Probe = z.infer<typeof Probe>

export const Report = z.object({
  health: z.string(),
  page: z.object({ name: z.string().nullish(), url: z.string().nullish() }).nullish(),
  probes: list(Probe),
})
