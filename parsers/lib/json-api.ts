import { z } from 'zod'
import { ParseError } from '../errors.ts'
import type { Document } from '../platform.ts'
import { readJson, readWire } from './json.ts'
import { list } from './schema.ts'

/**
 * Documents of JSON:API (https://jsonapi.org/format/1.1/): what they are about in `data`, one resource or a list, and what
 * that points at in `included`, found by type and id. Attributes are for the platform's own schemas.
 */

const Id = z.union([z.string().min(1), z.number()]).transform(String)
const Linkage = z.object({ type: z.string(), id: Id })
const Relationship = z.object({ data: z.union([Linkage, list(Linkage)]).nullish() })

export const Resource = z.object({
  type: z.string().min(1),
  id: Id,
  attributes: z.record(z.string(), z.unknown()),
  relationships: z.record(z.string(), Relationship).nullish(),
})
export type Resource = z.infer<typeof Resource>

const Envelope = z.object({ data: z.union([Resource, list(Resource)]), included: list(Resource).nullish() })

export interface JsonApi {
  readonly data: readonly Resource[]
  /** In the order of the document; of two with one type and id the first. */
  readonly included: readonly Resource[]
  readonly byKey: ReadonlyMap<string, Resource>
  readonly url: string
}

/** Reads the envelope; ParseError `shape` or `missing` where it is none. */
export function readJsonApi(document: Document<'json'>): JsonApi {
  const { data, included } = readWire(Envelope, readJson(document), document.url)
  const byKey = new Map<string, Resource>()
  for (const resource of included ?? []) if (!byKey.has(keyOf(resource))) byKey.set(keyOf(resource), resource)
  return { data: [data].flat(), included: [...byKey.values()], byKey, url: document.url }
}

/** The resources of one type. */
export function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  return resources.filter((resource) => resource.type === type)
}

/** The attributes as a platform's schema has them; ParseError where they are not. */
export function attributesOf<T extends z.ZodType>(schema: T, { type, id, attributes }: Resource, { url }: JsonApi): z.output<T> {
  try {
    return readWire(schema, attributes, url)
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    throw new ParseError(error.kind, error.detail, { url, path: `${type}.${id}.${error.path ?? ''}`, cause: error })
  }
}

export interface Related {
  readonly found: readonly Resource[]
  /** Ids that the document points at and does not hold. */
  readonly missing: readonly string[]
}

/** What a relationship leads to; undefined where the document does not tell it. */
export function related({ byKey }: JsonApi, resource: Resource, name: string): Related | undefined {
  const linkage = resource.relationships?.[name]?.data
  if (linkage === undefined) return undefined
  const links = linkage === null ? [] : [linkage].flat()
  return {
    found: links.flatMap((link) => byKey.get(keyOf(link)) ?? []),
    missing: links.filter((link) => !byKey.has(keyOf(link))).map(({ id }) => id),
  }
}

function keyOf({ type, id }: { readonly type: string; readonly id: string }): string {
  return `${type} ${id}`
}
