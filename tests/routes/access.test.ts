import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Access } from '../../server/plugins/access.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'

const ACTORS = ['nobody', 'researcher', 'owner', 'coordinator', 'admin'] as const

/** Who passes the door of each kind of route; what of it they may see or do is the business of the operations. */
const PASSES: Record<Access, readonly (typeof ACTORS)[number][]> = {
  anyone: ['nobody', 'researcher', 'owner', 'coordinator', 'admin'],
  person: ['researcher', 'owner', 'coordinator', 'admin'],
  account: ['researcher', 'owner', 'coordinator', 'admin'],
  steward: ['owner'],
  manager: ['owner', 'admin'],
  reports: ['owner', 'coordinator', 'admin'],
  overseer: ['coordinator', 'admin'],
  decider: ['owner', 'coordinator'],
  administrator: ['admin'],
}

let t: TestApp
beforeAll(async () => {
  t = await testApp({ settings: { metricsToken: 'the token of the metrics' } })
})
afterAll(() => t.close())

/** A path of the route that names nothing: what is behind the door answers 404 or whatever it likes. */
const pathOf = (url: string) => url.replaceAll(/:\w+/g, '987654').replace('*', 'nothing')

async function isTurnedAway(actor: (typeof ACTORS)[number], method: string, url: string): Promise<boolean> {
  const path = pathOf(url)
  if (path.startsWith('/api/')) {
    const call = t.api(actor === 'nobody' ? null : (actor as Actor))
    const answer = await call(method as 'GET', path.replace('/api/v1', ''))
    const code = answer.headers['content-type']?.toString().includes('problem') ? answer.json().code : null
    return code === 'unauthenticated' || code === 'forbidden'
  }
  const browser = actor === 'nobody' ? t.nobody() : t.as(actor as Actor)
  const answer = method === 'POST' ? await browser.post(path) : await browser.get(path)
  return answer.statusCode === 403 || `${answer.headers.location}`.startsWith('/sign-in')
}

describe('the route table', () => {
  test('says of every route who may use it', () => {
    const table = t.app.routeTable
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url, access }) => `${access.padEnd(13)} ${method.padEnd(6)} ${url}`)
      .sort()
    expect(`\n${table.join('\n')}\n`).toMatchSnapshot()
  })

  test('is kept at every door', async () => {
    const wrong: string[] = []
    for (const { method, url, access } of t.app.routeTable) {
      if (method === 'HEAD' || !url.match(/^\/(?!api\/(?!v1))/)) continue
      for (const actor of ACTORS) {
        const expected = !PASSES[access].includes(actor)
        // Signing out ends the session the next request of this actor would use, so each has its own browser.
        if ((await isTurnedAway(actor, method, url)) !== expected)
          wrong.push(`${method} ${url} (${access}) ${expected ? 'lets in' : 'turns away'} ${actor}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('HEAD asks for the same as GET', () => {
    const accessOf = (method: string) =>
      new Map(t.app.routeTable.filter((route) => route.method === method).map(({ url, access }) => [url, access]))
    const gets = accessOf('GET')
    for (const [url, access] of accessOf('HEAD')) expect(`${url} ${access}`).toBe(`${url} ${gets.get(url)}`)
  })
})

test('a route that does not say who may use it does not start', async () => {
  const started = testApp({ before: (app) => app.get('/open-door', async () => 'come in') })
  await expect(started).rejects.toThrow('/open-door does not say who may use it')
})

describe('somebody who is not signed in', () => {
  test('is led to sign in and back to the page', async () => {
    const answer = await t.nobody().get('/reservations?state=confirmed')
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent('/reservations?state=confirmed')}`)
  })

  test('is led back to the form when the session ended before it was sent', async () => {
    const referer = 'http://aparatura.test:3000/account?x=1'
    const answer = await t.nobody().post('/account', { name: 'Anna' }, { referer, host: 'aparatura.test:3000' })
    expect(answer.headers.location).toBe(`/sign-in?next=${encodeURIComponent('/account?x=1')}`)
  })

  test('gets a problem from the API', async () => {
    const answer = await t.api(null)('GET', '/me')
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.json()).toMatchObject({ code: 'unauthenticated', type: '/problems/unauthenticated', status: 401 })
  })

  test('is told when the token is no longer good, even where none is needed', async () => {
    const answer = await t.inject({ url: '/api/v1/resources', headers: { authorization: 'Bearer gone' } })
    expect(answer.statusCode).toBe(401)
  })
})
