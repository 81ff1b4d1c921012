/** A weekly series of a year, previewed, saved, moved and cancelled among 1,000,000 reservations. */
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { seriesById } from '../../db/queries/series.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { cancelSeries } from '../../server/operations/cancel-series.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { previewSeries } from '../../server/operations/preview-series.ts'
import { seeSeries } from '../../server/operations/see-series.ts'
import { DATA_SETS, seed } from './data-sets.ts'

const FILE = 'var/bench-series.sqlite'
const ROUNDS = 30
/** In the middle of what is seeded: others' reservations lie all around. */
const NOW = Date.UTC(2024, 1, 5, 7)

interface Row {
  readonly what: string
  readonly p50: number
  readonly p99: number
}

/** Times in milliseconds, to the answer on the disk. */
export function benchSeries(): readonly Row[] {
  const set = DATA_SETS.find(({ name }) => name === 'A')!
  if (!existsSync(set.file)) seed(set)
  for (const suffix of ['', '-wal', '-shm']) rmSync(FILE + suffix, { force: true })
  copyFileSync(set.file, FILE)
  const db = openDb(FILE)
  migrateDb(db)
  const rows = rounds(db)
  db.$client.close()
  for (const suffix of ['', '-wal', '-shm']) rmSync(FILE + suffix, { force: true })
  console.table(rows)
  return rows
}

function rounds(db: Db): Row[] {
  const person = personByEmail(db, 'researcher@demo.test')!
  const resources = catalogueOf(db).resources.filter(({ slug }) => slug.startsWith('scale-'))
  const times = new Map<string, number[]>()
  let round = 0
  const timed = <T>(what: string, work: () => T): T => {
    const begun = performance.now()
    const value = work()
    // The first round reads the catalogue and compiles what the others use.
    if (round > 0) times.set(what, [...(times.get(what) ?? []), performance.now() - begun])
    return value
  }
  for (; round < ROUNDS; round++) {
    const resource = resources[(round * 7) % resources.length]!
    hoursOf(db, resource.id)
    const wish = {
      resourceId: resource.id,
      timeZone: 'Europe/Warsaw',
      startLocal: `2024-02-${String(12 + (round % 5)).padStart(2, '0')}T16:00:00`,
      durationMinutes: 60,
      rrule: 'FREQ=WEEKLY;COUNT=52',
      exdates: [],
      rdates: [],
      units: 1,
      title: 'Every week',
      purpose: 'own_research' as const,
    }
    timed('previewed', () => previewSeries(db, person, wish, NOW))
    const booked = timed('saved', () => bookSeries(db, person, { ...wish, onConflict: 'skip' }, NOW))
    if (!booked.ok) continue
    const { id } = booked.value
    timed('read', () => seeSeries(db, person, id))
    const { version } = seriesById(db, id)!
    timed('moved to a later hour, or refused', () =>
      changeSeries(db, person, id, { scope: 'all', shiftMinutes: 60 }, version, NOW),
    )
    timed('cancelled', () => cancelSeries(db, person, id, { scope: 'all' }, NOW))
  }
  return [...times].map(([what, took]) => ({ what, ...percentiles(took) }))
}

function percentiles(took: readonly number[]) {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1))
  return { p50: at(0.5), p99: at(0.99) }
}
