import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { type DaySpan, spanOfDays } from '../../server/domain/local-months.ts'
import {
  isYear,
  monthsOf,
  monthsOfYear,
  type ReportPiece,
  yearsAndMonthsOf,
} from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import {
  holdsDuring,
  sumOf,
  type Utilisation,
  type UtilisationFacts,
  utilisationOf,
} from '../../server/domain/utilisation.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { hoursOf } from './opening-hours.ts'
import { unmetDuring } from './unmet-requests.ts'
import { type Counted, countId, type Head, keptCounts, keptHeads } from './utilisation-counts.ts'
import { sourcesOf, utilisationFactsOf } from './utilisation-facts.ts'
import { type Stamps, stampsOf } from './utilisation-stamps.ts'

/** Two years of 500 resources; the eldest go first. */
const MOST_REMEMBERED = 13_000
type Memory = Map<number, Counted>
const memories = new WeakMap<object, Memory>()

/** What each resource was open, booked and used on these local days of its own zone, month by month in their order. */
export function utilisationByMonth(
  db: Db,
  resources: readonly Resource[],
  days: DaySpan,
  now: number,
): Map<number, readonly Utilisation[]> {
  return countedIn(db, resources, monthsOf(days), now)
}

/** The same as one row for each resource. */
export function utilisationDuring(
  db: Db,
  resources: readonly Resource[],
  days: DaySpan,
  now: number,
): Map<number, Utilisation> {
  const parts = countedIn(db, resources, yearsAndMonthsOf(days), now)
  return new Map([...parts].map(([id, rows]) => [id, rows.length === 1 ? rows[0]! : sumOf(rows)]))
}

/**
 * Whole months and years are remembered, and kept in a table that a chore fills: a change of a reservation has one month of
 * one resource counted anew.
 */
export function countedIn(
  db: Db,
  resources: readonly Resource[],
  pieces: readonly ReportPiece[],
  now: number,
): Map<number, readonly Utilisation[]> {
  if (db.$client.inTransaction) return countAll(db, resources, pieces, now, new Map())
  // Read outside the transaction, where alone they are remembered.
  catalogueOf(db)
  if (resources.length > 0) hoursOf(db, resources[0]!.id)
  // One snapshot: revisions and rows must belong together.
  return db.$client.transaction(() => countAll(db, resources, pieces, now, memoryOf(db)))()
}

/** What there is to keep of a resource in whole years, in their order, by id: counted where what was kept does not hold. */
export function countsToKeep(
  db: Db,
  resource: Resource,
  years: readonly ReportPiece[],
  now: number,
): ReadonlyMap<number, Counted> {
  const pieces = years.flatMap((year) => [year, ...monthsOfYear(year.period!)])
  const kept = keptHeads(db, resource.id)
  hoursOf(db, resource.id)
  return db.$client.transaction(() => {
    const counting = countingOf(db, [resource], years, now, memoryOf(db))
    const old = pieces.filter((piece) => {
      const head = kept.get(countId(resource.id, piece.period!))
      return !head || !holds(counting, head, resource, piece)
    })
    if (old.length === 0) return new Map<number, Counted>()
    recall(counting, [resource], old)
    countOne(counting, resource, old)
    const ids = old.map(({ period }) => countId(resource.id, period!))
    return new Map(ids.map((id) => [id, counting.memory.get(id)!]))
  })()
}

function memoryOf(db: Db): Memory {
  let memory = memories.get(db.$client)
  if (!memory) memories.set(db.$client, (memory = new Map()))
  return memory
}

function countAll(db: Db, resources: readonly Resource[], pieces: readonly ReportPiece[], now: number, memory: Memory) {
  const counting = countingOf(db, resources, pieces, now, memory)
  recall(counting, resources, pieces)
  const answer = new Map(resources.map((each) => [each.id, countOne(counting, each, pieces)]))
  forget(memory)
  return withUnmet(counting, resources, pieces, answer)
}

/** Months first: a year is the dearer to count. */
function forget(memory: Memory) {
  for (const isMonth of [true, false])
    for (const id of memory.keys()) if (memory.size > MOST_REMEMBERED && id > 0 === isMonth) memory.delete(id)
}

interface Counting {
  readonly db: Db
  readonly now: number
  readonly memory: Memory
  readonly stamps: Stamps
  readonly spanOf: (piece: DaySpan, zone: string) => Interval
}

function countingOf(
  db: Db,
  resources: readonly Resource[],
  pieces: readonly ReportPiece[],
  now: number,
  memory: Memory,
): Counting {
  const days = { from: pieces[0]!.from, to: pieces.at(-1)!.to }
  return { db, now, memory, stamps: stampsOf(db, resources, days), spanOf: spansByZone() }
}

function spansByZone() {
  const known = new Map<string, Interval>()
  return (piece: DaySpan, zone: string): Interval => {
    const key = `${piece.from} ${piece.to} ${zone}`
    let span = known.get(key)
    if (!span) known.set(key, (span = spanOfDays(piece, zone)))
    return span
  }
}

/** Brings what was kept to mind: for years that are not, their months. */
function recall(counting: Counting, resources: readonly Resource[], pieces: readonly ReportPiece[]) {
  const { db, memory } = counting
  const missing = resources.flatMap((resource) =>
    pieces.flatMap((piece) =>
      piece.period === null || remembered(counting, resource, piece) ? [] : [{ resource, piece, period: piece.period }],
    ),
  )
  if (missing.length === 0) return
  const kept = keptCounts(
    db,
    missing.map(({ resource, period }) => countId(resource.id, period)),
  )
  for (const [id, count] of kept) memory.set(id, count)
  const years = missing.filter(({ resource, piece }) => isYear(piece) && !remembered(counting, resource, piece))
  for (const [period, those] of Map.groupBy(years, (each) => each.period))
    recall(
      counting,
      those.map(({ resource }) => resource),
      monthsOfYear(period),
    )
}

function remembered(counting: Counting, resource: Resource, piece: ReportPiece): Utilisation | undefined {
  const known = piece.period === null ? undefined : counting.memory.get(countId(resource.id, piece.period))
  return known && holds(counting, known, resource, piece) ? known.value : undefined
}

function holds({ now, stamps, spanOf }: Counting, known: Head, resource: Resource, piece: ReportPiece): boolean {
  return (
    known.holds.from <= now &&
    now < known.holds.until &&
    known.stamp === stamps.stampOf(resource, spanOf(piece, resource.timeZone)) &&
    known.inputs === stamps.inputsOf(resource)
  )
}

function countOne(counting: Counting, resource: Resource, pieces: readonly ReportPiece[]): Utilisation[] {
  const found = pieces.map((piece) => remembered(counting, resource, piece) ?? yearOf(counting, resource, piece))
  const first = found.indexOf(undefined)
  if (first === -1) return found as Utilisation[]
  const last = found.lastIndexOf(undefined)
  const span = (piece: DaySpan) => counting.spanOf(piece, resource.timeZone)
  // One read for all that is missing, cut into its months.
  const all = { start: span(pieces[first]!).start, end: span(pieces[last]!).end }
  const facts = factsDuring(counting.db, resource, all)
  return pieces.map((piece, i) => found[i] ?? countPiece(counting, resource, piece, facts(span(piece))))
}

/** A year is the sum of its months, and lasts as long as all of them. */
function yearOf(counting: Counting, resource: Resource, piece: ReportPiece): Utilisation | undefined {
  if (piece.period === null || !isYear(piece)) return undefined
  const months = monthsOfYear(piece.period)
  const value = sumOf(countOne(counting, resource, months))
  const ofMonths = months.map(({ period }) => counting.memory.get(countId(resource.id, period!))!.holds)
  const from = Math.max(...ofMonths.map((each) => each.from))
  const until = Math.min(...ofMonths.map((each) => each.until))
  remember(counting, resource, piece, { value, holds: { from, until } })
  return value
}

function countPiece(counting: Counting, resource: Resource, piece: ReportPiece, facts: UtilisationFacts): Utilisation {
  const span = counting.spanOf(piece, resource.timeZone)
  const value = utilisationOf(facts, span, counting.now, offsetsDuring(resource.timeZone, span))
  if (piece.period !== null) remember(counting, resource, piece, { value, holds: holdsDuring(facts, counting.now) })
  return value
}

function remember(
  { memory, stamps, spanOf }: Counting,
  resource: Resource,
  piece: ReportPiece,
  count: Pick<Counted, 'value' | 'holds'>,
) {
  const id = countId(resource.id, piece.period!)
  const stamp = stamps.stampOf(resource, spanOf(piece, resource.timeZone))
  memory.delete(id)
  memory.set(id, { ...count, stamp, inputs: stamps.inputsOf(resource) })
}

/** The facts of a long span, and what of them lies in a shorter one. */
function factsDuring(db: Db, resource: Resource, span: Interval): (within: Interval) => UtilisationFacts {
  const all = utilisationFactsOf(db, resource, span)
  return (within) => {
    if (within.start === span.start && within.end === span.end) return all
    const inside = <T extends { start: number; end: number | null }>(list: readonly T[]) =>
      list.filter(({ start, end }) => start < within.end && (end === null || end > within.start))
    return {
      ...all,
      open: inside(all.open),
      planned: inside(all.planned),
      unplanned: inside(all.unplanned),
      reservations: inside(all.reservations),
      uses: inside(all.uses),
    }
  }
}

/** Refusals are counted last and always: nothing tells when they change, and there are few. */
function withUnmet(
  { db, now, spanOf }: Counting,
  resources: readonly Resource[],
  pieces: readonly ReportPiece[],
  rows: Map<number, readonly Utilisation[]>,
) {
  const zone = resources[0]?.timeZone ?? 'UTC'
  const around = {
    start: spanOf(pieces[0]!, zone).start - 86_400_000,
    end: spanOf(pieces.at(-1)!, zone).end + 86_400_000,
  }
  const unmet = unmetDuring(db, around, now)
  if (unmet.size === 0) return rows
  for (const resource of resources) {
    const wishes = sourcesOf(resource).flatMap((id) => unmet.get(id) ?? [])
    if (wishes.length === 0) continue
    const parts = rows.get(resource.id)!
    rows.set(
      resource.id,
      parts.map((row, i) => ({ ...row, unmet: lengthIn(wishes, spanOf(pieces[i]!, resource.timeZone)) })),
    )
  }
  return rows
}

const lengthIn = (spans: readonly Interval[], within: Interval) =>
  spans.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, within.end) - Math.max(start, within.start)), 0)
