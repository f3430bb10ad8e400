import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '../../../server/api/operations.ts'
import { table } from '../../../server/app.tsx'
import {
  affected,
  change,
  component,
  doubt,
  entryVersion,
  incident,
  maintenance,
  page,
  report,
  update,
  updateVersion,
  vendor,
} from '../../support/rows.ts'
import { readReports } from '../../support/report-rows.ts'
import { createTestServer, type TestServer } from '../harness.ts'

const Media = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))
const Document = z.object({
  openapi: z.literal('3.1.0'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({
        operationId: z.string(),
        parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: z.record(z.string(), z.unknown()) })),
        responses: z.record(z.string(), z.object({ description: z.string().min(1), content: Media.optional() })),
      }),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
})

const postmortem = `## Summary

Between 10:20 UTC and 11:50 UTC on 1 March 2026 about 30 % of requests to Checkout failed, because AWS lost a zone.

## Timeline

* 10:20 UTC requests begin to fail
* 11:50 UTC requests succeed

## Root cause

The database ran out of disk space after a deploy.`

const rows = {
  vendor: [vendor('v')],
  page: [page('v')],
  component: [component('v-page', 'c1')],
  doubt: [doubt('v-page'), doubt('i1')],
  incident: [incident('v', 'i1')],
  incident_version: [entryVersion('i1', 'a', { components: JSON.stringify([{ name: 'API' }]) })],
  incident_component: [affected('i1', 0)],
  incident_update: [update('i1', 'u1')],
  incident_update_version: [updateVersion('u1', 'a')],
  ...readReports([report('i1', { body: postmortem, format: 'markdown' })]),
  maintenance: [maintenance('v', 'm1')],
  maintenance_version: [entryVersion('m1', 'a')],
  change: [change('v', 'k1', { before: null, after: { impact: 'minor' } })],
} as const

function example(path: string): string {
  return path.replace('/incidents/:id', '/incidents/i1').replace('/maintenances/:id', '/maintenances/m1').replace(':id', 'v')
}

describe('server/api/openapi.ts', () => {
  let server: TestServer
  let document: z.infer<typeof Document>
  beforeAll(async () => {
    server = await createTestServer(rows)
    document = Document.parse(await server.json('/openapi.json'))
  })

  it('describes every address that is not a page or a file', () => {
    const pages = new Set(['/', '/vendors/:id', '/incidents/:id', '/maintenances', '/reports', '/docs', '/public/:file'])
    const routes = table.map(([path]) => path.replace('{.+\\.svg}', '.svg')).filter((path) => !pages.has(path))

    expect(operations.map((operation) => operation.path).toSorted()).toEqual(routes.toSorted())
    expect(Object.keys(document.paths)).toHaveLength(operations.length)
  })

  it('names each operation once, and refers to nothing that is not there', () => {
    const names = Object.values(document.paths).map(({ get }) => get.operationId)
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/gu)].map((match) => match[1] ?? '')

    expect(new Set(names).size).toBe(names.length)
    expect(new Set(references.filter((name) => !(name in document.components.schemas)))).toEqual(new Set())
    expect(JSON.stringify(document)).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/)/u)
  })

  it.each(operations.filter((operation) => 'list' in operation.answer || 'one' in operation.answer).map((operation) => operation.path))(
    'describes what %s answers',
    async (path) => {
      const schema = document.paths[path.replace(':id', '{id}')]?.get.responses['200']?.content?.['application/json']?.schema ?? {}
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile({ ...schema, components: document.components })

      const answer = await server.json(example(path))

      validate(answer)
      expect(validate.errors).toBeNull()
      expect(JSON.stringify(answer).length).toBeGreaterThan(60)
    },
  )

  it.each(operations.map((operation) => ({ path: operation.path, parameters: Object.keys(operation.parameters) })))(
    'describes the parameters of $path as they are read',
    ({ path, parameters }) => {
      const described = document.paths[path.replace(':id', '{id}')]?.get.parameters ?? []

      expect(described.filter((each) => each.in === 'query').map((each) => each.name)).toEqual(parameters)
      expect(described.filter((each) => Object.keys(each.schema).length === 0)).toEqual([])
    },
  )

  it('shows the same on a page for people', async () => {
    const html = await (await server.get('/docs')).text()

    expect(operations.filter((operation) => !html.includes(operation.path.replace(':id', '{id}')))).toEqual([])
  })
})
