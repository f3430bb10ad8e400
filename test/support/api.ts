import { z } from 'zod'

/** Reading the public interface of a running server, as anybody would. */

export async function getOne<T>(url: string, schema: z.ZodType<T>): Promise<T> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  return schema.parse(await response.json())
}

/** All parts of a list, one after the other. */
export async function getAll<T>(url: string, schema: z.ZodType<T>): Promise<readonly T[]> {
  const List = z.strictObject({ data: z.array(schema), next: z.string().nullable() })
  const all: T[] = []
  const address = new URL(url)
  address.searchParams.set('limit', '1000')
  for (;;) {
    const { data, next } = await getOne(address.href, List)
    all.push(...data)
    if (next === null) return all
    address.searchParams.set('cursor', next)
  }
}
