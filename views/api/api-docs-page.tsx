import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

interface Schema {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

interface Call {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly {
    name: string
    in: string
    required?: boolean
    schema: Schema
    description?: string
  }[]
  readonly requestBody?: { content: Readonly<Record<string, { schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { description: string; content?: Readonly<Record<string, { schema: Schema }>> }>
  >
}

export interface ApiDescription {
  readonly info: { title: string; description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Call>>>>
}

/** The API description as a page to read: every call with its fields, under the same content policy as all pages. */
export function ApiDocsPage({ page, description }: { page: Page; description: ApiDescription }): Html {
  const calls = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ path, method: method.toUpperCase(), call })),
  )
  const groups = Object.entries(Object.groupBy(calls, ({ call }) => call.tags?.[0] ?? '')) as [string, typeof calls][]
  return (
    <Layout page={page} title="API">
      <div class="wrap" lang="en">
        <div class="page-head">
          <h1>API</h1>
          <p class="lead">{description.info.description?.split('\n\n')[0]}</p>
          <p>
            <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1)
          </p>
          {description.info.description
            ?.split('\n\n')
            .slice(1)
            .map((paragraph) => (
              <p>{paragraph}</p>
            ))}
        </div>
        {groups.map(([group, members]) => (
          <section class="section" aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{group}</h2>
            <div class="stack">
              {members.map((each) => (
                <CallPanel {...each} />
              ))}
            </div>
          </section>
        ))}
      </div>
    </Layout>
  )
}

function CallPanel({ path, method, call }: { path: string; method: string; call: Call }) {
  const body = call.requestBody && Object.values(call.requestBody.content)[0]?.schema
  const [status, answer] = Object.entries(call.responses).find(([code]) => code.startsWith('2')) ?? []
  const shape = answer?.content && Object.values(answer.content)[0]?.schema
  return (
    <article class="panel stack">
      <h3>
        <code>
          {method} {path}
        </code>
      </h3>
      <p>{call.summary}</p>
      {call.description ? <p class="small quiet">{call.description}</p> : null}
      {call.parameters?.length ? (
        <Fields
          caption="Parameters"
          fields={call.parameters.map((each) => ({ ...each, place: each.in, needed: each.required === true }))}
        />
      ) : null}
      {body?.properties ? <Fields caption="Body" fields={fieldsOf(body)} /> : null}
      {shape ? <Fields caption={`Answer ${status}`} fields={fieldsOf(shape)} /> : null}
    </article>
  )
}

interface FieldRow {
  readonly name: string
  readonly schema: Schema
  readonly needed: boolean
  readonly place?: string
}

const fieldsOf = (schema: Schema): FieldRow[] =>
  Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    name,
    schema: each,
    needed: schema.required?.includes(name) ?? false,
  }))

function Fields({ caption, fields }: { caption: string; fields: readonly FieldRow[] }) {
  if (fields.length === 0) return null
  return (
    <details class="fold">
      <summary>{caption}</summary>
      <section class="scroller" tabindex="0" aria-label={caption}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Kind</th>
              <th scope="col">Needed</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, schema, needed, place }) => (
              <tr>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  {kindOf(schema)}
                  {schema.description ? ` – ${schema.description}` : ''}
                </td>
                <td>
                  {needed ? 'yes' : 'no'}
                  {place ? `, ${place}` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

function kindOf(schema: Schema): string {
  if (schema.enum) return schema.enum.join(' | ')
  if (schema.anyOf) return schema.anyOf.map(kindOf).join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? kindOf(schema.items) : 'anything'}`
  if (schema.type === 'object') return `{ ${Object.keys(schema.properties ?? {}).join(', ')} }`
  return schema.format ?? schema.type ?? 'anything'
}
