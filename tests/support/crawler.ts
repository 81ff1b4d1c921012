import type { Actor, TestApp } from './app.ts'

/** What somebody was answered. */
export interface Answer {
  /** The address, with ` (partial)` or ` (API)` for what is no whole page. */
  readonly place: string
  readonly status: number
  readonly body: string
}

const MOST_OF_A_PAGE = 6
const IDS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']

/** What the parts of an address may be, by the noun they follow. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  equipment: ['hplc', 'tem', 'mri'],
  resources: ['hplc', 'tem', 'mri'],
  labs: ['analytics'],
  organisations: ['politechnika', 'przyrodniczy'],
  problems: ['conflict'],
  reservations: IDS,
  mailbox: IDS,
}

const PERIOD = 'from=2026-11-01T00:00:00Z&to=2026-12-31T00:00:00Z'

/** Addresses that no link leads to. */
const UNLINKED = [
  '/equipment/hplc?week=2026-W47',
  '/equipment/hplc?week=2026-W48&view=list',
  '/equipment/tem/calendar?week=2026-W48',
  '/labs/analytics?day=2026-11-24',
  '/labs/analytics?week=2026-W47',
  '/reservations?show=past',
  '/reservations/new?resource=hplc&start=2026-11-24T10:00&end=2026-11-24T11:00',
  '/reservations/new?resource=tem&start=2026-11-25T10:00&end=2026-11-25T11:00',
  '/reservations/new?resource=hplc&start=2026-11-30T13:00&end=2026-11-30T14:00',
  '/waiting-list/new?resource=hplc&start=2026-11-30T10:00&end=2026-11-30T12:00',
  '/equipment/hplc/calendar?week=2026-W49',
  '/find?q=hplc&duration=60',
  '/api/v1/waiting-list?ended=true',
  '/reports/utilisation?from=2026-11-01&to=2026-12-01&group=organisation',
  '/reports/utilisation.csv?from=2026-11-01&to=2026-12-01&group=resource',
  ...['hplc', 'tem'].flatMap((slug) =>
    ['booked', 'used', 'no_shows'].map(
      (figure) => `/reports/utilisation/reservations?resource=${slug}&from=2026-11-01&to=2026-12-01&figure=${figure}`,
    ),
  ),
  '/api/v1/resources?q=canary',
  '/api/v1/reservations?mine=true',
  ...['hplc', 'tem'].flatMap((slug) => [
    `/api/v1/resources/${slug}/availability?${PERIOD}`,
    `/api/v1/reservations?resource=${slug}&${PERIOD}`,
    ...['requested', 'confirmed', 'cancelled', 'declined', 'no_show', 'completed'].map(
      (state) => `/api/v1/reservations?resource=${slug}&${PERIOD}&state=${state}`,
    ),
  ]),
  `/api/v1/slots?duration=PT1H&from=2026-11-24T00:00:00Z&to=2026-11-30T00:00:00Z`,
  '/api/v1/reports/utilisation?from=2026-11-01&to=2026-12-01',
]

/**
 * Gets everything that can be got: every route with every part it may have, what no link leads to, and then wherever
 * the links of those pages lead. Pages come whole and as htmx asks for them.
 */
export async function crawl(t: TestApp, actor: Actor | null): Promise<Answer[]> {
  const browser = actor ? t.as(actor) : t.nobody()
  const call = t.api(actor)
  const answers: Answer[] = []
  const seen = new Set<string>()
  const visits = new Map<string, number>()
  const waiting = [...routesOf(t), ...UNLINKED]
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const [path = ''] = address.split('?')
    const count = visits.get(path) ?? 0
    // Filters and weeks link to each other without end.
    if (seen.has(address) || (count >= MOST_OF_A_PAGE && !UNLINKED.includes(address))) continue
    seen.add(address)
    visits.set(path, count + 1)
    if (address.startsWith('/api/v1/')) {
      const { statusCode: status, body } = await call('GET', address.slice('/api/v1'.length))
      answers.push({ place: `${address} (API)`, status, body })
      continue
    }
    const page = await browser.get(address)
    answers.push({ place: address, status: page.statusCode, body: page.body })
    const part = await browser.get(address, { 'hx-request-type': 'partial', 'hx-request': 'true' })
    answers.push({ place: `${address} (partial)`, status: part.statusCode, body: part.body })
    const linked = [...page.body.matchAll(/(?:href|hx-get|action)="(\/[^"#]*)/g)].map(([, url]) => decode(url!))
    waiting.push(...linked.filter((url) => !url.startsWith('/static/')))
  }
  return answers
}

function routesOf({ app }: TestApp): string[] {
  return app.routeTable
    .filter(({ method, url }) => method === 'GET' && !url.includes('*'))
    .flatMap(({ url }) => addressesOf(url))
}

/** `/labs/:slug` with every lab; patterns behind a part, as in `:id(^\d+$)`, are left out. */
function addressesOf(route: string): string[] {
  const url = route.replaceAll(/\(\^[^)]*\)/g, '')
  const part = /\/([a-z-]+)\/(:\w+)/.exec(url)
  if (!part) return [url]
  const [, noun = '', name = ''] = part
  return (PARTS[noun] ?? IDS).map((value) => url.replace(name, value))
}

const decode = (text: string) =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x27;', "'")
