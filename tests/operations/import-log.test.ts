import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../db/connect.ts'
import { logImportById, logMappingsOf } from '../../db/queries/log-imports.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { insertUsage, usagesDuring } from '../../db/queries/usages.ts'
import type { LogOutcome, LogReading } from '../../server/domain/log-import.ts'
import type { Person } from '../../server/domain/person.ts'
import { checkLog } from '../../server/operations/check-log.ts'
import { correctUsage } from '../../server/operations/correct-usage.ts'
import { importLog } from '../../server/operations/import-log.ts'
import { textOfLog } from '../../server/operations/log-rows.ts'
import { removeUsage } from '../../server/operations/remove-usage.ts'
import { sendLog } from '../../server/operations/send-log.ts'
import { type Cast, makeCast } from '../support/cast.ts'
import { testDb } from '../support/db.ts'
import { at, DAY, HOUR, MINUTE, makeReservation, makeResource, NOW } from '../support/makers.ts'

let db: Db
let cast: Cast
beforeEach(() => {
  db = testDb()
  cast = makeCast(db)
})
afterEach(() => void db.$client.close())

const READING: LogReading = {
  ...{ start: 'Start', startTime: null, end: 'Koniec', endTime: null, length: null, lengthUnit: 'minutes' },
  ...{ person: 'Osoba', note: 'Uwagi', format: 'iso', zone: 'Europe/Warsaw' },
}
const WATCH = { clock: () => NOW, isStopping: () => false }

const csvOf = (...rows: readonly (readonly string[])[]) =>
  ['Start;Koniec;Osoba;Uwagi', ...rows.map((row) => row.join(';'))].join('\r\n')

async function sent(content: string, resourceId = cast.hplc, person: Person = cast.owner): Promise<number> {
  const result = await sendLog(db, person, { resourceId, name: 'hplc.csv', content }, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value.id
}

async function checked(content: string, reading = READING, resourceId = cast.hplc) {
  const id = await sent(content, resourceId)
  const result = await checkLog(db, cast.owner, id, { reading, saveAs: null }, NOW)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return { id, outcome: result.value.outcome! }
}

async function imported(content: string, reading = READING, resourceId = cast.hplc): Promise<LogOutcome> {
  const { id } = await checked(content, reading, resourceId)
  const result = await importLog(db, cast.owner, id, WATCH)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value.outcome!
}

const counts = ({ matched, unbooked, known, overlapping, unreadable }: LogOutcome) => ({
  ...{ matched, unbooked, known, overlapping, unreadable },
})
const NONE = { matched: 0, unbooked: 0, known: 0, overlapping: 0, unreadable: 0 }

const recorded = (resourceId = cast.hplc) => usagesDuring(db, resourceId, { start: NOW - 400 * DAY, end: NOW })

describe('a log', () => {
  test('says what it would do, and does nothing before it is told', async () => {
    const mine = makeReservation(db, {
      ...{ resourceId: cast.hplc, requesterId: cast.researcher.id },
      ...{ start: at('2026-11-20 10:00'), end: at('2026-11-20 12:00') },
    })
    const { outcome } = await checked(
      csvOf(
        ['2026-11-20 10:05', '2026-11-20 11:50', 'researcher@demo.test', 'kolumna C18'],
        ['2026-11-20 14:00', '2026-11-20 15:00', 'Jan Nikt', ''],
        ['2026-11-20 14:30', '2026-11-20 14:40', '', ''],
        ['20.11.2026', 'x', '', ''],
      ),
    )
    expect(counts(outcome)).toEqual({ ...NONE, matched: 1, unbooked: 1, overlapping: 1, unreadable: 1 })
    expect(outcome).toMatchObject({ lines: 4, strangers: ['Jan Nikt'], usedMs: 2 * HOUR + 45 * MINUTE })
    expect(outcome.looks.map(({ line, fault }) => [line, fault])).toEqual([
      [4, 'overlap'],
      [5, 'start'],
    ])
    expect(recorded()).toEqual([])
    expect(reservationById(db, mine.id)?.state).toBe('confirmed')
  })

  test('becomes records of use: of whom, of which reservation, from a log', async () => {
    const mine = makeReservation(db, {
      ...{ resourceId: cast.hplc, requesterId: cast.researcher.id },
      ...{ start: at('2026-11-20 10:00'), end: at('2026-11-20 12:00') },
    })
    await imported(
      csvOf(
        ['2026-11-20 10:05', '2026-11-20 11:50', 'RESEARCHER@demo.test', 'kolumna C18'],
        ['2026-11-20 14:00', '2026-11-20 15:00', 'Company', ''],
      ),
    )
    expect(recorded()).toMatchObject([
      {
        ...{ reservationId: mine.id, personId: cast.researcher.id, organisationId: cast.researcher.organisationId },
        ...{ start: at('2026-11-20 10:05'), end: at('2026-11-20 11:50'), source: 'log', reason: 'kolumna C18' },
      },
      { reservationId: null, personId: cast.company.id, organisationId: cast.company.organisationId, reason: null },
    ])
    expect(reservationById(db, mine.id)?.state).toBe('completed')
  })

  test.each([
    ['their own before a colleague’s, however short', 'researcher', 0],
    ['a colleague’s where they have none', 'colleague', 0],
    ['nobody’s of another organisation', 'stranger', null],
    ['the longer one where nobody is named', '', 1],
  ] as const)('is matched to %s', async (_what, who, expected) => {
    const make = (requesterId: number, start: string, end: string) =>
      makeReservation(db, { resourceId: cast.hplc, requesterId, start: at(start), end: at(end) }).id
    const ids = [
      make(cast.researcher.id, '2026-11-20 10:00', '2026-11-20 10:30'),
      make(cast.company.id, '2026-11-20 10:30', '2026-11-20 12:00'),
    ]
    await imported(csvOf(['2026-11-20 10:00', '2026-11-20 12:00', who, '']))
    expect(recorded()[0]?.reservationId).toBe(expected === null ? null : ids[expected])
  })

  test('leaves alone what is recorded already, up to the capacity', async () => {
    const incubator = makeResource(db, { labId: cast.labId, capacity: 2, slug: 'incubator' })
    insertUsage(db, {
      ...{ resourceId: incubator, reservationId: null, personId: null, organisationId: null, units: 1 },
      ...{ start: at('2026-11-20 10:00'), end: at('2026-11-20 12:00'), isEstimated: false, source: 'steward' },
      ...{ createdById: cast.owner.id, reason: null },
    })
    const outcome = await imported(
      csvOf(
        ['2026-11-20 09:00', '2026-11-20 11:00', 'a', ''],
        ['2026-11-20 10:59', '2026-11-20 11:30', 'b', ''],
        ['2026-11-20 11:00', '2026-11-20 11:30', 'c', ''],
      ),
      READING,
      incubator,
    )
    expect(counts(outcome)).toEqual({ ...NONE, unbooked: 2, overlapping: 1 })
  })

  test('is of the stewards: caretakers, too, and nobody else', async () => {
    const content = csvOf(['2026-11-20 10:00', '2026-11-20 11:00', '', ''])
    const id = await sent(content, cast.hplc, cast.caretaker)
    const log = { resourceId: cast.hplc, name: '', content }
    expect(await sendLog(db, cast.researcher, log, NOW)).toMatchObject({ refusal: { kind: 'forbidden' } })
    const check = checkLog(db, cast.coordinator, id, { reading: READING, saveAs: null }, NOW)
    expect(await check).toMatchObject({ refusal: { kind: 'not-found' } })
    expect(await importLog(db, cast.admin, id, WATCH)).toMatchObject({ refusal: { kind: 'not-found' } })
  })

  test.each([
    ['', 'log-empty'],
    ['just one line', 'log-no-csv'],
    ['a;b\n"never closed', 'log-no-csv'],
    [`a;b\n1;2\u0000`, 'log-no-csv'],
    [`a\n${'x\n'.repeat(200_001)}`, 'log-too-many-lines'],
    [`a;b\n${'x'.repeat(17_000_000)}`, 'log-too-large'],
  ])('that is none is refused (%#)', async (content, reason) => {
    const result = await sendLog(db, cast.owner, { resourceId: cast.hplc, name: 'x', content }, NOW)
    expect(result).toMatchObject({ refusal: { field: 'file', reason } })
  })

  test('is read whatever separates its cells and however it is written', async () => {
    for (const separator of [';', ',', '\t', '|']) {
      const text = [
        ['Start', 'Koniec', 'Osoba', 'Uwagi'],
        ['2026-11-20 10:00', '2026-11-20 11:00', '"Łoś"', ''],
      ]
        .map((row) => row.join(separator))
        .join('\n')
      for (const bytes of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le')])
        expect((await checked(textOfLog(bytes))).outcome.strangers).toEqual(['Łoś'])
    }
    const windows = Buffer.concat([
      Buffer.from('Start;Koniec;Osoba;Uwagi\n2026-11-20 10:00;2026-11-20 11:00;'),
      Buffer.from([0xa3, 0x6f, 0x9c]),
    ])
    expect((await checked(textOfLog(windows))).outcome.strangers).toEqual(['Łoś'])
  })

  test('keeps the columns it was read by for the next one, under a name', async () => {
    const id = await sent(csvOf(['2026-11-20 10:00', '2026-11-20 11:00', '', '']))
    await checkLog(db, cast.owner, id, { reading: READING, saveAs: ' ChemStation ' }, NOW)
    expect(logMappingsOf(db, cast.hplc)).toEqual([{ name: 'ChemStation', reading: READING }])
    const wrong = { ...READING, end: 'Ende' }
    expect(await checkLog(db, cast.owner, id, { reading: wrong, saveAs: null }, NOW)).toMatchObject({
      refusal: { field: 'end', reason: 'log-no-column' },
    })
    const nothing = { ...READING, end: null }
    expect(await checkLog(db, cast.owner, id, { reading: nothing, saveAs: null }, NOW)).toMatchObject({
      refusal: { field: 'end', reason: 'log-no-end' },
    })
  })
})

describe('brought in', () => {
  test('in part, it goes on where it was, and by one process at a time', async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => {
      const start = NOW - (1001 - i) * HOUR
      return [new Date(start).toISOString(), new Date(start + HOUR).toISOString(), '', '']
    })
    const { id } = await checked(csvOf(...rows))
    let left = 1
    const first = await importLog(db, cast.owner, id, { clock: () => NOW, isStopping: () => left-- === 0 })
    expect(first).toMatchObject({ value: { state: 'running', leasedUntil: null } })
    const some = recorded().length
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(1000)
    const [mine, other] = await Promise.all([
      importLog(db, cast.owner, id, WATCH),
      importLog(db, cast.deputy, id, WATCH),
    ])
    expect(mine).toMatchObject({ value: { state: 'done', linesRead: 1000 } })
    expect(other).toMatchObject({ value: { state: 'running' } })
    expect(recorded()).toHaveLength(1000)
    expect(logImportById(db, id)?.outcome).toMatchObject({ known: some, unbooked: 1000 - some })
    expect(db.$client.prepare('SELECT count(*) FROM log_texts').pluck().get()).toBe(0)
  })

  test('a record of it that a steward has corrected or removed stays that way', async () => {
    const log = csvOf(
      ['2026-11-20 10:00', '2026-11-20 11:00', '', ''],
      ['2026-11-20 12:00', '2026-11-20 13:00', '', ''],
    )
    await imported(log)
    const [first, second] = recorded()
    const correction = { end: at('2026-11-20 10:30'), reason: 'Clock' }
    expect(correctUsage(db, cast.owner, first!.id, correction, NOW).ok).toBe(true)
    expect(removeUsage(db, cast.owner, second!.id, { reason: 'Self test' }, NOW).ok).toBe(true)
    const before = recorded()
    expect(counts(await imported(log))).toEqual({ ...NONE, known: 2 })
    expect(recorded()).toEqual(before)
    expect(before.map(({ end }) => end)).toEqual([at('2026-11-20 10:30')])
  })

  test('any log twice is the same as once, whatever its order, and does what it said it would', async () => {
    const use = fc.record({
      start: fc.integer({ min: 0, max: 200 }),
      length: fc.integer({ min: -1, max: 12 }),
      who: fc.constantFrom('', 'researcher', 'company@demo.test', 'Jan Nikt'),
    })
    const uses = fc.array(use, { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(uses, fc.integer({ min: 1, max: 3 }), fc.boolean(), async (some, capacity, backwards) => {
        const resourceId = makeResource(db, { labId: cast.labId, capacity })
        const rows = some.map(({ start, length, who }) => {
          const from = at('2026-11-01 00:00') + start * HOUR
          return [new Date(from).toISOString(), new Date(from + length * HOUR).toISOString(), who, '']
        })
        const foreseen = (await checked(csvOf(...rows), READING, resourceId)).outcome
        const first = await imported(csvOf(...rows), READING, resourceId)
        expect(first).toEqual(foreseen)
        const before = recorded(resourceId)
        const again = await imported(csvOf(...(backwards ? rows.toReversed() : rows)), READING, resourceId)
        expect(recorded(resourceId)).toEqual(before)
        expect(again).toMatchObject({ matched: 0, unbooked: 0, unreadable: first.unreadable })
        for (const { start } of before)
          expect(before.filter((each) => each.start <= start && each.end! > start).length).toBeLessThanOrEqual(capacity)
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
