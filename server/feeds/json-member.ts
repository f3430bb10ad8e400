import { z } from 'zod'

const Members = z.record(z.string(), z.unknown())

/** A text member of a JSON object; null where there is none. */
export function member(value: unknown, name: string): string | null {
  const { data } = Members.safeParse(value)
  const found = data && Object.hasOwn(data, name) ? data[name] : undefined
  return typeof found === 'string' ? found : null
}
