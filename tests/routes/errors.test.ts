import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendRefusal } from '../../server/plugins/errors.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { testDb } from '../support/db.ts'

let t: TestApp
const config = { access: 'anyone' } as const
let thrown: Error
beforeAll(async () => {
  const Body = Type.Object(
    {
      start: Type.String({ format: 'date-time' }),
      units: Type.Optional(Type.Integer({ minimum: 1 })),
      title: Type.String(),
    },
    { additionalProperties: false },
  )
  t = await testApp({
    before(app) {
      app.post('/api/v1/echo', { config, schema: { body: Body } }, async (request) => request.body)
      app.get(
        '/api/v1/items/:id',
        { config, schema: { params: Type.Object({ id: Type.Integer() }) } },
        async () => ({}),
      )
      app.get('/api/v1/throw', { config }, async () => {
        throw thrown
      })
      app.get('/throw', { config }, async () => {
        throw thrown
      })
      app.get('/api/v1/refuse', { config }, async (request, reply) => {
        const start = Date.UTC(2026, 10, 24, 9)
        const clash = { start, end: start + 3_600_000, units: 1, resourceId: 1 }
        const late = { code: 'too-long', maxMinutes: 480 } as const
        const violations = request.headers['x-clash-only'] ? [] : [late]
        return sendRefusal(reply, { kind: 'rules', violations, conflicts: [clash] }, { slugOf: () => 'hplc' })
      })
    },
  })
})
afterAll(() => t.close())

const fine = { start: '2026-11-24T09:00:00Z', title: 'Anna' }
const post = (body: unknown, headers = {}) => t.api('researcher')('POST', '/echo', body, headers)

describe('a body', () => {
  test('that is right passes (so the rest of this table tells something)', async () =>
    expect((await post(fine)).statusCode).toBe(200))

  test.each([
    ['an unknown field', { ...fine, colour: 'red' }, 'colour'],
    ['a missing field', { title: 'Anna' }, 'start'],
    ['the wrong type', { ...fine, units: 'two' }, 'units'],
    ['a value out of range', { ...fine, units: 0 }, 'units'],
    ['a NUL', { ...fine, title: 'An\0na' }, 'title'],
    ['half a surrogate pair', { ...fine, title: 'An\ud800na' }, 'title'],
  ])('with %s is 422 naming the field', async (_what, body, field) => {
    const answer = await post(body)
    expect(answer.statusCode).toBe(422)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ code: 'invalid', status: 422, errors: [{ path: field }] })
  })

  test('is asked about every field at once', async () => {
    const { errors } = (await post({ colour: 'red', units: 0 })).json()
    expect(errors.map(({ path }: { path: string }) => path).sort()).toEqual(['colour', 'start', 'title', 'units'])
  })

  test('left out is like an empty one', async () => {
    const answer = await t.api('researcher')('POST', '/echo')
    expect(answer.json().errors).toHaveLength(2)
  })

  test('that poisons prototypes is 400', async () => {
    const answer = await t.app.inject({
      method: 'POST',
      url: '/api/v1/sessions',
      payload: '{"__proto__": {"email": "x"}}',
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('malformed')
  })

  test.each([
    ['is not JSON', '{"email": ', 'application/json', 400, 'malformed'],
    [
      'is nested a million deep',
      `{"email":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      'application/json',
      400,
      'malformed',
    ],
    ['has 10 MB', `{"email":"${'x'.repeat(10_000_000)}"}`, 'application/json', 413, 'too-large'],
    ['is no JSON by its type', 'email=x', 'application/x-www-form-urlencoded', 415, 'unsupported-type'],
    ['is plain text', 'email=x', 'text/plain', 415, 'unsupported-type'],
  ])('that %s is refused', async (_what, payload, type, status, code) => {
    const headers = { 'content-type': type }
    const answer = await t.app.inject({ method: 'POST', url: '/api/v1/sessions', payload, headers })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
  })
})

test('a broken query is named too', async () => {
  const answer = await t.app.inject('/api/v1/throw?q=a%00b')
  expect(answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: 'q' }] })
})

test.each(['/api/v1/nothing', '/api/v1/items/seven', '/api/nothing'])('%s is not there', async (url) => {
  const answer = await t.app.inject(url)
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toMatchObject({ type: '/problems/not-found', code: 'not-found' })
})

test('an address that cannot be read is 400', async () => {
  expect((await t.app.inject('/api/v1/%zz')).json().code).toBe('malformed')
  expect((await t.app.inject('/%zz')).statusCode).toBe(400)
})

describe('the rules say no', () => {
  test('with every reason and what is taken: 422', async () => {
    const answer = await t.app.inject({ url: '/api/v1/refuse', headers: { 'accept-language': 'en' } })
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({
      code: 'policy',
      detail: 'The reservation is too long.',
      violations: [
        {
          code: 'too-long',
          message: 'The reservation is too long.',
          remedy: 'One reservation may last 8\u00a0h at most.',
          overridable: true,
        },
      ],
      conflicts: [{ resource: 'hplc', start: '2026-11-24T09:00:00Z', end: '2026-11-24T10:00:00Z', units: 1 }],
    })
  })

  test('for a clash alone: 409', async () => {
    const answer = await t.app.inject({ url: '/api/v1/refuse', headers: { 'x-clash-only': '1' } })
    expect(answer.statusCode).toBe(409)
    expect(answer.json()).toMatchObject({ code: 'conflict', violations: [], conflicts: [{ units: 1 }] })
  })
})

describe('a fault inside', () => {
  test.each(['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_READONLY', 'SQLITE_IOERR_WRITE'])(
    '%s is 503 storage',
    async (code) => {
      thrown = new Database.SqliteError('no', code)
      const answer = await t.app.inject('/api/v1/throw')
      expect(answer.statusCode).toBe(503)
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
      expect(answer.json().code).toBe('storage')
    },
  )

  test('wrapped by a library is still seen', async () => {
    thrown = new Error('Failed query', { cause: new Database.SqliteError('no', 'SQLITE_BUSY') })
    expect((await t.app.inject('/api/v1/throw')).json().code).toBe('storage')
  })

  test('that nobody knows is 500 and told without its cause', async () => {
    thrown = new Error('the secret reason')
    const answer = await t.app.inject('/api/v1/throw')
    expect(answer.statusCode).toBe(500)
    expect(answer.body).not.toContain('secret reason')
    const page = await t.app.inject('/throw')
    expect(page.statusCode).toBe(500)
    expect(page.body).not.toContain('secret reason')
    expect(page.body).toContain('numer zgłoszenia')
  })

  test('where the last wall refuses is 409', async () => {
    thrown = new Database.SqliteError('claim-taken', 'SQLITE_CONSTRAINT_TRIGGER')
    expect((await t.app.inject('/api/v1/throw')).json().code).toBe('conflict')
  })
})

test('while another process holds the lock writes are 503, reads go on, and nothing needs a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aparatura-'))
  const held = await testApp({ db: testDb(join(folder, 'held.sqlite')) })
  held.db.$client.pragma('busy_timeout = 1000')
  const browser = held.as('researcher')
  const rename = () => browser.post('/account', { name: 'Anna Nowak', locale: 'pl' })
  const api = held.api('owner')
  const other = new Database(join(folder, 'held.sqlite'))
  other.exec('BEGIN IMMEDIATE')
  let isRefused = false
  const waiting = rename().then((answer) => {
    isRefused = true
    return answer
  })
  // Who reads does not wait with those who write.
  for (let i = 0; i < 3; i++) expect((await held.nobody().get('/accessibility')).statusCode).toBe(200)
  const preview = { resource: 'hplc', start: '2026-11-24T09:00:00Z', end: '2026-11-24T10:00:00Z' }
  expect((await api('POST', '/reservations/preview', preview)).statusCode).toBe(200)
  expect(isRefused).toBe(false)
  const refused = await waiting
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '5'])
  expect(refused.body).toContain('Nie możemy teraz niczego zapisać')
  expect((await browser.get('/account')).statusCode).toBe(200)
  other.exec('COMMIT')
  expect((await rename()).statusCode).toBe(303)
  other.close()
  await held.close()
  rmSync(folder, { recursive: true })
})

describe('a page', () => {
  test('that is not there says so in the language of the reader', async () => {
    const polish = await t.app.inject('/nothing')
    expect(polish.statusCode).toBe(404)
    expect(polish.body).toContain('<h1>Nie ma takiej strony</h1>')
    const english = await t.app.inject({ url: '/nothing', headers: { 'accept-language': 'en-GB,en;q=0.9,pl;q=0.1' } })
    expect(english.body).toContain('<html lang="en">')
    expect(english.body).toContain('<h1>There is no such page</h1>')
  })
})
