import type { LightMyRequestResponse } from 'fastify'
import type { TestApp } from './app.ts'
import { addressOf, routesOf, valuesOf } from './every-address.ts'
import { pdfText } from './pdf-text.ts'
import type { Eyes, TwoSides } from './two-sides.ts'
import { sheetsOf } from './xlsx-sheets.ts'

/** What somebody was answered. */
export interface Heard {
  readonly place: string
  readonly status: number
  readonly type: string
  /** As it came. */
  readonly body: string
  /** Whatever the format, as words. */
  readonly words: string
}

const DAYS = 'from=2026-11-01&to=2026-12-31'
const INSTANTS = 'from=2026-11-01T00:00:00Z&to=2026-12-31T00:00:00Z'
const STATES = ['requested', 'confirmed', 'cancelled', 'declined', 'no_show', 'completed']
const MACHINES = ['machine-a', 'machine-b', 'hplc']

/** Addresses that no link leads to, or none that is followed. */
const QUERIES = [
  '/api/v1/resources?q=qzmark',
  '/equipment?q=qzmark',
  '/find?q=qzmark&duration=60',
  '/?q=qzmark',
  '/api/v1/waiting-list?ended=true',
  '/api/v1/reservations?mine=true',
  '/reservations?show=past',
  `/reports/exchange.csv?${DAYS}`,
  ...['resource', 'organisation', 'project', 'purpose'].flatMap((group) => [
    `/reports/utilisation?${DAYS}&group=${group}`,
    `/reports/utilisation.csv?${DAYS}&group=${group}`,
  ]),
  `/api/v1/reports/utilisation?${DAYS}&group=organisation`,
  `/reports/utilisation/unused?${DAYS}`,
  ...MACHINES.flatMap((slug) => [
    `/equipment/${slug}?week=2026-W49`,
    `/equipment/${slug}?week=2026-W49&view=list`,
    `/equipment/${slug}/calendar?week=2026-W47`,
    `/reservations/new?resource=${slug}&start=2026-12-01T10:00&end=2026-12-01T11:00`,
    `/api/v1/resources/${slug}/outages?${INSTANTS}`,
    `/api/v1/slots?duration=PT1H&${INSTANTS}&resource=${slug}`,
    ...STATES.map((state) => `/api/v1/reservations?resource=${slug}&${INSTANTS}&state=${state}`),
    ...['booked', 'used', 'no_shows', 'unmet', 'decisions'].map(
      (figure) => `/reports/utilisation/reservations?resource=${slug}&${DAYS}&figure=${figure}`,
    ),
  ]),
  '/labs/lab-a?week=2026-W49',
  '/labs/lab-a?day=2026-12-01',
  '/labs/analytics?week=2026-W49',
]

/** How many further addresses of a kind are followed from links. */
const FOLLOWED = 2

export interface Walk {
  /** Pages also as htmx asks for them. */
  readonly parts?: boolean
  /** Addresses that are secrets themselves: whoever has one is let in. */
  readonly secrets?: boolean
  /** Files that are costly to make and to read. */
  readonly bindings?: boolean
}

/**
 * Gets everything that can be got: every route with what either side has, what no link leads to, and some of what the
 * links lead to. Workbooks and documents come back as the words in them.
 */
export async function everyGet(t: TestApp, sides: TwoSides, who: Eyes, walk: Walk = {}): Promise<Heard[]> {
  const cookies = sides.cookiesOf(who)
  const bearer = sides.tokenOf(who)
  const heard: Heard[] = []
  const seen = new Set<string>()
  const kinds = new Map<string, number>()
  const waiting = [...addressesOf(t, sides, walk), ...QUERIES]
  const given = waiting.length
  for (let i = 0; i < waiting.length; i++) {
    const address = waiting[i]!
    if (seen.has(address) || (!walk.bindings && /\.(pdf|xlsx)(\?|$)/.test(address))) continue
    if (i >= given && !isNew(kinds, address)) continue
    seen.add(address)
    const isApi = address.startsWith('/api/v1/')
    const answer = await t.inject({ url: address, ...(isApi ? { headers: bearer } : { cookies }) })
    heard.push({
      place: address,
      status: answer.statusCode,
      type: typeOf(answer),
      body: answer.body,
      words: wordsOf(answer),
    })
    if (isApi) continue
    if (walk.parts) {
      const part = await t.inject({
        url: address,
        cookies,
        headers: { 'hx-request': 'true', 'hx-request-type': 'partial' },
      })
      heard.push({
        place: `${address} (part)`,
        status: part.statusCode,
        type: typeOf(part),
        body: part.body,
        words: wordsOf(part),
      })
    }
    if (typeOf(answer).startsWith('text/html')) waiting.push(...linksOf(answer.body))
  }
  return heard
}

const addressesOf = (t: TestApp, { things }: TwoSides, { secrets = false }: Walk): string[] =>
  routesOf(t)
    .filter(({ method, url }) => method === 'GET' && (secrets || !url.includes(':token')))
    .flatMap(({ url }) => [addressOf(url, valuesOf(url, things.a)), addressOf(url, valuesOf(url, things.b))])

/** Weeks and filters link to each other without end. */
function isNew(kinds: Map<string, number>, address: string): boolean {
  const kind = address.replaceAll(/=[^&]*/g, '').replaceAll(/\d+/g, '0')
  const count = kinds.get(kind) ?? 0
  kinds.set(kind, count + 1)
  return count < FOLLOWED
}

const linksOf = (body: string): string[] =>
  [...body.matchAll(/(?:href|hx-get)="(\/[^"#]*)/g)]
    .map(([, url]) => decoded(url!))
    .filter((url) => !url.startsWith('/static/'))

function wordsOf({ headers, rawPayload, body }: LightMyRequestResponse): string {
  const type = typeOf({ headers })
  if (type.includes('pdf') && rawPayload.length > 0) return pdfText(rawPayload)
  if (type.includes('spreadsheet'))
    return sheetsOf(rawPayload)
      .map(({ name, rows }) => `${name} ${rows.flat().join(' ')}`)
      .join(' ')
  // Calendars fold their lines, mail its own.
  return `${body.replaceAll(/\r?\n[ \t]/g, '').replaceAll(/=\r?\n/g, '')} ${headers['content-disposition'] ?? ''}`
}

const typeOf = ({ headers }: Pick<LightMyRequestResponse, 'headers'>) => `${headers['content-type'] ?? ''}`

const decoded = (text: string) =>
  text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll(/&#(39|x27);/g, "'")
