import { afterEach, beforeEach, expect, test } from 'vitest'
import { logImportById } from '../../db/queries/log-imports.ts'
import { usagesDuring } from '../../db/queries/usages.ts'
import { LOG_BYTES } from '../../server/domain/log-import.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { HOUR, MINUTE, NOW } from '../support/makers.ts'
import { upload } from '../support/upload.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const LOG = '/manage/resources/hplc/log'
const CSV = 'Start;Koniec;Osoba\n20.11.2026 10:00;20.11.2026 12:00;researcher\n20.11.2026 13:00;x;<b>Jan</b>\n'

const send = (who: Actor, text: string | Buffer, fields = {}) =>
  upload(t, t.as(who), LOG, {
    fields,
    file: { field: 'file', name: 'hplc.csv', type: 'text/csv', bytes: Buffer.from(text) },
  })

const FIELDS = { start: 'Start', end: 'Koniec', person: 'Osoba', format: 'dmy', zone: 'Europe/Warsaw' }

test('a log is handed in, tried and brought in; the second time there is nothing new', async () => {
  const owner = t.as('owner')
  const handedIn = await send('owner', CSV)
  const path = handedIn.headers.location!
  expect(path).toMatch(/^\/manage\/logs\/\d+$/)
  const columns = (await owner.get(path)).body
  // Guessed, as the headings and the first line say.
  expect(columns).toMatch(/<option value="dmy" selected>/)
  expect(columns).toContain('&lt;b&gt;Jan&lt;/b&gt;')
  expect((await owner.post(path, { ...FIELDS, save_as: 'Chem' })).headers.location).toBe(path)
  const tried = (await owner.get(path)).body
  expect(tried).toContain('Wczytaj 1 zapis użycia')
  expect(tried).toContain('nie da się odczytać końca')
  expect(usagesDuring(t.db, t.cast.hplc, { start: 0, end: NOW })).toEqual([])
  expect((await owner.post(`${path}/import`)).headers.location).toBe(path)
  expect((await owner.get(path)).body).toContain('Wczytano.')
  expect(usagesDuring(t.db, t.cast.hplc, { start: 0, end: NOW })).toHaveLength(1)

  const again = (await send('caretaker', CSV)).headers.location!
  expect((await owner.get(again)).body).toContain('Zastosuj: Chem')
  await owner.post(again, FIELDS)
  expect((await owner.get(again)).body).toContain('Nie ma nic nowego do wczytania.')
  expect((await owner.post(`${again}/drop`)).headers.location).toBe(LOG)
  expect((await owner.get(again)).statusCode).toBe(404)
})

test.each([
  ['researcher', 403, 403],
  ['coordinator', 403, 403],
] as const)('it is no business of %s', async (who, list, one) => {
  const path = (await send('owner', CSV)).headers.location!
  expect((await t.as(who).get(LOG)).statusCode).toBe(list)
  expect((await send(who, CSV)).statusCode).toBe(list)
  expect((await t.as(who).get(path)).statusCode).toBe(one)
  expect((await t.as(who).post(`${path}/import`)).statusCode).toBe(one)
})

test('what is wrong is told at its field, and nothing is lost', async () => {
  const owner = t.as('owner')
  const empty = await upload(t, owner, LOG, { fields: { text: '' }, file: null })
  expect([empty.statusCode, empty.body]).toEqual([422, expect.stringContaining('Wybierz plik albo wklej tekst.')])
  const pasted = await upload(t, owner, LOG, { fields: { text: 'only headings' }, file: null })
  expect([pasted.statusCode, pasted.body]).toEqual([422, expect.stringContaining('only headings')])
  const large = await send('owner', Buffer.alloc(LOG_BYTES + 10, 'a;b\n'))
  expect([large.statusCode, large.body]).toEqual([422, expect.stringContaining('najwięcej 16 MB')])
  const path = (await send('owner', CSV)).headers.location!
  const wrong = await owner.post(path, { ...FIELDS, end: '', save_as: 'Keep me' })
  expect([wrong.statusCode, wrong.body]).toEqual([422, expect.stringContaining('Wybierz kolumnę z końcem')])
  expect(wrong.body).toContain('value="Keep me"')
  expect((await owner.post(path, { ...FIELDS, zone: 'Mars/Olympus' })).statusCode).toBe(422)
})

test('a large log comes in while the page tells how far it is, and others are answered', async () => {
  const iso = (at: number) => new Date(at).toISOString()
  const lines = Array.from({ length: 6000 }, (_, i) => {
    const start = NOW - (6001 - i) * HOUR
    return `${iso(start)};${iso(start + 50 * MINUTE)};`
  })
  const owner = t.as('owner')
  const path = (await send('owner', ['Start;Koniec;Osoba', ...lines].join('\n'))).headers.location!
  await owner.post(path, { ...FIELDS, format: 'iso' })
  await owner.post(`${path}/import`)
  const id = Number(path.split('/').at(-1))
  const seen = await owner.get(path)
  if (logImportById(t.db, id)?.state === 'running') {
    expect(seen.headers['refresh']).toBe('2')
    expect(seen.body).toMatch(/<progress [^>]*max="6000"/)
  }
  await expect.poll(() => logImportById(t.db, id)?.state, { timeout: 8000 }).toBe('done')
  expect(logImportById(t.db, id)?.outcome).toMatchObject({ unbooked: 6000 })
})
