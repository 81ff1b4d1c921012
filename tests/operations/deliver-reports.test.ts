import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDb } from '../../db/connect.ts'
import { deliveriesOf } from '../../db/queries/report-deliveries.ts'
import { periodsDue, startOfPeriod } from '../../server/domain/delivery.ts'
import type { DeliveryRhythm } from '../../server/domain/report-kind.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { deliverReports } from '../../server/operations/deliver-reports.ts'
import { type Actor, TEST_SETTINGS, type TestApp, testApp } from '../support/app.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, makeProject, makeReservation } from '../support/makers.ts'
import { postbox } from '../support/postbox.ts'

const ZONE = 'Europe/Warsaw'
const FORM = { report: 'utilisation', rhythm: 'monthly', format: 'csv' }

let t: TestApp
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deliveries-'))
  t = await testApp({ db: testDb(join(folder, 'test.sqlite')) })
  const { cast, db } = t
  const start = at('2026-11-12 10:00')
  makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start, state: 'completed' })
})
afterEach(async () => {
  await t.close()
  rmSync(folder, { recursive: true })
})

const subscribe = (actor: Actor, form: Partial<Record<string, string>> = {}) =>
  t.as(actor).post('/reports/deliveries', { ...FORM, ...form } as Record<string, string>)
const deliver = (local: string) => deliverReports(t.db, ZONE, (t.clock.now = at(local)))

async function sent() {
  const { mailer, sent: mails } = postbox()
  await sendDue(t.db, mailer, () => t.clock.now, TEST_SETTINGS)
  return mails
}

describe('periods', () => {
  test.each<[DeliveryRhythm, string, string]>([
    ['monthly', '2026-11-23', '2026-11-01'],
    ['quarterly', '2026-11-23', '2026-10-01'],
    ['yearly', '2026-11-23', '2026-01-01'],
    ['quarterly', '2026-01-01', '2026-01-01'],
  ])('%s: %s is in the one from %s', (rhythm, day, from) => {
    expect(startOfPeriod(day, rhythm)).toBe(from)
  })
  test.each<[DeliveryRhythm, string, string, readonly string[]]>([
    ['monthly', '2026-11-01', '2026-11-30', []],
    ['monthly', '2026-11-01', '2026-12-01', ['2026-11-01']],
    ['monthly', '2026-11-01', '2027-02-15', ['2026-11-01', '2026-12-01', '2027-01-01']],
    ['quarterly', '2026-10-01', '2027-01-01', ['2026-10-01']],
    ['yearly', '2026-01-01', '2027-12-31', ['2026-01-01']],
  ])('%s from %s, due on %s: %j', (rhythm, sentUpTo, today, from) => {
    expect(periodsDue({ rhythm, sentUpTo }, today).map((each) => each.from)).toEqual(from)
  })
  test('are at most twelve after a long pause, the latest', () => {
    const due = periodsDue({ rhythm: 'monthly', sentUpTo: '2020-01-01' }, '2026-11-23')
    expect([due.length, due.at(-1)]).toEqual([12, { from: '2026-10-01', to: '2026-11-01' }])
  })
})

describe('a report by mail', () => {
  test('comes when the local month has ended, with its file attached, once', async () => {
    expect((await subscribe('coordinator')).headers.location).toBe('/reports/deliveries?done=subscribed')
    expect(deliver('2026-11-30 23:59')).toBe(0)
    expect(deliver('2026-12-01 00:01')).toBe(1)
    expect(deliver('2026-12-01 00:02')).toBe(0)
    const mails = await sent()
    expect(mails).toHaveLength(1)
    const [{ subject, to, text, attachments = [] } = {} as never] = mails
    expect(to.email).toBe(t.cast.coordinator.email)
    expect(subject).toBe('Wykorzystanie, listopad 2026')
    expect(text).toContain('/reports/utilisation?from=2026-11-01&to=2026-12-01')
    expect(attachments.map(({ fileName }) => fileName)).toEqual(['utilisation-2026-11-01-2026-12-01.csv'])
    const page = await t.as('coordinator').get('/reports/utilisation.csv?from=2026-11-01&to=2026-12-01')
    expect(String(attachments[0]!.content)).toBe(page.body)
  })

  test('is queued once by two processes', async () => {
    await subscribe('coordinator')
    const other = openDb(join(folder, 'test.sqlite'))
    const now = at('2026-12-01 08:00')
    const counts = [deliverReports(t.db, ZONE, now), deliverReports(other, ZONE, now)]
    other.$client.close()
    expect(counts).toEqual([1, 0])
  })

  test('catches up after a pause, a mail for each period', async () => {
    await subscribe('coordinator', { format: 'xlsx', report: 'exchange' })
    expect(deliver('2027-02-03 08:00')).toBe(3)
    const names = (await sent()).flatMap(({ attachments = [] }) => attachments.map(({ fileName }) => fileName))
    expect(names.sort()).toEqual([
      'exchange-2026-11-01-2026-12-01.xlsx',
      'exchange-2026-12-01-2027-01-01.xlsx',
      'exchange-2027-01-01-2027-02-01.xlsx',
    ])
  })

  test('holds what its reader may read when it is sent', async () => {
    await subscribe('owner')
    expect(deliver('2026-12-01 08:00')).toBe(1)
    t.db.$client.prepare('DELETE FROM stewardships WHERE person_id = ?').run(t.cast.owner.id)
    const [mail] = await sent()
    expect(String(mail!.attachments?.[0]?.content ?? '')).not.toContain('hplc')
  })

  test('comes no more to who reads no reports any more, and the subscription is gone', async () => {
    await subscribe('owner')
    t.db.$client.prepare('DELETE FROM stewardships WHERE person_id = ?').run(t.cast.owner.id)
    expect(deliver('2026-12-01 08:00')).toBe(0)
    expect(deliveriesOf(t.db, t.cast.owner.id)).toEqual([])
  })

  test('is one however often it is asked for, narrowed like the page, and ends where it is ended', async () => {
    await subscribe('coordinator', { of: 'lab:analytics', group: 'lab' })
    await subscribe('coordinator', { of: 'lab:analytics', group: 'lab' })
    const [delivery, ...more] = deliveriesOf(t.db, t.cast.coordinator.id)
    expect(more).toEqual([])
    expect(delivery).toMatchObject({ query: { of: 'lab:analytics', group: 'lab' }, sentUpTo: '2026-11-01' })
    const end = `/reports/deliveries/${delivery!.id}/end`
    expect((await t.as('admin').post(end)).statusCode).toBe(404)
    expect((await t.as('coordinator').get('/reports/deliveries')).body).toContain(end)
    expect((await t.as('coordinator').post(end)).statusCode).toBe(303)
    expect(deliver('2026-12-01 08:00')).toBe(0)
  })

  test('of projects has codes and hours, and its address leads to the same rows', async () => {
    const { hplc: resourceId, researcher, colleague, company } = t.cast
    const people = [researcher, colleague, company]
    const projectId = makeProject(t.db, 'NCN-9', researcher.organisationId)
    for (const [day, { id: requesterId }] of people.entries()) {
      const start = at('2026-11-16 08:00') + day * DAY
      makeReservation(t.db, { resourceId, requesterId, projectId, start, end: start + HOUR, state: 'completed' })
    }
    // Nobody's use without a project is left to be folded away with it.
    t.db.$client.prepare('UPDATE reservations SET project_id = ?').run(projectId)
    await subscribe('coordinator', { report: 'projects', group: 'lab' })
    expect(deliver('2026-12-01 08:00')).toBe(1)
    const [mail] = await sent()
    const [file] = mail!.attachments!
    expect(file!.fileName).toBe('projects-2026-11-01-2026-12-01.csv')
    expect(String(file!.content)).toMatch(/^project,NCN-9,/m)
    const [, address = ''] = /http:\/\/[^/]+(\/reports\/projects\S+)/.exec(mail!.text) ?? []
    const led = String((await t.as('coordinator').get(address)).headers.location)
    expect(led).toBe('/reports/utilisation?from=2026-11-01&to=2026-12-01&group=project')
    expect((await t.as('coordinator').get(led)).body).toContain('NCN-9')
  })

  test.each<[Actor, Partial<Record<string, string>>, number]>([
    ['researcher', {}, 403],
    ['owner', { of: 'lab:elsewhere' }, 404],
    ['coordinator', { rhythm: 'daily' }, 422],
  ])('is refused: %s, %j', async (actor, form, status) => {
    expect((await subscribe(actor, form)).statusCode).toBe(status)
  })
})
