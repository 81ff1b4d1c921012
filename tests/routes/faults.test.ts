import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { faultById, faultStatusOf, insertFault, notesOfFault } from '../../db/queries/faults.ts'
import type { FaultSeverity } from '../../server/domain/fault.ts'
import { PHOTO_BYTES } from '../../server/domain/photo.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { HOUR, MINUTE, NOW } from '../support/makers.ts'
import { upload } from '../support/upload.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const FORM = '/equipment/hplc/fault'

interface Report {
  readonly severity?: string
  readonly words?: string
  readonly photo?: { readonly name?: string; readonly type?: string; readonly bytes: Buffer }
}

const report = (who: Actor, { severity = 'limits', words = 'Lampa miga', photo }: Report = {}) =>
  upload(t, t.as(who), FORM, {
    fields: { severity, words },
    file: photo ? { field: 'photo', name: 'photo.jpg', type: 'image/jpeg', ...photo } : null,
  })

const idOf = (answer: { headers: Record<string, unknown> }) =>
  Number(/^\/faults\/(\d+)\?done=sent$/.exec(String(answer.headers['location']))?.[1])

const photoOf = async (id: number, who: Actor = 'owner') => {
  const [photo] = faultById(t.db, id)!.photoIds
  return t.as(who).get(`/faults/${id}/photos/${photo}`)
}

async function sentMails() {
  const before = t.mails.length
  await sendDue(t.db, t.app.mailer, () => t.clock.now, t.app.settings)
  return t.mails
    .slice(before)
    .map(({ to, subject }) => `${to.email.split('@')[0]}: ${subject}`)
    .sort()
}

/** 20,000 by 20,000 pixels in a few hundred kilobytes. */
const wide = () =>
  sharp({ create: { width: 20_000, height: 20_000, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png()
    .toBuffer()

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a04030' } })

describe('a report', () => {
  test('goes to everybody who looks after the resource, and shows on its pages without a name', async () => {
    const answer = await report('researcher')
    expect(answer.statusCode).toBe(303)
    expect(await sentMails()).toEqual(
      ['caretaker', 'deputy', 'owner'].map((who) => `${who}: Zgłoszona usterka: Chromatograf`),
    )
    const label = t.db.$client.prepare(`SELECT label_code FROM resources WHERE slug = 'hplc'`).pluck().get()
    for (const path of ['/equipment/hplc', `/r/${label}`, '/labs/analytics/now']) {
      const { body } = await t.nobody().get(path)
      expect(body, path).toContain('Zgłoszono usterkę: ograniczenia')
      expect(body, path).not.toMatch(/researcher|Lampa miga/)
    }
  })

  test('is read by its reporter and the stewards, and is not there for anybody else', async () => {
    const id = idOf(await report('researcher'))
    const statuses = async (who: Actor) => (await t.as(who).get(`/faults/${id}`)).statusCode
    for (const who of ['researcher', 'owner', 'deputy', 'caretaker'] as const) expect(await statuses(who)).toBe(200)
    for (const who of ['colleague', 'stranger', 'coordinator', 'admin'] as const) expect(await statuses(who)).toBe(404)
    expect((await t.nobody().get(`/faults/${id}`)).headers.location).toContain('/sign-in')
    expect((await t.as('stranger').post(`/faults/${id}`, { verb: 'answer', words: 'x' })).statusCode).toBe(404)
    expect((await t.as('owner').get('/manage/resources/hplc/faults')).body).toContain('Lampa miga')
    expect((await t.as('researcher').get('/faults')).body).toContain('Lampa miga')
    expect((await t.as('colleague').get('/faults')).body).not.toContain('Lampa miga')
  })

  test('sent twice is one', async () => {
    const first = idOf(await report('researcher'))
    expect(idOf(await report('researcher'))).toBe(first)
    expect(idOf(await report('colleague'))).not.toBe(first)
    t.clock.now += 11 * MINUTE
    expect(idOf(await report('researcher'))).not.toBe(first)
  })

  test('sent again with the photo it had not gets it, once', async () => {
    const id = idOf(await report('researcher'))
    const photo = { bytes: await picture(40, 30).jpeg().toBuffer() }
    for (let i = 0; i < 2; i++) expect(idOf(await report('researcher', { photo }))).toBe(id)
    expect(faultById(t.db, id)!.photoIds).toHaveLength(1)
  })

  test('of one person is taken fifty times a day', async () => {
    for (let i = 0; i < 50; i++)
      insertFault(t.db, { resourceId: t.cast.tem, reporterId: t.cast.researcher.id, ...A_FAULT, words: `No. ${i}` })
    const answer = await report('researcher')
    expect([answer.statusCode, answer.body.includes('To już 50 zgłoszeń')]).toEqual([422, true])
    t.clock.now += 24 * HOUR
    expect((await report('researcher')).statusCode).toBe(303)
  })

  test.each([
    ['severity', { severity: '' }, 'Wybierz, jak poważna jest usterka.'],
    ['words', { words: '  ' }, 'Napisz kilka słów.'],
    ['words', { words: 'x'.repeat(2001) }, 'Za długie, najwięcej 2000 znaków.'],
    ['photo', { photo: { bytes: Buffer.from('no picture at all') } }, 'To nie jest zdjęcie'],
  ] as const)('names the field %s, and loses nothing', async (_field, wrong, sentence) => {
    const answer = await report('researcher', { words: 'Cieknie pompa', severity: 'stops', ...wrong })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
    if (!('words' in wrong)) expect(answer.body).toContain('Cieknie pompa')
    if (!('severity' in wrong)) expect(answer.body).toMatch(/value="stops" checked/)
    expect(faultStatusOf(t.db, [t.cast.hplc]).size).toBe(0)
  })
})

describe('a photo', () => {
  test('is drawn anew: upright, small, without anything that came with it, and served inert', async () => {
    const bytes = await picture(3000, 2000)
      .withExif({ IFD0: { ImageDescription: 'Basement of Anna' }, IFD3: { GPSLatitude: '51/1 14/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const id = idOf(await report('researcher', { photo: { bytes } }))
    const { headers, rawPayload, statusCode } = await photoOf(id)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    const kept = await sharp(rawPayload).metadata()
    expect([kept.format, kept.width, kept.height, kept.exif, kept.orientation]).toEqual([
      ...['webp', 1067, 1600],
      ...[undefined, undefined],
    ])
    expect(rawPayload.includes('Anna')).toBe(false)
    expect((await photoOf(id, 'researcher')).statusCode).toBe(200)
    expect((await photoOf(id, 'colleague')).statusCode).toBe(404)
    const [photo] = faultById(t.db, id)!.photoIds
    const other = insertFault(t.db, { resourceId: t.cast.hplc, reporterId: t.cast.owner.id, ...A_FAULT })
    expect((await t.as('owner').get(`/faults/${other}/photos/${photo}`)).statusCode).toBe(404)
  })

  const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
  const hostile: [string, () => Promise<Buffer> | Buffer, RegExp][] = [
    ['a drawing with a script', () => Buffer.from(SVG), /To nie jest zdjęcie/],
    ['a page', () => Buffer.from('<!doctype html><script>alert(1)</script>'), /To nie jest zdjęcie/],
    ['a picture of a kind nobody reads', () => picture(9, 9).gif().toBuffer(), /To nie jest zdjęcie/],
    ['the beginning of a photo and then nothing', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), /To nie jest/],
    ['half a photo', async () => (await noise(800, 600)).subarray(0, 20_000), /To nie jest zdjęcie/],
    ['20,000 by 20,000 pixels', () => wide(), /najwięcej 40 megapikseli/],
    ['more than 10 MB', () => Buffer.alloc(PHOTO_BYTES + 1, 0xff), /najwięcej 10 MB/],
    ['nearly 40 MB', () => Buffer.alloc(4 * PHOTO_BYTES - 10_000, 0xff), /najwięcej 10 MB/],
  ]
  test.each(hostile)(
    'is refused at its field: %s',
    async (_what, make, sentence) => {
      const answer = await report('researcher', { words: 'Cieknie pompa', photo: { bytes: await make() } })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toMatch(sentence)
      expect(answer.body).toContain('Cieknie pompa')
      expect(answer.body).toMatch(/id="f-photo"[^>]+aria-invalid="true"/)
    },
    30_000,
  )

  test('that is something else, too, is no more than its picture', async () => {
    const bytes = Buffer.concat([
      await picture(40, 30).jpeg().toBuffer(),
      Buffer.from(`<script>alert(1)</script>PK${SVG}`),
    ])
    const id = idOf(await report('researcher', { photo: { name: 'x.html', type: 'text/html', bytes } }))
    const { rawPayload, headers } = await photoOf(id)
    expect(headers['content-type']).toBe('image/webp')
    expect(rawPayload.includes('script')).toBe(false)
    expect((await sharp(rawPayload).metadata()).width).toBe(40)
  })

  test('of 20,000 by 1 pixels is small afterwards', async () => {
    const id = idOf(await report('researcher', { photo: { bytes: await picture(20_000, 1).png().toBuffer() } }))
    expect((await sharp((await photoOf(id)).rawPayload).metadata()).width).toBe(1600)
  })

  test('keeps nobody waiting while it is drawn', async () => {
    const bytes = await picture(7000, 5700).jpeg().toBuffer()
    let longest = 0
    let last = performance.now()
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    expect((await report('researcher', { photo: { bytes } })).statusCode).toBe(303)
    clearInterval(beat)
    expect(longest).toBeLessThan(100)
  })
})

const A_FAULT = { severity: 'note' as FaultSeverity, words: 'Something', createdAt: NOW }

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  })
    .jpeg()
    .toBuffer()

describe('what becomes of it', () => {
  const act = (who: Actor, id: number, verb: string, words = '', more: Record<string, string> = {}) =>
    t.as(who).post(`/faults/${id}`, { verb, words, ...more })

  test('it is acknowledged, resolved with words, and opened again; the reporter hears of it', async () => {
    const id = idOf(await report('researcher'))
    await sentMails()
    expect((await act('caretaker', id, 'acknowledge')).statusCode).toBe(303)
    expect(await sentMails()).toEqual(['researcher: Usterka przyjęta: Chromatograf'])
    expect((await act('owner', id, 'resolve')).statusCode).toBe(422)
    t.clock.now += HOUR
    expect((await act('owner', id, 'resolve', 'Lampa wymieniona')).statusCode).toBe(303)
    expect(faultById(t.db, id)).toMatchObject({ state: 'resolved', resolvedAt: NOW + HOUR })
    expect(faultStatusOf(t.db, [t.cast.hplc]).size).toBe(0)
    expect(await sentMails()).toEqual(['researcher: Usterka usunięta: Chromatograf'])
    expect((await t.as('researcher').get(`/faults/${id}`)).body).toContain('Lampa wymieniona')
    expect((await act('owner', id, 'reopen', 'Znowu miga')).statusCode).toBe(303)
    expect(faultById(t.db, id)).toMatchObject({ state: 'open', resolvedAt: null })
    expect(notesOfFault(t.db, id).map(({ state }) => state)).toEqual(['acknowledged', 'resolved', 'open'])
  })

  test('its reporter adds words and decides nothing', async () => {
    const id = idOf(await report('researcher'))
    await sentMails()
    expect((await act('researcher', id, 'resolve', 'Sam naprawię')).statusCode).toBe(403)
    expect((await act('researcher', id, 'answer', 'Teraz też dymi')).statusCode).toBe(303)
    expect(await sentMails()).toHaveLength(3)
  })

  test('two reports of the same fault become one, as grave as the graver, and both reporters hear of the end', async () => {
    const first = idOf(await report('researcher', { severity: 'note' }))
    const second = idOf(await report('stranger', { severity: 'stops', words: 'Nie świeci' }))
    await sentMails()
    expect((await act('owner', second, 'merge', '', { into: String(second) })).statusCode).toBe(422)
    expect((await act('owner', second, 'merge', '', { into: '987' })).statusCode).toBe(422)
    expect((await act('owner', second, 'merge', '', { into: String(first) })).statusCode).toBe(303)
    expect(faultById(t.db, second)).toMatchObject({ state: 'merged', mergedIntoId: first })
    expect(faultById(t.db, first)).toMatchObject({ severity: 'stops' })
    await act('owner', first, 'resolve', 'Nowa lampa')
    expect(await sentMails()).toEqual([
      'researcher: Usterka usunięta: Chromatograf',
      'stranger: Usterka usunięta: Chromatograf',
    ])
    // Neither learns of the other: each mail is about its reader's own report.
    const texts = new Map(t.mails.slice(-2).map(({ to, text }) => [to.email.split('@')[0], text]))
    expect(texts.get('researcher')).toMatch(new RegExp(`Lampa miga[^]*/faults/${first}\\b`))
    expect(texts.get('researcher')).not.toContain('Nie świeci')
    expect(texts.get('stranger')).toMatch(new RegExp(`Nie świeci[^]*/faults/${second}\\b`))
    expect(texts.get('stranger')).not.toContain('Lampa miga')
    expect((await t.as('stranger').get(`/faults/${second}`)).body).toContain(`zgłoszenie nr ${first}: usunięta`)
    expect((await t.as('stranger').get(`/faults/${second}`)).body).not.toMatch(/researcher|Lampa miga/)
    expect((await act('owner', second, 'acknowledge')).statusCode).toBe(409)
  })
})
