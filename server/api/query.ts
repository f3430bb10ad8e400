import { z } from 'zod'
import { Impact, Instant, Phase } from '../../parsers/model.ts'
import { changeKinds } from '../../data/database/schema.ts'
import { CauseCategory } from '../../parsers/report/model.ts'
import type { ServerRequest } from '../context.ts'

/** What may stand in a query. Every list takes `limit` and `cursor`; a parameter that is not known is an error, never ignored. */

/** Parameters that take several values, by commas or by repetition: "any of these". */
const manyValued = new Set(['vendor', 'component', 'impact', 'phase', 'kind', 'subject', 'cause', 'thirdParty'])

const mostValues = 50
const ids = z.array(z.string().max(100)).max(mostValues)

/** RFC 3339, or a day; a `+` that came in as a blank is taken for what it was. */
const moment = z
  .string()
  .transform((text) => text.replace(' ', '+'))
  .pipe(z.union([z.iso.datetime({ offset: true }), z.iso.date()]))
  .transform((text) => new Date(text).toISOString())
  .pipe(Instant)

export const listParameters = {
  limit: z.coerce.number().int().exactOptional().meta({ description: 'Rows an answer holds, 50 by default; held to between 1 and 1,000.' }),
  cursor: z.string().max(200).exactOptional().meta({ description: 'The `next` of the answer before.' }),
}

const vendor = ids
  .exactOptional()
  .meta({ description: 'Ids of vendors, separated by commas. Unwatched ones are shown only if they are named.' })
const since = moment.exactOptional()
const until = moment.exactOptional()

export const entryFilters = {
  vendor,
  component: ids.exactOptional().meta({ description: 'Ids of components that are affected.' }),
  impact: z.array(Impact).max(mostValues).exactOptional(),
  phase: z.array(Phase).max(mostValues).exactOptional(),
  state: z.enum(['open', 'closed']).exactOptional(),
  since: since.meta({ description: 'Started at or after this moment (RFC 3339) or day.' }),
  until: until.meta({ description: 'Started before this moment (RFC 3339) or day.' }),
  q: z.string().max(200).exactOptional().meta({ description: 'Every word occurs in the title or in one of the updates.' }),
}

export const reportFilters = {
  vendor,
  cause: z.array(CauseCategory).max(mostValues).exactOptional(),
  thirdParty: ids.exactOptional().meta({ description: 'Names of third parties that the text names, in any case.' }),
  since: since.meta({ description: 'Published at or after this moment (RFC 3339) or day.' }),
  until: until.meta({ description: 'Published before this moment (RFC 3339) or day.' }),
  q: z.string().max(200).exactOptional().meta({ description: 'Every word occurs in the report, in its title or in that of the incident.' }),
}

const truth = z.enum(['true', 'false']).transform((word) => word === 'true')

export const changeFilters = {
  vendor,
  kind: z.array(z.enum(changeKinds)).max(mostValues).exactOptional(),
  subject: ids.exactOptional().meta({ description: 'Ids of pages, components, incidents or maintenances.' }),
  since: since.meta({ description: 'Observed at or after this moment (RFC 3339) or day.' }),
  until: until.meta({ description: 'Observed before this moment (RFC 3339) or day.' }),
  backfilled: truth.exactOptional(),
}

export const changeCursorNumber = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)

export class QueryError extends Error {
  override readonly name = 'QueryError'
  readonly parameter: string

  constructor(parameter: string, message: string) {
    super(message)
    this.parameter = parameter
  }
}

/** The query by the schema; throws QueryError, which the app answers as 400. A parameter without a value counts as absent. */
export function readQuery<S extends z.ZodRawShape>(c: ServerRequest, shape: S): z.infer<z.ZodObject<S, z.core.$strict>> {
  const given = new Map<string, unknown>()
  for (const [name, values] of valuesOf(new URL(c.req.url).searchParams)) {
    if (manyValued.has(name))
      given.set(
        name,
        values.flatMap((value) => value.split(',')).filter((value) => value !== ''),
      )
    else if (values.length > 1) throw new QueryError(name, 'Given more than once')
    else given.set(name, values[0])
  }
  const read = z.strictObject(shape).safeParse(Object.fromEntries(given))
  if (read.success) return read.data
  const [issue] = read.error.issues
  if (issue?.code === 'unrecognized_keys') throw new QueryError(issue.keys[0] ?? '', 'There is no such parameter')
  throw new QueryError(String(issue?.path[0] ?? ''), issue?.message ?? 'Not valid')
}

/** The values of each parameter that has one. */
function valuesOf(query: URLSearchParams): ReadonlyMap<string, readonly string[]> {
  const filled = [...query].filter(([, value]) => value !== '')
  return new Map([...Map.groupBy(filled, ([name]) => name)].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]))
}

export interface DescribedParameter {
  readonly name: string
  readonly in: 'query'
  readonly required: false
  readonly description?: string
  readonly schema: object
  readonly style?: 'form'
  readonly explode?: false
}

/** Parameters as OpenAPI describes them. */
export function describeParameters(shape: z.ZodRawShape): readonly DescribedParameter[] {
  const { properties = {} } = z.toJSONSchema(z.object(shape), { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = typeof property === 'object' ? property : {}
    const many = manyValued.has(name) ? ({ style: 'form', explode: false } as const) : {}
    return { name, in: 'query', required: false, ...(description === undefined ? {} : { description }), schema, ...many }
  })
}
