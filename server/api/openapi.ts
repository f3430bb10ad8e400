import { z } from 'zod'
import type { ServerRequest } from '../context.ts'
import { baseUrl } from '../http/headers.ts'
import { json } from './answers.ts'
import { type Operation, operations } from './operations.ts'
import { describeParameters } from './query.ts'
import { named } from './schemas.ts'

export function openApi(c: ServerRequest): Response {
  return json(c, openApiDocument(baseUrl(c)), { 'cache-control': 'public, max-age=300' })
}

/** The interface as OpenAPI 3.1. */
function openApiDocument(server: string): object {
  const paths = Object.fromEntries(operations.map((operation) => [operation.path.replace(':id', '{id}'), { get: describe(operation) }]))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Statuswire',
      version: '1',
      description:
        'What the status pages of many vendors say, and every change of it. Read only, without credentials; every answer carries an ETag where it can.',
    },
    servers: [{ url: server }],
    paths,
    components: { schemas: schemas() },
  }
}

function schemas(): object {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas: found } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, unrepresentable: 'any' })
  return Object.fromEntries(Object.entries(found).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]))
}

function describe({ path, id, summary, parameters, answer }: Operation): object {
  const hasId = path.includes(':id')
  const inPath = hasId ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] : []
  const failures = {
    '400': problemAnswer('A parameter is not valid'),
    ...(hasId ? { '404': problemAnswer('There is no such thing') } : {}),
    '500': problemAnswer('The server failed'),
  }
  return {
    operationId: id,
    summary,
    parameters: [...inPath, ...describeParameters(parameters)],
    responses: {
      '200': { description: summary, content: contentOf(answer) },
      '304': { description: 'What the client has is still what would be sent' },
      ...failures,
    },
  }
}

function problemAnswer(description: string): object {
  return { description, content: { 'application/problem+json': { schema: reference('Problem') } } }
}

function contentOf(answer: Operation['answer']): object {
  if ('type' in answer) return { [answer.type]: { schema: { type: answer.type === 'application/json' ? 'object' : 'string' } } }
  if ('one' in answer) return { 'application/json': { schema: reference(answer.one) } }
  const properties = { data: { type: 'array', items: reference(answer.list) }, next: { type: ['string', 'null'] } }
  return { 'application/json': { schema: { type: 'object', properties, required: ['data', 'next'] } } }
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` }
}
