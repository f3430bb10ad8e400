import type { z } from 'zod'
import { ParseError } from '../errors.ts'
import { readJson, readWire } from '../lib/json.ts'
import { attributesOf, type JsonApi, readJsonApi, related } from '../lib/json-api.ts'
import { list } from '../lib/schema.ts'
import type { Document } from '../platform.ts'
import * as wire from './schema.ts'

/** Documents of either generation as rows of one shape. */

export type ComponentRow = z.output<typeof wire.Component2>
export type GroupRow = Pick<z.output<typeof wire.Group2>, 'id' | 'name' | 'order'>

interface PostRow extends Partial<Record<'status' | 'label' | 'message' | 'created', string | null | undefined>> {
  readonly id: string
}

/** An incident or a schedule. */
export interface EntryRow
  extends PostRow, Partial<Record<'occurred' | 'scheduled' | 'completed' | 'updated' | 'url', string | null | undefined>> {
  readonly name: string
  readonly status: string
  readonly components: readonly { readonly id: string; readonly name?: string | null | undefined }[] | null
  readonly posts: readonly PostRow[]
}

export interface Rows<T> {
  readonly rows: readonly T[]
  /** Which page of the list this is, and whether it is the last; a single row is no page of one. */
  readonly page?: { readonly number: number; readonly isLast: boolean }
  /** In 3.x a status of 0 is unknown, in 2.x it was what schedules are now. */
  readonly isJsonApi: boolean
}

export interface Components extends Rows<ComponentRow> {
  readonly groups: readonly GroupRow[]
}

export function readComponents(document: Document<'json'>): Components {
  if (!isJsonApi(document)) return { ...read2(wire.Component2, document), groups: [] }
  const { api, ...list3 } = read3('components', document)
  const rows = api.data.map((resource) => {
    const [group] = related(api, resource, 'group')?.found ?? []
    return { row: { ...attributesOf(wire.Component3, resource, api), id: resource.id, group: group?.id }, group }
  })
  const groups = rows.flatMap(({ group }) => (group ? [{ ...attributesOf(wire.Group3, group, api), id: group.id }] : []))
  return { ...list3, rows: rows.map(({ row }) => row), groups }
}

/** The groups of 2.x, with the components that its later versions list in them. */
export function readGroups(document: Document<'json'>): Components {
  const { rows, ...list2 } = read2(wire.Group2, document)
  return { ...list2, groups: rows, rows: rows.flatMap(({ enabled_components: members }) => members ?? []) }
}

/** In 3.x an incident goes by its guid, as in its feed. */
export function readEntries(document: Document<'json'>, type: 'incidents' | 'schedules'): Rows<EntryRow> {
  if (!isJsonApi(document)) return read2(wire.Entry2, document)
  const { api, ...list3 } = read3(type, document)
  const rows = api.data.map((resource) => {
    const { guid, ...row } = attributesOf(wire.Entry3, resource, api)
    const named = related(api, resource, 'components')?.found.map((found) => ({
      id: found.id,
      name: attributesOf(wire.Component3, found, api).name,
    }))
    const posts = related(api, resource, 'updates')?.found.map((found) => ({ ...attributesOf(wire.Post3, found, api), id: found.id }))
    return { ...row, id: guid ?? resource.id, components: named ?? null, posts: posts ?? [] }
  })
  return { ...list3, rows }
}

/** The number of the page after this one; undefined at the end of a list. */
export function nextPageOf(document: Document<'json'>): number | undefined {
  const { page } = isJsonApi(document) ? pageOf3(document) : read2(wire.Entry2, document)
  return !page || page.isLast ? undefined : page.number + 1
}

/** A document of 3.x says of each of its resources what it is. */
function isJsonApi(document: Document<'json'>): boolean {
  const value = readJson(document)
  const data: unknown = typeof value === 'object' && value !== null && 'data' in value ? value.data : undefined
  const first: unknown = Array.isArray(data) ? data[0] : data
  if (first === undefined) return wire.Paging3.safeParse(value).success
  return typeof first === 'object' && first !== null && 'attributes' in first && 'type' in first
}

function read2<T extends z.ZodType>(row: T, document: Document<'json'>): Rows<z.output<T>> {
  const { data, meta } = readWire(wire.Envelope2, readJson(document), document.url)
  if (!Array.isArray(data)) return { rows: readWire(list(row), [data], document.url), isJsonApi: false }
  const paging = meta?.pagination
  if (!paging) throw new ParseError('missing', 'a list that does not say which page of it this is', { url: document.url, path: 'meta' })
  const page = { number: paging.current_page, isLast: paging.current_page >= paging.total_pages }
  return { rows: readWire(list(row), data, document.url), page, isJsonApi: false }
}

function read3(type: string, document: Document<'json'>): { readonly api: JsonApi } & Omit<Rows<never>, 'rows'> {
  const api = readJsonApi(document)
  const stranger = api.data.find((resource) => resource.type !== type)
  if (stranger) throw new ParseError('foreign', 'resources of another type', { url: document.url, excerpt: stranger.type })
  return { api, ...pageOf3(document), isJsonApi: true }
}

function pageOf3(document: Document<'json'>): Required<Pick<Rows<never>, 'page'>> {
  const { links, meta } = readWire(wire.Paging3, readJson(document), document.url)
  return { page: { number: meta.current_page, isLast: !links.next } }
}
