import type { ListedRoute } from '../../server/plugins/access.ts'
import type { TestApp } from './app.ts'

type Things = Readonly<Record<string, string>>

/** What a part of an address names, by the noun before it; the longest fitting noun counts. */
const NOUNS: Readonly<Record<string, string>> = {
  'account/email': 'linkToken',
  'account/feeds': 'feed',
  'account/organisations': 'organisation',
  'account/sessions': 'session2',
  'admin/organisations': 'organisation',
  'admin/outbox': 'notice',
  'admin/people': 'user',
  'availability-rules': 'rule',
  calendars: 'feedToken',
  deputies: 'deputy',
  documents: 'document',
  entities: 'entitySlug',
  'v1/state-aid/entities': 'entity',
  equipment: 'resource',
  faults: 'fault',
  hours: 'rule',
  'manage/labs/lab/hours': 'labRule',
  invitations: 'invitation',
  '/invitations': 'invitationToken',
  labs: 'lab',
  logs: 'log',
  mailbox: 'notice',
  notices: 'notice',
  organisations: 'organisation',
  outages: 'outage',
  'outages/rules': 'outageRule',
  password: 'linkToken',
  passkeys: 'passkey',
  identities: 'identity',
  people: 'user',
  participants: 'owner',
  photos: 'photo',
  projects: 'project',
  qualifications: 'user',
  quotas: 'quota',
  'reports/deliveries': 'delivery',
  'reports/exports': 'made',
  reservations: 'reservation',
  resources: 'resource',
  r: 'label',
  series: 'series',
  'sign-up': 'signUpToken',
  stewards: 'owner',
  training: 'training',
  'training-requests': 'training',
  'training-sessions': 'session',
  usage: 'usage',
  'waiting-list': 'waiting',
  accessories: 'accessory',
  resource: 'resource',
  entity: 'entitySlug',
  'from=resource': 'resource',
  'of=lab': 'lab',
  'from=lab': 'lab',
}

/** Parts that name nothing of anybody's. */
const CONSTANT: Readonly<Record<string, string>> = {
  problems: 'conflict',
  decide: 'none',
  unsubscribe: 'none',
}

const DAYS = 'from=2026-11-01&to=2026-12-31'
const INSTANTS = 'from=2026-11-01T00%3A00%3A00Z&to=2026-12-31T00%3A00%3A00Z'

/** Addresses that say what they are about in their query. */
const ASKED: Readonly<Record<string, string>> = {
  '/reports/utilisation': `?${DAYS}&of=lab::slug`,
  '/reports/utilisation/reservations': `?${DAYS}&resource=:slug&figure=booked`,
  '/reports/state-aid/reservations': '?year=2026&entity=:slug&resource=:slug&group=economic',
  '/reservations/new': '?resource=:slug&start=2026-12-01T10%3A00&end=2026-12-01T11%3A00',
  '/training/new': '?resource=:slug',
  '/waiting-list/new': '?resource=:slug&start=2026-12-01T10%3A00&end=2026-12-01T11%3A00',
  '/manage/labs/:slug/hours/copy': '?from=resource::slug',
  '/manage/resources/:slug/hours/copy': '?from=lab::slug',
  '/api/v1/resources/:slug/availability': `?${INSTANTS}`,
  '/api/v1/slots': `?duration=PT1H&${INSTANTS}&resource=:slug`,
  '/api/v1/reservations': `?${INSTANTS}&resource=:slug`,
  '/api/v1/reports/utilisation': `?${DAYS}`,
  '/api/v1/reports/exchange': `?${DAYS}`,
}

/** Every route but files of the site itself, each once; its address with what it has to be asked. */
export const routesOf = ({ app }: TestApp): ListedRoute[] =>
  app.routeTable
    .filter(({ method, url }) => method !== 'HEAD' && url !== '/static/*')
    .map((route) => (route.method === 'GET' ? { ...route, url: route.url + (ASKED[route.url] ?? '') } : route))

/** The things that the address of a route names, from left to right. */
export function thingsIn(url: string): (string | null)[] {
  return [...plain(url).matchAll(/:\w+/g)].map(({ index }) => {
    const before = plain(url)
      .slice(0, index - 1)
      .replace('/labs/:slug/', '/labs/lab/')
    const noun = Object.keys({ ...NOUNS, ...CONSTANT })
      .filter((each) => before === each || ['/', '?', '&'].some((mark) => before.endsWith(mark + each)))
      .sort((one, other) => other.length - one.length)[0]
    if (!noun) throw new Error(`nobody knows what ${url} names: tell tests/support/every-address.ts`)
    return NOUNS[noun] ?? null
  })
}

/** The address with these values in the places of its parts. */
export function addressOf(url: string, values: readonly string[]): string {
  let i = 0
  return plain(url).replaceAll(/:\w+/g, () => encodeURIComponent(values[i++] ?? ''))
}

/** The values that name a side's own things. */
export const valuesOf = (url: string, things: Things): string[] =>
  thingsIn(url).map((thing, i) => {
    if (thing !== null) return things[thing] ?? missing(thing)
    const noun = plain(url).split('/:')[i]!.split('/').at(-1)!
    return CONSTANT[noun]!
  })

/** A value like it that has never named anything. */
export const neverLike = (value: string): string => (/^\d+$/.test(value) ? '987654321' : 'Never-there-0')

/** `:id(^\d+$)` is told apart from others by the router alone. */
const plain = (url: string) => url.replaceAll(/\(\^[^)]*\)/g, '')

const missing = (thing: string): never => {
  throw new Error(`tests/support/two-sides.ts has no ${thing}`)
}
