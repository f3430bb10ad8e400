import { z } from 'zod'
import type { TestServer } from './harness.ts'

/** A list, read by the schema that describes its rows: one that says more or less than promised does not pass. */
export async function readList<T>(server: TestServer, path: string, row: z.ZodType<T>): Promise<{ data: T[]; next: string | null }> {
  const response = await server.get(path)
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return z.strictObject({ data: z.array(row), next: z.string().nullable() }).parse(await response.json())
}
