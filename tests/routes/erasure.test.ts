import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { migrateDb, openDb } from '../../db/connect.ts'
import { readErasures } from '../../db/queries/erasure-journal.ts'
import { insertFeed } from '../../db/queries/feeds.ts'
import { fileMailer, isNamedIn } from '../../server/mail/mailer.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { eraseAgain } from '../../server/operations/erase-person.ts'
import { TEST_SETTINGS, type TestApp, testApp } from '../support/app.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, makeProject, makeReservation, NOW } from '../support/makers.ts'

const NAME = 'Żaneta Wyjątkowa-Śliwińska'
const EMAIL = 'zaneta.niepowtarzalna@demo.test'
const WORDS = 'Słowa-niezwykłe-tytułu'
const NOTE = 'Notatka-nie-do-powtórzenia'
const ORCID = '0000-0002-1825-0097'
const MARKS = [NAME, EMAIL, WORDS, NOTE, ORCID]

const folder = mkdtempSync(join(tmpdir(), 'aparatura-erasure-'))
const file = join(folder, 'live.sqlite')
const mailFolder = join(folder, 'mail')
const REPORTS = [
  '/reports/utilisation?from=2026-10-01&to=2026-12-01&group=resource',
  '/reports/utilisation?from=2026-10-01&to=2026-12-01&group=organisation',
  '/reports/exchange?from=2026-10-01&to=2026-12-01',
  '/reports/state-aid?year=2026',
]

let t: TestApp
let before: string[]
let backup: Buffer
let personId: number
let past: number
let coming: number

const reports = async () => Promise.all(REPORTS.map(async (url) => (await t.api('coordinator')('GET', url)).body))

/** Who of the marks stands in any of the files, as bytes. */
function marksIn(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    return MARKS.filter((mark) => bytes.includes(mark)).map((mark) => `${path.slice(folder.length)}: ${mark}`)
  })
}

beforeAll(async () => {
  const mailer = fileMailer(mailFolder)
  t = await testApp({ db: testDb(file), settings: { database: file, mailFolder } })
  Object.assign(t.app.mailer, { forget: mailer.forget })
  const { db, cast } = t
  personId = cast.researcher.id
  await fill(db)
  await sendDue(db, mailer, () => t.clock.now, TEST_SETTINGS)
  // Many rows beside them, so that pages split and cells are moved about.
  crowd(db)
  before = await reports()
  db.$client.pragma('wal_checkpoint(TRUNCATE)')
  backup = readFileSync(file)
})
afterAll(async () => {
  await t.close()
  rmSync(folder, { recursive: true, force: true })
})

async function fill(db: Db) {
  const { cast } = t
  db.$client.prepare('UPDATE people SET name = ?, email = ?, orcid = ? WHERE id = ?').run(NAME, EMAIL, ORCID, personId)
  makeProject(db, 'EX-1', cast.researcher.organisationId, [personId])
  const mine = { resourceId: cast.hplc, requesterId: personId, title: WORDS, note: NOTE }
  past = makeReservation(db, {
    ...mine,
    start: at('2026-11-10 10:00'),
    end: at('2026-11-10 13:00'),
    state: 'completed',
  }).id
  makeReservation(db, {
    ...mine,
    start: at('2026-11-11 10:00'),
    end: at('2026-11-11 12:00'),
    state: 'no_show',
    purpose: 'rental',
  })
  const call = t.api('researcher')
  const wish = { title: WORDS, note: NOTE, purpose: 'own_research' }
  const time = { start: '2026-12-09T10:00:00+01:00', end: '2026-12-09T12:00:00+01:00' }
  coming = (await call('POST', '/reservations', { ...wish, resource: 'tem', ...time })).json().id
  const hplc = { ...time, start: '2026-12-09T11:00:00+01:00' }
  await call('POST', '/reservations', { ...wish, resource: 'hplc', ...hplc })
  await t.as('researcher').post(`/reservations/${coming}/messages`, { text: NOTE })
  const stranger = t.api('stranger')
  await stranger('POST', '/reservations', {
    ...{ resource: 'hplc', start: '2026-12-10T10:00:00+01:00', end: '2026-12-10T12:00:00+01:00' },
    ...{ title: 'Seria', note: `Ustalone z: ${NAME}, ${EMAIL}`, purpose: 'own_research' },
  })
  insertFeed(db, {
    personId,
    kind: 'me',
    resourceId: null,
    labId: null,
    tokenHash: 'f'.repeat(64),
    createdAt: NOW,
  } as never)
  await t.as('researcher').post('/equipment/hplc/fault', { severity: 'limits', words: NOTE })
  db.$client
    .prepare(
      `INSERT INTO setting_events (resource_id, person_id, kind, after, at) VALUES (?, ?, 'usage-corrected', ?, ?)`,
    )
    .run(cast.hplc, cast.owner.id, JSON.stringify({ personName: NAME }), NOW)
  db.$client.prepare('INSERT INTO sign_in_failures (email, address, at) VALUES (?, ?, ?)').run(EMAIL, '127.0.0.1', NOW)
}

function crowd(db: Db) {
  const insert = db.$client.prepare(`INSERT INTO people (email, name, organisation_id, created_at) VALUES (?, ?, ?, 0)`)
  db.$client.transaction(() => {
    for (let i = 0; i < 400; i++)
      insert.run(`p${(i * 7919) % 1000}-${i}@example.test`, 'x'.repeat(i % 90), t.cast.organisationId)
  })()
  for (let i = 0; i < 60; i++) {
    db.$client
      .prepare('UPDATE people SET name = ? WHERE id = ?')
      .run(i % 2 ? NAME : `${NAME} ${'y'.repeat(i * 5)}`, personId)
    db.$client.prepare('UPDATE reservations SET note = ? WHERE id = ?').run(`${NOTE}${'z'.repeat(i * 9)}`, past)
  }
  db.$client.prepare('UPDATE people SET name = ? WHERE id = ?').run(NAME, personId)
  db.$client.prepare('UPDATE reservations SET note = ? WHERE id = ?').run(NOTE, past)
}

describe('taking one’s data away', () => {
  test('gives everything there is about the person, and nothing secret', async () => {
    const answer = await t.api('researcher')('GET', '/me/export')
    expect(answer.statusCode).toBe(200)
    const { tables, person } = answer.json()
    expect(person).toBe(personId)
    expect(tables.people).toEqual([expect.objectContaining({ name: NAME, email: EMAIL, orcid: ORCID })])
    expect(tables.reservations).toHaveLength(4)
    expect(tables.reservations[0]).toMatchObject({
      id: past,
      title: WORDS,
      note: NOTE,
      start_at: '2026-11-10T09:00:00.000Z',
    })
    expect(tables.reservation_messages).toEqual([expect.objectContaining({ text: NOTE })])
    expect(tables.faults).toEqual([expect.objectContaining({ words: NOTE })])
    expect(tables.project_members).toHaveLength(1)
    expect(tables.feeds).toHaveLength(1)
    for (const name of ['sessions', 'outbox', 'memberships']) expect(tables[name].length).toBeGreaterThan(0)
    expect(answer.body).not.toMatch(/_hash|totp_secret|secretPath|f{64}/)
  })

  test('takes a button on the page, a fresh sign-in and an entry in the audit', async () => {
    const browser = t.as('researcher')
    const answer = await browser.post('/account/data/export')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="aparatura-2026-11-23.json"')
    expect(answer.json().tables.people[0].email).toBe(EMAIL)
    expect((await browser.get('/account/activity')).body).toContain('pobranie danych')
    t.db.$client.prepare('UPDATE sessions SET proved_at = 0 WHERE person_id = ?').run(personId)
    expect((await browser.post('/account/data/export')).statusCode).toBe(403)
  })

  test('is nobody else’s business', async () => {
    const { tables } = (await t.api('stranger')('GET', '/me/export')).json()
    expect(JSON.stringify(tables).replace(/"note":"[^"]*"/g, '')).not.toMatch(new RegExp(`${NAME}|${WORDS}`))
    expect((await t.api(null)('GET', '/me/export')).statusCode).toBe(401)
  })
})

describe('erasing an account', () => {
  test('asks for its address, and for somebody to take over what nobody else looks after', async () => {
    const wrong = await t.as('researcher').post('/account/data/erasure', { confirmation: 'ja@demo.test' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('To nie jest adres tego konta.')
    const owner = await t.as('owner').post('/account/data/erasure', { confirmation: 'owner@demo.test' })
    expect(owner.statusCode).toBe(422)
    expect(owner.body).toContain('Laboratorium musi mieć właściciela')
    const admin = await t.as('admin').post('/account/data/erasure', { confirmation: 'admin@demo.test' })
    expect(admin.body).toContain('Klaster musi mieć administratora')
    expect((await t.as('owner').post(`/admin/people/${personId}/erasure`, { confirmation: EMAIL })).statusCode).toBe(
      403,
    )
    expect(marksIn([file])).toHaveLength(MARKS.length)
    expect(isMailed()).toBe(true)
  })

  test('signs out, cancels what is to come and tells who decides', async () => {
    const answer = await t.as('researcher').post('/account/data/erasure', { confirmation: ` ${EMAIL.toUpperCase()} ` })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/privacy?erased=1')
    const row = t.db.$client.prepare('SELECT * FROM people WHERE id = ?').get(personId)
    expect(row).toMatchObject({
      ...{ name: `Osoba usunięta ${personId}`, email: `erased-${personId}@invalid`, orcid: null },
      ...{ is_active: 0, erased_at: NOW },
    })
    const state = (id: number) => t.db.$client.prepare('SELECT state FROM reservations WHERE id = ?').pluck().get(id)
    expect(state(coming)).toBe('cancelled')
    expect(state(past)).toBe('completed')
    for (const table of [
      'sessions',
      'feeds',
      'project_members',
      'identities',
      'passkeys',
      'recovery_codes',
      'account_links',
    ])
      expect(count(table), table).toBe(0)
    const told = t.db.$client.prepare(`SELECT count(*) FROM outbox WHERE kind = 'cancelled' AND person_id = ?`).pluck()
    expect(told.get(t.cast.owner.id)).toBeGreaterThan(0)
    expect(count('outbox')).toBe(0)
  })

  test('leaves no byte of it in the file, the log, the journal or written mail', () => {
    expect(marksIn([file, `${file}-wal`, `${file}.erasures`])).toEqual([])
    expect(isMailed()).toBe(false)
  })

  test('leaves the sums of every report as they were', async () => {
    expect(await reports()).toEqual(before)
  })

  test('is told to who runs the cluster, without a name', async () => {
    const { body } = await t.as('admin').get(`/admin/audit?person=${personId}`)
    expect(body).toContain('usunięcie konta')
    expect(body).toContain(`Osoba usunięta ${personId}`)
    expect((await t.as('admin').get(`/admin/people/${personId}`)).statusCode).toBe(404)
  })

  test('stands in the journal, and is done again in a copy from before', () => {
    const [line, ...others] = readErasures(`${file}.erasures`)
    expect(others).toEqual([])
    expect(line).toMatchObject({ personId, at: NOW })
    const copy = join(folder, 'copy.sqlite')
    writeFileSync(copy, backup)
    const db = openDb(copy)
    migrateDb(db)
    expect(eraseAgain(db, { ...line!, createdAt: line!.createdAt + 1 })).toBe(false)
    expect(eraseAgain(db, line!)).toBe(true)
    expect(eraseAgain(db, line!)).toBe(false)
    db.$client.pragma('wal_checkpoint(TRUNCATE)')
    db.$client.close()
    expect(marksIn([copy])).toEqual([])
  })
})

const count = (table: string) =>
  t.db.$client.prepare(`SELECT count(*) FROM ${table} WHERE person_id = ?`).pluck().get(personId)

const isMailed = () =>
  readdirSync(mailFolder).some((each) => isNamedIn(readFileSync(join(mailFolder, each), 'latin1'), [NAME, EMAIL]))

test('whoever runs the cluster erases who asks for it', async () => {
  const id = t.cast.company.id
  expect((await t.as('admin').get(`/admin/people/${id}`)).body).toContain('company@demo.test')
  const answer = await t.as('admin').post(`/admin/people/${id}/erasure`, { confirmation: 'company@demo.test' })
  expect(answer.headers.location).toBe('/admin/people?done=erased')
  expect(readErasures(`${file}.erasures`)).toHaveLength(2)
  expect(t.db.$client.prepare('SELECT created_at FROM people WHERE id = ?').pluck().get(id)).toBe(NOW - 100 * DAY)
})
