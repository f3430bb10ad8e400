import type { JSX } from 'hono/jsx/jsx-runtime'
import { Layout } from '../components/layout.tsx'
import type { ServerRequest } from '../context.ts'
import { type Operation, operations } from './operations.ts'
import { describeParameters } from './query.ts'

/** The interface for people: every address with its parameters, from the same list as /openapi.json. */
export async function docsPage(c: ServerRequest): Promise<Response> {
  const server = c.get('server')
  c.header('cache-control', 'no-cache')
  return await c.html(
    <Layout now={server.now()} assets={server.assets} title="Interface – Statuswire" path="/docs" alternates={[]} isLive={false}>
      <h1>Interface</h1>
      <p class="prose">
        Everything is read with GET, without credentials, from any site. Lists are <code>{'{ "data": […], "next": … }'}</code>; errors are
        problem details (RFC 9457). A filter takes several values, separated by commas. As OpenAPI: <a href="/openapi.json">openapi.json</a>
        .
      </p>
      {operations.map((operation) => (
        <OperationView operation={operation} />
      ))}
    </Layout>,
  )
}

function OperationView({ operation: { id, path, summary, parameters } }: { readonly operation: Operation }): JSX.Element {
  const described = describeParameters(parameters)
  return (
    <section id={id}>
      <h2>
        <code>{path.replace(':id', '{id}')}</code>
      </h2>
      <p class="prose">
        <WithCode text={summary} />
      </p>
      {described.length === 0 ? null : (
        <ul class="facts">
          {described.map(({ name, description }) => (
            <li>
              <code>{name}</code>
              {description === undefined ? null : <WithCode text={`: ${description}`} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** Descriptions mark code by backticks, as OpenAPI reads them. */
function WithCode({ text }: { readonly text: string }): JSX.Element {
  return <>{text.split('`').map((part, index) => (index % 2 === 0 ? part : <code>{part}</code>))}</>
}
