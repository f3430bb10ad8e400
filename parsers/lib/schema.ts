import { z } from 'zod'

/** No list of a status page is longer; the largest seen holds 475 components. */
const longestList = 20_000

/** A list whose elements all have to be right: one that is not makes the document unreadable. */
export function list<T extends z.ZodType>(element: T): z.ZodArray<T> {
  return z.array(element).max(longestList)
}

/** A list beside the point, of which bad elements are left out; `present` tells what stayed and how many did not. */
export function looseArray<T extends z.ZodType>(element: T): z.ZodArray<z.ZodCatch<z.ZodNullable<T>>> {
  return z.array(z.nullable(element).catch(() => null)).max(longestList)
}

export function present<T>(loose: readonly (T | null)[]): { readonly kept: readonly T[]; readonly dropped: number } {
  const kept = loose.filter((element) => element !== null)
  return { kept, dropped: loose.length - kept.length }
}

/** The fields that are defined, and no others: what was not told stays absent. */
export type Told<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

export function told<T extends object>(fields: T): Told<T>
export function told(fields: object): object {
  const defined: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    const value: unknown = Reflect.get(fields, name)
    if (value !== undefined) defined[name] = value
  }
  return defined
}
