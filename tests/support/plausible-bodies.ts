import type { TestApp } from './app.ts'

type Body = Readonly<Record<string, unknown>>

const SPAN = { start: '2026-12-02T10:00:00Z', end: '2026-12-02T11:00:00Z' }

/** Forms that are looked through before anybody asks whose they are: by the end of their address. */
const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/faults/:id': { verb: 'answer', words: 'Words' },
  '/people/:person/decision': { verdict: 'let-in' },
  '/people/:person/administration': { administrator: '1' },
  '/labs/:lab/stewards': { email: 'nobody@demo.test', role: 'caretaker' },
  '/resources/:slug/qualifications': { person: 'nobody@demo.test', level: 'trainee' },
  '/training-requests/:id/answer': { verdict: 'answered', words: 'Words' },
  '/training-requests/:id/grant': { level: 'trainee' },
  '/training-requests/:id/invitation': { session: '1' },
  '/training-sessions': { level: 'trainee' },
  '/decision': { decision: 'approve' },
  '/series/:id/occurrences': { local: '2026-12-14T10:00:00' },
  '/r/:code/check-in': { reservation: '1' },
  '/r/:code/check-out': { reservation: '1' },
  '/series/:id/decision': { decision: 'approve' },
  '/cancellation': { scope: 'all', reason: 'Words' },
  '/passkeys/:id/name': { name: 'Words' },
  '/messages': { text: 'Words' },
  '/participants': { participants: 'nobody@demo.test' },
  '/excuse': { reason: 'Words' },
  '/hours/copy': { from: 'resource:hplc' },
  '/reservations': { resource: 'machine-b' },
  '/waiting-list': { resource: 'machine-b' },
}

/** What a form's address is sent so that its permission is asked; nothing where that comes first anyhow. */
export const formFor = (url: string): Readonly<Record<string, string>> =>
  Object.entries(FORMS).find(([end]) => url.endsWith(end))?.[1] ?? {}

/** Calls whose description leaves out what they cannot do without. */
const CALLS: Readonly<Record<string, Body>> = {
  'DELETE /api/v1/usage/:id': { reason: 'Words' },
  'POST /api/v1/labs/:slug/availability-rules': ruleBody(),
  'POST /api/v1/resources/:slug/availability-rules': ruleBody(),
}

function ruleBody(): Body {
  return { effect: 'open', dtstart: '2026-12-07T08:00:00', end_time: '10:00', rrule: 'FREQ=WEEKLY' }
}

/** Bodies of the API made of its own description. */
export async function bodiesOf(t: TestApp): Promise<(method: string, url: string) => Body> {
  const { paths, components } = (await t.inject({ url: '/api/openapi.json' })).json()
  const schemas = components?.schemas ?? {}
  return (method, url) => {
    const known = CALLS[`${method} ${url}`]
    if (known) return known
    const call = paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    const schema = call?.requestBody?.content?.['application/json']?.schema
    const sample = schema ? (sampleOf(schema, schemas, '') as Body) : {}
    // Changes name no field that has to be there, and yet want one.
    const [first] = Object.entries(schema?.properties ?? {}).filter(([, each]) => (each as Schema).type === 'string')
    return Object.keys(sample).length > 0 || method !== 'PATCH' || !first
      ? sample
      : { [first[0]]: sampleOf(first[1] as Schema, schemas, first[0]) }
  }
}

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly minItems?: number
  readonly minimum?: number
  readonly format?: string
  readonly pattern?: string
}

/** The least that a schema takes. */
function sampleOf(schema: Schema, named: Readonly<Record<string, Schema>>, name: string): unknown {
  const inner = (each: Schema, field: string) => sampleOf(each, named, field)
  if (schema.$ref) return inner(named[schema.$ref.split('/').at(-1)!]!, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [first] = (schema.anyOf ?? schema.oneOf ?? []).filter(({ type }) => type !== 'null')
  if (first) return inner(first, name)
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((each) => inner(each, name)))
  if (schema.properties)
    return Object.fromEntries((schema.required ?? []).map((field) => [field, inner(schema.properties![field]!, field)]))
  const [type] = [schema.type ?? 'string'].flat()
  if (type === 'array') return schema.items && schema.minItems ? [inner(schema.items, name)] : []
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  if (type === 'boolean') return true
  if (type === 'object') return {}
  return TEXTS[name] ?? 'Words'
}

const TEXTS: Readonly<Record<string, string>> = {
  ...SPAN,
  from: '2026-12-02T10:00:00Z',
  to: '2026-12-05T10:00:00Z',
  dtstart: '2026-12-02T10:00:00',
  occurrence: '2026-12-14T10:00:00',
  duration: 'PT1H',
  rrule: 'FREQ=WEEKLY;COUNT=2',
  end_time: '11:00',
  resource: 'machine-b',
  email: 'nobody@demo.test',
  person: 'nobody@demo.test',
}
