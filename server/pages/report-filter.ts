import { Instant } from '../../parsers/model.ts'
import type { ReportFilter } from '../../data/store/report-readings.ts'
import { CauseCategory } from '../../parsers/report/model.ts'
import type { Board, ServerContext } from '../context.ts'

/** What the form on the page of reports asks for: as typed, and as the store takes it. */

export interface ReportQuery {
  readonly q: string
  /** Id of a vendor, or a part of its name. */
  readonly vendor: string
  readonly cause: string
  /** Days, both included. */
  readonly from: string
  readonly to: string
}

const longest = 200

export function readReportQuery(param: (name: string) => string | undefined): ReportQuery {
  function read(name: keyof ReportQuery): string {
    return (param(name) ?? '').slice(0, longest).trim()
  }
  return { q: read('q'), vendor: read('vendor'), cause: read('cause'), from: read('from'), to: read('to') }
}

/** The query as it stands in an address, without what is empty. */
export function queryString(query: ReportQuery): string {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
}

/** What cannot be asked is said, never left out: a longer list than asked for would look like an answer. */
export type ReportAsk = { readonly filter: ReportFilter } | { readonly fault: string }

/** A name that fits more vendors than this is taken for a mistake. */
const mostVendors = 200

export async function askOf(query: ReportQuery, board: Board, store: Pick<ServerContext['store'], 'vendor'>): Promise<ReportAsk> {
  const { q, vendor, cause, from, to } = query
  const vendors = vendor === '' ? [] : await vendorsNamed(vendor, board, store)
  if (vendor !== '' && vendors.length === 0) return { fault: `No vendor has “${vendor}” in its name.` }
  if (vendors.length > mostVendors) return { fault: `More than ${mostVendors} vendors have “${vendor}” in their names.` }
  const category = CauseCategory.safeParse(cause).data
  if (cause !== '' && category === undefined) return { fault: `No cause is called “${cause}”.` }
  const [since, until] = [dayStart(from, 0), dayStart(to, 1)]
  if (from !== '' && since === null) return { fault: `“${from}” is no day: a day is written as 2026-05-31.` }
  if (to !== '' && until === null) return { fault: `“${to}” is no day: a day is written as 2026-05-31.` }
  return {
    filter: {
      ...(q === '' ? {} : { query: q }),
      ...(vendors.length === 0 ? {} : { vendors }),
      ...(category === undefined ? {} : { causes: [category] }),
      ...(since === null ? {} : { since }),
      ...(until === null ? {} : { until }),
    },
  }
}

/** By id, unwatched ones too; else every watched one with the words in its name. */
async function vendorsNamed(words: string, { byId, vendors }: Board, store: Pick<ServerContext['store'], 'vendor'>): Promise<string[]> {
  if (byId.has(words) || (await store.vendor(words)) !== null) return [words]
  const small = words.toLowerCase()
  return vendors.filter(({ name }) => name.toLowerCase().includes(small)).map(({ id }) => id)
}

const dayMs = 86_400_000

/** Midnight in UTC, `later` days after that of the day; null where it is none. */
function dayStart(day: string, later: number): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day)) return null
  const date = new Date(`${day}T00:00:00.000Z`)
  // 2026-02-30 is read as 2 March by some, as nothing by others.
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) return null
  const moved = new Date(date.getTime() + later * dayMs)
  return Instant.safeParse(Number.isNaN(moved.getTime()) ? '' : moved.toISOString()).data ?? null
}
