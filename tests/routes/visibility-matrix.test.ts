import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ListedRoute } from '../../server/plugins/access.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { addressOf, neverLike, routesOf, thingsIn, valuesOf } from '../support/every-address.ts'
import { bodiesOf, formFor } from '../support/plausible-bodies.ts'
import { ACTORS, type Eyes, type Side, type TwoSides, twoSides } from '../support/two-sides.ts'
import { VISIBILITY } from './visibility-table.ts'

/** FULL_MATRIX=1 asks for everybody's foreign things; every day two of each side do. */
const STRANGERS: readonly Eyes[] = process.env['FULL_MATRIX'] ? ACTORS : ['ann', 'ownerA', 'bea', 'ownerB']
const PATIENCE_MS = 120_000

let t: TestApp
let sides: TwoSides
let bodyFor: (method: string, url: string) => object
const browsers = new Map<Eyes, { readonly cookies: Record<string, string>; readonly csrf: string }>()

beforeAll(async () => {
  t = await testApp({ settings: { demo: true, metricsToken: 'the token of the metrics' } })
  sides = twoSides(t)
  bodyFor = await bodiesOf(t)
  for (const who of ACTORS) {
    const cookies = sides.cookiesOf(who)
    sides.tokenOf(who)
    const page = await t.inject({ url: '/accessibility', cookies })
    for (const { name, value } of page.cookies) cookies[name] = value
    browsers.set(who, { cookies, csrf: /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '' })
  }
  letNobodyWrite(t)
}, 60_000)
afterAll(() => t.close())

/** Whoever is let in gets as far as writing, and no further: every request meets the same things. */
function letNobodyWrite({ db }: TestApp) {
  const tables = db.$client
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`)
    .pluck()
    .all() as string[]
  for (const table of tables)
    for (const verb of ['INSERT', 'UPDATE', 'DELETE'])
      db.$client.exec(
        `CREATE TEMP TRIGGER "no ${verb} ${table}" BEFORE ${verb} ON main."${table}" BEGIN SELECT RAISE(ABORT, 'not now'); END`,
      )
}

type Asked = Pick<ListedRoute, 'method' | 'url'>

function ask(who: Eyes, { method, url }: Asked, address: string, part = false): Promise<LightMyRequestResponse> {
  if (url.startsWith('/api/v1/')) {
    const headers = { ...sides.tokenOf(who), ...(method === 'PATCH' && { 'if-match': '"1"' }) }
    const payload = method === 'GET' ? {} : { payload: bodyFor(method, url) }
    return t.inject({ method: method as 'GET', url: address, headers, ...payload })
  }
  const { cookies, csrf } = browsers.get(who)!
  const headers: Record<string, string> = part ? { 'hx-request': 'true', 'hx-request-type': 'partial' } : {}
  if (method === 'GET') return t.inject({ url: address, cookies, headers })
  headers['content-type'] = 'application/x-www-form-urlencoded'
  const payload = new URLSearchParams({ _csrf: csrf, ...formFor(url) }).toString()
  return t.inject({ method: 'POST', url: address, cookies, headers, payload })
}

function letterFor({ statusCode, headers }: LightMyRequestResponse): string {
  if (statusCode === 404 || statusCode === 403) return String(statusCode)[2]!
  return statusCode === 401 || `${headers.location}`.startsWith('/sign-in') ? 's' : '+'
}

const pathOf = (url: string) => url.split('?')[0]!
const nameOf = ({ method, url }: Asked) => `${method} ${pathOf(url)}`
const isAboutThings = ({ url }: Asked) => thingsIn(url).some((thing) => thing !== null)

/** What everybody is answered, a letter for each. */
async function lettersFor(route: Asked, side: Side, part = false) {
  const address = addressOf(route.url, valuesOf(route.url, sides.things[side]))
  const letters: string[] = []
  for (const who of ACTORS) letters.push(letterFor(await ask(who, route, address, part)))
  return letters.join('')
}

const isFile = (url: string) => /\.(csv|xlsx|pdf|ics|eml|xml|json)$/.test(pathOf(url))

describe('what everybody may see and do', () => {
  test('stands in the table, route by route', () => {
    const listed = VISIBILITY.flatMap(({ routes }) => routes.trim().split(/\n\s*/))
    expect([...listed].sort()).toEqual([...new Set(routesOf(t).map(nameOf))].sort())
    for (const { who, a, b } of VISIBILITY) expect([who, a.length, b?.length ?? 10]).toEqual([who, 10, 10])
  })

  test(
    'is what they are answered',
    async () => {
      const expected = new Map(
        VISIBILITY.flatMap((row) =>
          row.routes
            .trim()
            .split(/\n\s*/)
            .map((name) => [name, row] as const),
        ),
      )
      const wrong: string[] = []
      for (const route of routesOf(t)) {
        const row = expected.get(nameOf(route))
        const told = { a: await lettersFor(route, 'a'), b: isAboutThings(route) ? await lettersFor(route, 'b') : null }
        if (told.a !== row?.a || told.b !== row.b)
          wrong.push(`${nameOf(route)}: a ${told.a}, b ${told.b}; by the table a ${row?.a}, b ${row?.b}`)
      }
      expect(wrong).toEqual([])
    },
    PATIENCE_MS,
  )

  test(
    'is the same for the parts of pages that htmx asks for',
    async () => {
      const wrong: string[] = []
      const pages = routesOf(t).filter(
        ({ method, url }) => method === 'GET' && !url.startsWith('/api/') && !isFile(url),
      )
      for (const route of pages.filter(isAboutThings)) {
        const address = addressOf(route.url, valuesOf(route.url, sides.things.a))
        for (const who of ['nobody', 'adam', 'bea', 'ownerB'] as const) {
          const [whole, part] = [await ask(who, route, address), await ask(who, route, address, true)].map(letterFor)
          if (whole !== part) wrong.push(`${route.url} for ${who}: ${whole}, its part ${part}`)
        }
      }
      expect(wrong).toEqual([])
    },
    PATIENCE_MS,
  )
})

describe('a thing of others', () => {
  test(
    'is answered for byte for byte like one that never was',
    async () => {
      const wrong: string[] = []
      let count = 0
      for (const route of routesOf(t).filter(isAboutThings))
        for (const who of STRANGERS) {
          const values = valuesOf(route.url, sides.things[foreignTo(who)])
          const things = thingsIn(route.url)
          const theirs = await ask(who, route, addressOf(route.url, values))
          if (theirs.statusCode !== 404) continue
          const none = values.map((value, i) => (things[i] === null ? value : neverLike(value)))
          const never = await ask(who, route, addressOf(route.url, none))
          if (bytesOf(theirs, values) !== bytesOf(never, none)) wrong.push(`${nameOf(route)} for ${who}`)
          count++
        }
      expect(count).toBeGreaterThan(150)
      expect(wrong).toEqual([])
    },
    PATIENCE_MS,
  )

  test(
    'is not reached through what is one’s own',
    async () => {
      const wrong: string[] = []
      const nested = routesOf(t).filter(({ url }) => thingsIn(url).filter(Boolean).length > 1)
      expect(nested.length).toBeGreaterThan(20)
      for (const route of nested)
        for (const who of STRANGERS.filter((each) => each !== 'nobody')) {
          const own = valuesOf(route.url, sides.things[foreignTo(who) === 'a' ? 'b' : 'a'])
          const theirs = valuesOf(route.url, sides.things[foreignTo(who)])
          const mixed = await ask(who, route, addressOf(route.url, [own[0]!, ...theirs.slice(1)]))
          const none = await ask(who, route, addressOf(route.url, [own[0]!, ...theirs.slice(1).map(neverLike)]))
          const is403 = mixed.statusCode === 403
          if (!is403 && mixed.statusCode !== none.statusCode)
            wrong.push(`${nameOf(route)} for ${who}: ${mixed.statusCode}, for none ${none.statusCode}`)
        }
      expect(wrong).toEqual([])
    },
    PATIENCE_MS,
  )
})

const foreignTo = (who: Eyes): Side => (who === 'bea' || who === 'ownerB' ? 'a' : 'b')

/** All that is told, but for the address itself, the number of the request and its form token. */
function bytesOf({ statusCode, headers, body }: LightMyRequestResponse, values: readonly string[]): string {
  const { date: _date, 'content-length': _length, 'set-cookie': _cookies, ...rest } = headers
  const text = `${statusCode} ${JSON.stringify(rest)} ${body}`
    .replaceAll(/name="_csrf" value="[^"]+"/g, '')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}\b/g, '')
  const own = values.filter((value) => value.length > 4)
  return own.reduce((each, value) => each.replaceAll(encodeURIComponent(value), '').replaceAll(value, ''), text)
}
