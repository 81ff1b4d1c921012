import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deleteOldExports, exportById, leaseExport } from '../../db/queries/report-exports.ts'
import { makeExports } from '../../server/jobs/make-exports.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, DAY, HOUR, MINUTE, makeReservation, makeResource } from '../support/makers.ts'

const QUERY = 'from=2026-11-01&to=2026-12-01'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
  const { cast, db } = t
  const start = at('2026-11-12 10:00')
  makeReservation(db, { resourceId: cast.hplc, requesterId: cast.researcher.id, start, state: 'completed' })
  for (let i = 0; i < 12; i++) makeResource(db, { labId: cast.labId })
})
afterEach(() => t.close())

const ask = (actor: Actor, form: Record<string, string> = {}) =>
  t.as(actor).post('/reports/exports', { report: 'utilisation', format: 'csv', query: QUERY, ...form })
const make = (stopping = () => false) =>
  makeExports({ db: t.db, clock: () => t.clock.now, timeZone: 'Europe/Warsaw', stopping })

describe('a file that takes long', () => {
  test('is asked for, made by a chore, and fetched by who asked: the same as the one at its own address', async () => {
    const asked = await ask('coordinator')
    expect(asked.statusCode).toBe(303)
    const page = String(asked.headers.location)
    const waiting = await t.as('coordinator').get(page)
    expect(waiting.headers.refresh).toBe('2')
    expect(waiting.body).toContain('Plik powstaje')
    expect((await t.as('coordinator').get(`${page}/file`)).statusCode).toBe(404)

    expect(await make()).toBe(1)
    const ready = await t.as('coordinator').get(page)
    expect(ready.headers.refresh).toBeUndefined()
    expect(ready.body).toContain(`${page}/file`)
    const file = await t.as('coordinator').get(`${page}/file`)
    expect(file.headers['content-disposition']).toBe('attachment; filename="utilisation-2026-11-01-2026-12-01.csv"')
    expect(file.body).toBe((await t.as('coordinator').get(`/reports/utilisation.csv?${QUERY}`)).body)
    expect((await t.as('coordinator').get('/reports/exports')).body).toContain(page)
  })

  test('is nobody else’s', async () => {
    const page = String((await ask('coordinator')).headers.location)
    await make()
    const answers = await Promise.all([t.as('admin').get(page), t.as('owner').get(`${page}/file`)])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404])
    expect((await ask('researcher')).statusCode).toBe(403)
  })

  test.each([
    ['a report that there is none of', { report: 'nothing' }, 422],
    ['a wrong period', { query: 'from=2026-12-01&to=2026-11-01' }, 422],
    ['what the person may not read of', { query: `${QUERY}&of=lab:elsewhere` }, 404],
  ])('is refused for %s', async (_what, form, status) => {
    expect((await ask('owner', form)).statusCode).toBe(status)
    expect(await make()).toBe(0)
  })

  test('is one however often it is asked for while it waits, and few wait at once', async () => {
    const first = (await ask('coordinator')).headers.location
    expect((await ask('coordinator')).headers.location).toBe(first)
    const years = Array.from({ length: 5 }, (_, i) => `from=202${i}-01-01&to=202${i}-02-01`)
    const answers = []
    for (const query of years) answers.push((await ask('coordinator', { query })).statusCode)
    expect(answers).toEqual([303, 303, 303, 303, 422])
  })

  test('is made once by processes that run at the same time', async () => {
    await ask('coordinator')
    expect((await Promise.all([make(), make(), make()])).toSorted()).toEqual([0, 0, 1])
  })

  test('is let go of by a process that stops, and begun again by the next', async () => {
    const id = Number(
      String((await ask('coordinator')).headers.location)
        .split('/')
        .at(-1),
    )
    let looks = 0
    expect(await make(() => ++looks > 1)).toBe(0)
    expect(exportById(t.db, id)).toMatchObject({ state: 'asked' })
    expect(await make()).toBe(1)
    expect(exportById(t.db, id)).toMatchObject({ state: 'ready' })
  })

  test('is taken over a minute after a process was killed, and the late one writes nothing', async () => {
    await ask('coordinator')
    leaseExport(t.db, t.clock.now, t.clock.now + MINUTE)
    expect(await make()).toBe(0)
    t.clock.now += MINUTE
    expect(await make()).toBe(1)
  })

  test('fails where there is nothing to make any more', async () => {
    const page = String((await ask('owner')).headers.location)
    const gone = { ...Object.fromEntries(new URLSearchParams(QUERY)), of: 'lab:gone' }
    t.db.$client.prepare('UPDATE report_exports SET query = ?').run(JSON.stringify(gone))
    expect(await make()).toBe(0)
    expect((await t.as('owner').get(page)).body).toContain('Nie udało się')
  })

  test('is forgotten after a week, with its file', async () => {
    await ask('coordinator')
    await make()
    expect(deleteOldExports(t.db, t.clock.now - 7 * DAY)).toBe(0)
    expect(deleteOldExports(t.db, t.clock.now + HOUR)).toBe(1)
    expect(t.db.$client.prepare('SELECT count(*) FROM report_files').pluck().get()).toBe(0)
  })
})
