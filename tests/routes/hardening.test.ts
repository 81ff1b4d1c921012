import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordAudit } from '../../db/queries/audit.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { everyGet } from '../support/every-get.ts'
import { ACTORS, type TwoSides, twoSides } from '../support/two-sides.ts'

let t: TestApp
let sides: TwoSides
beforeAll(async () => {
  t = await testApp({ settings: { publicUrl: 'https://aparatura.example', securityContact: 'mailto:safe@a.test' } })
  sides = twoSides(t)
  for (const who of ACTORS) sides.cookiesOf(who)
})
afterAll(() => t.close())

describe('where weaknesses are reported', () => {
  test('stands at the address programs look at, for less than a year', async () => {
    const { body, headers } = await t.inject({ url: '/.well-known/security.txt' })
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(body).toContain('Contact: mailto:safe@a.test\n')
    expect(body).toContain('Canonical: https://aparatura.example/.well-known/security.txt\n')
    const expires = Date.parse(/^Expires: (.*)$/m.exec(body)?.[1] ?? '')
    expect(expires - t.clock.now).toBeGreaterThan(100 * 86_400_000)
    expect(expires - t.clock.now).toBeLessThan(365 * 86_400_000)
  })
})

test('no answer tells what it is made with, and none is kept by others where it is somebody’s', async () => {
  const cookies = { '__Host-session': sides.cookiesOf('ownerA')['session']! }
  const token = sides.tokenOf('ownerA')
  const { reservation, document, made } = sides.things.a
  const pages = ['/reservations', '/account', '/projects/CODE-A', '/notices', '/nothing-here', '/reports/utilisation']
  const files = [`/reservations/${reservation}.ics`, '/reports/utilisation.csv', '/projects/CODE-A/report.csv']
  const calls = ['/api/v1/me', `/api/v1/reservations/${reservation}`, '/api/v1/reservations?mine=true', '/api/v1/none']
  const others = [`/documents/${document}`, `/reports/exports/${made}/file`]
  for (const url of [...pages, ...files, ...calls, ...others]) {
    const { headers } = await t.inject({ url, ...(url.startsWith('/api/') ? { headers: token } : { cookies }) })
    expect([url, headers['server'], headers['x-powered-by']]).toEqual([url, undefined, undefined])
    expect([url, headers['cache-control']]).toEqual([url, expect.stringContaining('no-store')])
  }
})

test('every answer is of the type it says, and runs nowhere else', async () => {
  for (const { place, type, status } of await everyGet(t, sides, 'nobody'))
    if (status === 200) expect([place, type]).toEqual([place, expect.stringMatching(/charset=utf-8|^(image|font)\//i)])
})

test('a file is an attachment that no browser reads as a page', async () => {
  const cookies = { '__Host-session': sides.cookiesOf('ownerA')['session']! }
  const { document, fault, photo } = sides.things.a
  for (const url of [`/documents/${document}`, `/faults/${fault}/photos/${photo}`]) {
    const { headers, statusCode } = await t.inject({ url, cookies })
    expect([statusCode, headers['content-type']]).toEqual([200, expect.stringMatching(/^image\/|octet-stream/)])
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('a file made in the background is gone when its owner’s rights are', async () => {
  const cookies = { '__Host-session': sides.cookiesOf('ownerA')['session']! }
  const url = `/reports/exports/${sides.things.a['made']}/file`
  expect((await t.inject({ url, cookies })).statusCode).toBe(200)
  recordAudit(t.db, {
    ...{ person: null, kind: 'steward-removed', object: { kind: 'labs', id: 1 }, aboutId: sides.people.ownerA },
    at: t.clock.now + 1,
  })
  expect((await t.inject({ url, cookies })).statusCode).toBe(404)
})

test('other sites read nothing: no origin is let in', async () => {
  const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
  for (const method of ['GET', 'OPTIONS'] as const) {
    const answer = await t.inject({ method, url: '/api/v1/resources', headers })
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  }
})

test.each(['TRACE', 'CONNECT', 'PROPFIND'])('the method %s does nothing', async (method) => {
  const { statusCode } = await t.inject({ method: method as 'TRACE', url: '/account' })
  expect([400, 404, 405]).toContain(statusCode)
})

test('what a proxy says is nothing to who trusts none', async () => {
  const headers = { 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example', 'x-real-ip': '192.0.2.9' }
  const { body } = await t.inject({ url: '/sign-in', headers })
  expect(body).not.toContain('evil.example')
})

test('the server waits for slow senders for less than 30 s', () => {
  const { requestTimeout, headersTimeout } = t.app.server
  const looks = 2_000
  expect(requestTimeout + looks).toBeLessThan(30_000)
  expect(headersTimeout + looks).toBeLessThan(30_000)
})

/** As bytes, past every client that would mend them. */
async function answerTo(bytes: string): Promise<string> {
  const { port } = t.app.server.address() as { port: number }
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })
}

describe('a request that two programs would read in two ways', () => {
  beforeAll(() => t.app.listen({ host: '127.0.0.1', port: 0 }))
  const HOST = 'Host: aparatura.example\r\nConnection: close\r\n'
  test.each([
    ['two lengths', `POST /sign-in HTTP/1.1\r\n${HOST}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`],
    [
      'a length and chunks',
      `POST /sign-in HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    ['a header with an end of line in it', `GET / HTTP/1.1\r\n${HOST}X-A: a\rb\r\n\r\n`],
    ['a header without end', `GET / HTTP/1.1\r\n${HOST}X-A: ${'a'.repeat(20_000)}\r\n\r\n`],
  ])('with %s is refused', async (_, bytes) => expect(await answerTo(bytes)).toMatch(/^HTTP\/1\.1 4(00|31) /))
})
