import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ settings: { metricsToken: 'the token of the metrics' } })
})
afterAll(() => t.close())

// That it is kept at every door: visibility-matrix.test.ts.
describe('the route table', () => {
  test('says of every route who may use it', () => {
    const table = t.app.routeTable
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url, access }) => `${access.padEnd(13)} ${method.padEnd(6)} ${url}`)
      .sort()
    expect(`\n${table.join('\n')}\n`).toMatchSnapshot()
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
