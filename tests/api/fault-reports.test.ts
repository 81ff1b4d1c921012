import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultStatusOf } from '../../db/queries/faults.ts'
import { PHOTO_BYTES } from '../../server/domain/photo.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { MINUTE } from '../support/makers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const call = async (who: Actor | null, method: 'GET' | 'POST', url: string, body?: unknown) => {
  const answer = await t.api(who)(method, url, body)
  return { status: answer.statusCode, body: answer.json() }
}
const OF_HPLC = '/resources/hplc/faults'
const report = async (who: Actor, more: object = {}) => {
  t.clock.now += 11 * MINUTE
  return (await call(who, 'POST', OF_HPLC, { severity: 'limits', words: 'Lampa miga', ...more })).body.id as number
}

describe('a report', () => {
  test('is made by anybody who has a token, and read by its reporter and the stewards', async () => {
    const made = await call('stranger', 'POST', OF_HPLC, { severity: 'stops', words: 'Cieknie' })
    expect(made).toMatchObject({
      status: 201,
      body: { resource: 'hplc', severity: 'stops', state: 'open', words: 'Cieknie', reporter: null, notes: [] },
    })
    const url = `/faults/${made.body.id}`
    expect(await call('caretaker', 'GET', url)).toMatchObject({ body: { reporter: { name: 'stranger' } } })
    expect((await call('stranger', 'GET', url)).status).toBe(200)
    for (const who of ['researcher', 'coordinator', 'admin'] as const)
      expect((await call(who, 'GET', url)).status).toBe(404)
    expect((await call(null, 'GET', url)).status).toBe(401)
    expect((await call('owner', 'GET', OF_HPLC)).body.items).toHaveLength(1)
    const others = await call('researcher', 'GET', OF_HPLC)
    expect(others).toMatchObject({ body: { items: [], next_cursor: null, status: { severity: 'stops' } } })
    expect((await call('stranger', 'GET', '/faults')).body.items).toHaveLength(1)
    expect((await call('researcher', 'GET', '/resources/nothing/faults')).status).toBe(404)
    await call('owner', 'POST', `${url}/resolve`, { words: 'Uszczelka' })
  })

  test('has its photo drawn anew, and refuses what is none', async () => {
    const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#47a' } })
      .png()
      .toBuffer()
    const { body } = await call('researcher', 'POST', OF_HPLC, {
      ...{ severity: 'note', words: 'Rysa na obudowie' },
      photo: png.toString('base64'),
    })
    const path = (body.photos[0] as string).replace('/api/v1', '')
    const picture = await t.api('owner')('GET', path)
    expect([picture.headers['content-type'], picture.headers['x-content-type-options']]).toEqual([
      'image/webp',
      'nosniff',
    ])
    expect((await sharp(picture.rawPayload).metadata()).width).toBe(30)
    expect((await t.api('company')('GET', path)).statusCode).toBe(404)
    const hostile = ['<svg onload="alert(1)"/>', 'x'.repeat(PHOTO_BYTES + 1)].map((text) => Buffer.from(text))
    for (const bytes of hostile) {
      const more = { severity: 'note', words: 'Zła', photo: bytes.toString('base64') }
      const answer = await call('researcher', 'POST', OF_HPLC, more)
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: expect.stringContaining('photo') }] } })
    }
  })

  test.each([
    ['no severity there is', { severity: 'awful', words: 'x' }, 'severity'],
    ['no words', { severity: 'note', words: '  ' }, 'words'],
    ['a field that there is not', { severity: 'note', words: 'x', state: 'resolved' }, 'state'],
  ])('names the field of %s', async (_what, body, field) => {
    const answer = await call('researcher', 'POST', OF_HPLC, body)
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: expect.stringContaining(field) }] } })
  })
})

describe('what becomes of it', () => {
  test('is acknowledged, answered, resolved and reopened by stewards, with every word in it', async () => {
    const id = await report('researcher')
    const does = (who: Actor, verb: string, body: object = {}) => call(who, 'POST', `/faults/${id}/${verb}`, body)
    expect((await does('researcher', 'resolve', { words: 'x' })).status).toBe(403)
    expect((await does('stranger', 'answer', { words: 'x' })).status).toBe(404)
    expect((await does('researcher', 'answer', { words: 'Teraz dymi' })).status).toBe(200)
    expect(await does('owner', 'acknowledge')).toMatchObject({ status: 200, body: { state: 'acknowledged' } })
    expect(await does('owner', 'acknowledge')).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
    expect((await does('owner', 'resolve')).status).toBe(422)
    expect(await does('owner', 'resolve', { words: 'Nowa lampa' })).toMatchObject({ body: { state: 'resolved' } })
    expect(await does('owner', 'reopen', { words: 'Znowu' })).toMatchObject({
      body: {
        ...{ state: 'open', resolved_at: null },
        notes: [
          { person: 'researcher', words: 'Teraz dymi', state: null },
          { person: 'owner', state: 'acknowledged' },
          { words: 'Nowa lampa', state: 'resolved' },
          { words: 'Znowu', state: 'open' },
        ],
      },
    })
    await does('owner', 'resolve', { words: 'Już' })
  })

  test('is merged into another of the same resource', async () => {
    const [first, second] = [await report('researcher'), await report('stranger', { severity: 'stops' })]
    const merge = (into: unknown) => call('owner', 'POST', `/faults/${second}/merge`, { into })
    expect((await merge(second)).status).toBe(422)
    expect((await merge(undefined)).status).toBe(422)
    expect(await merge(first)).toMatchObject({ status: 200, body: { state: 'merged', merged_into: first } })
    expect(faultStatusOf(t.db, [t.cast.hplc]).get(t.cast.hplc)).toMatchObject({ severity: 'stops' })
  })
})
