import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Interval } from '../../server/domain/interval.ts'
import { type DaySpan, spanOfDays } from '../../server/domain/local-months.ts'
import { isYear, monthsOfYear, type ReportPiece } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { holdsDuring, type UtilisationFacts } from '../../server/domain/utilisation.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { hoursOf } from './opening-hours.ts'
import { countId, type Head, type KeptCount, keptCounts, keptHeads } from './utilisation-counts.ts'
import { utilisationFactsOf } from './utilisation-facts.ts'
import { type Stamps, stampsOf } from './utilisation-stamps.ts'

/** Something that is counted of a resource on some days, and adds up over days. */
export interface Measure<Value> {
  /** Tells what is kept of one from what is kept of another. */
  readonly series: number
  /** So many are remembered by a process; the eldest go first. */
  readonly mostRemembered: number
  count(facts: UtilisationFacts, span: Interval, at: { readonly now: number; readonly timeZone: string }): Value
  sum(rows: readonly Value[]): Value
  pack(value: Value): Uint8Array
  unpack(bytes: Uint8Array): Value
}

interface Remembered<Value> extends Head {
  readonly value: Value
}
type Memory<Value> = Map<number, Remembered<Value>>
type FactsOf = (resource: Resource, span: Interval) => UtilisationFacts

const memories = new WeakMap<object, Map<number, Memory<unknown>>>()

/**
 * Of each resource what there is in each piece, in local days of its own zone. Whole months and years are remembered, and kept
 * in a table that a chore fills: a change of a reservation has one month of one resource counted anew.
 */
export function countPieces<Value>(
  db: Db,
  measure: Measure<Value>,
  { resources, pieces }: Asked,
  now: number,
): Map<number, readonly Value[]> {
  if (db.$client.inTransaction) return countAll(db, measure, { resources, pieces }, { now, memory: new Map() })
  // Read outside the transaction, where alone they are remembered.
  catalogueOf(db)
  if (resources.length > 0) hoursOf(db, resources[0]!.id)
  const memory = memoryOf(db, measure)
  // One snapshot: revisions and rows must belong together.
  return db.$client.transaction(() => countAll(db, measure, { resources, pieces }, { now, memory }))()
}

/** Told how many resources are done of how many; others get their turn while it is waited for. */
export type GiveWay = (done: number, total: number) => Promise<unknown>

/**
 * Counts what a report is about to ask for, a few resources at a time, so that nobody waits long behind it: the report then
 * finds it remembered.
 */
export async function countAhead(
  db: Db,
  measures: readonly Measure<unknown>[],
  { resources, pieces }: Asked,
  { now, giveWay = () => nextTurn() }: { readonly now: number; readonly giveWay?: GiveWay | undefined },
): Promise<void> {
  for (let i = 0; i < resources.length; i += AT_ONCE) {
    const some = resources.slice(i, i + AT_ONCE)
    for (const measure of measures) countPieces(db, measure, { resources: some, pieces }, now)
    await giveWay(i + some.length, resources.length)
  }
}

/** What takes a few milliseconds each where nothing was kept. */
const AT_ONCE = 10

/** Months of this year and the last are kept, of earlier years the whole alone: a table of months of theirs is rare. */
export const firstMonthKept = (now: number): number => (new Date(now).getUTCFullYear() - 1) * 12

/** What there is to keep of a resource in whole years, in their order, by id: counted where what was kept does not hold. */
export function countsToKeep(
  db: Db,
  measures: readonly Measure<unknown>[],
  { resource, years }: { readonly resource: Resource; readonly years: readonly ReportPiece[] },
  now: number,
): ReadonlyMap<number, KeptCount> {
  const months = (year: ReportPiece) => monthsOfYear(year.period!).filter((each) => each.period! >= firstMonthKept(now))
  const pieces = years.flatMap((year) => [year, ...months(year)])
  const idsOf = ({ series }: Measure<unknown>) => pieces.map(({ period }) => countId(resource.id, period!, series))
  const kept = keptHeads(db, measures.flatMap(idsOf))
  hoursOf(db, resource.id)
  return db.$client.transaction(() => {
    const found = new Map<number, KeptCount>()
    const shared = {
      ...inputsOf(db, { resources: [resource], pieces: years }, now),
      factsOf: lastOf((of, span) => utilisationFactsOf(db, of, span)),
    }
    for (const measure of measures) {
      const counting = { ...shared, measure, memory: memoryOf(db, measure) }
      const idOf = ({ period }: ReportPiece) => countId(resource.id, period!, measure.series)
      const old = pieces.filter((piece) => {
        const head = kept.get(idOf(piece))
        return !head || !holds(counting, head, resource, piece)
      })
      if (old.length === 0) continue
      recall(counting, [resource], old)
      countOne(counting, resource, old)
      for (const piece of old) {
        const { value, ...head } = counting.memory.get(idOf(piece))!
        found.set(idOf(piece), { ...head, content: measure.pack(value) })
      }
    }
    return found
  })()
}

interface Asked {
  readonly resources: readonly Resource[]
  readonly pieces: readonly ReportPiece[]
}

/** Measures of one resource ask for the same facts one after the other. */
function lastOf(read: FactsOf): FactsOf {
  let last: { key: string; facts: UtilisationFacts } | undefined
  return (resource, span) => {
    const key = `${resource.id} ${span.start} ${span.end}`
    if (last?.key !== key) last = { key, facts: read(resource, span) }
    return last.facts
  }
}

function memoryOf<Value>(db: Db, { series }: Measure<Value>): Memory<Value> {
  let ofConnection = memories.get(db.$client)
  if (!ofConnection) memories.set(db.$client, (ofConnection = new Map()))
  let memory = ofConnection.get(series)
  if (!memory) ofConnection.set(series, (memory = new Map()))
  return memory as Memory<Value>
}

function countAll<Value>(
  db: Db,
  measure: Measure<Value>,
  asked: Asked,
  { now, memory }: { readonly now: number; readonly memory: Memory<Value> },
) {
  const counting = { ...inputsOf(db, asked, now), measure, memory }
  recall(counting, asked.resources, asked.pieces)
  const answer = new Map(asked.resources.map((each) => [each.id, countOne(counting, each, asked.pieces)]))
  forget(counting)
  return answer
}

/** Months first: a year is the dearer to count. */
function forget<Value>({ memory, measure }: Counting<Value>) {
  const first = countId(0, 0, measure.series)
  for (const isMonth of [true, false])
    for (const id of memory.keys())
      if (memory.size > measure.mostRemembered && id > first === isMonth) memory.delete(id)
}

interface Counting<Value> {
  readonly db: Db
  readonly measure: Measure<Value>
  readonly now: number
  readonly memory: Memory<Value>
  readonly stamps: Stamps
  readonly factsOf: FactsOf
  readonly spanOf: (piece: DaySpan, zone: string) => Interval
}

function inputsOf(db: Db, { resources, pieces }: Asked, now: number) {
  const days = { from: pieces[0]!.from, to: pieces.at(-1)!.to }
  const factsOf = (resource: Resource, span: Interval) => utilisationFactsOf(db, resource, span)
  return { db, now, stamps: stampsOf(db, resources, days), factsOf, spanOf: spansByZone() }
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
function recall<Value>(counting: Counting<Value>, resources: readonly Resource[], pieces: readonly ReportPiece[]) {
  const { db, measure, memory } = counting
  const missing = resources.flatMap((resource) =>
    pieces.flatMap((piece) =>
      piece.period === null || remembered(counting, resource, piece) ? [] : [{ resource, piece, period: piece.period }],
    ),
  )
  if (missing.length === 0) return
  const ids = missing.map(({ resource, period }) => countId(resource.id, period, measure.series))
  for (const [id, { content, ...head }] of keptCounts(db, ids))
    memory.set(id, { ...head, value: measure.unpack(content) })
  const years = missing.filter(({ resource, piece }) => isYear(piece) && !remembered(counting, resource, piece))
  for (const [period, those] of Map.groupBy(years, (each) => each.period))
    recall(
      counting,
      those.map(({ resource }) => resource),
      monthsOfYear(period),
    )
}

function remembered<Value>(
  counting: Counting<Value>,
  resource: Resource,
  { period, ...days }: ReportPiece,
): Remembered<Value> | undefined {
  if (period === null) return undefined
  const known = counting.memory.get(countId(resource.id, period, counting.measure.series))
  return known && holds(counting, known, resource, { period, ...days }) ? known : undefined
}

function holds<Value>(
  { now, stamps, spanOf }: Counting<Value>,
  known: Head,
  resource: Resource,
  piece: ReportPiece,
): boolean {
  return (
    known.holds.from <= now &&
    now < known.holds.until &&
    known.stamp === stamps.stampOf(resource, spanOf(piece, resource.timeZone)) &&
    known.inputs === stamps.inputsOf(resource)
  )
}

function countOne<Value>(counting: Counting<Value>, resource: Resource, pieces: readonly ReportPiece[]): Value[] {
  const found = pieces.map((piece) => remembered(counting, resource, piece) ?? yearOf(counting, resource, piece))
  const first = found.indexOf(undefined)
  if (first === -1) return found.map((each) => each!.value)
  const last = found.lastIndexOf(undefined)
  const span = (piece: DaySpan) => counting.spanOf(piece, resource.timeZone)
  // One read for all that is missing, cut into its months.
  const all = { start: span(pieces[first]!).start, end: span(pieces[last]!).end }
  const facts = factsDuring(counting, resource, all)
  return pieces.map((piece, i) =>
    found[i] ? found[i].value : countPiece(counting, resource, piece, facts(span(piece))),
  )
}

/** A year is the sum of its months, and lasts as long as all of them. */
function yearOf<Value>(
  counting: Counting<Value>,
  resource: Resource,
  piece: ReportPiece,
): { readonly value: Value } | undefined {
  if (piece.period === null || !isYear(piece)) return undefined
  const { measure, memory } = counting
  const months = monthsOfYear(piece.period)
  const value = measure.sum(countOne(counting, resource, months))
  const ofMonths = months.map(({ period }) => memory.get(countId(resource.id, period!, measure.series))!.holds)
  const from = Math.max(...ofMonths.map((each) => each.from))
  const until = Math.min(...ofMonths.map((each) => each.until))
  remember(counting, resource, piece, { value, holds: { from, until } })
  return { value }
}

function countPiece<Value>(
  counting: Counting<Value>,
  resource: Resource,
  piece: ReportPiece,
  facts: UtilisationFacts,
): Value {
  const { measure, now, spanOf } = counting
  const { timeZone } = resource
  const value = measure.count(facts, spanOf(piece, timeZone), { now, timeZone })
  if (piece.period !== null) remember(counting, resource, piece, { value, holds: holdsDuring(facts, now) })
  return value
}

function remember<Value>(
  { measure, memory, stamps, spanOf }: Counting<Value>,
  resource: Resource,
  piece: ReportPiece,
  count: Pick<Remembered<Value>, 'value' | 'holds'>,
) {
  const id = countId(resource.id, piece.period!, measure.series)
  const stamp = stamps.stampOf(resource, spanOf(piece, resource.timeZone))
  memory.delete(id)
  memory.set(id, { ...count, stamp, inputs: stamps.inputsOf(resource) })
}

/** The facts of a long span, and what of them lies in a shorter one. */
function factsDuring<Value>(
  { factsOf }: Counting<Value>,
  resource: Resource,
  span: Interval,
): (within: Interval) => UtilisationFacts {
  const all = factsOf(resource, span)
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
