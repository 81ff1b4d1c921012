import { offsetsDuring } from '../../server/domain/hour-of-week.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { type DaySpan, type MonthPiece, monthPieces, spanOfDays } from '../../server/domain/local-months.ts'
import type { Resource } from '../../server/domain/resource.ts'
import {
  staleAt,
  sumOf,
  type Utilisation,
  type UtilisationFacts,
  utilisationOf,
} from '../../server/domain/utilisation.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { prepared } from './prepared.ts'
import { sourcesOf, unmetDuring, utilisationFactsOf } from './utilisation-facts.ts'

/** What is remembered of a resource and a whole local month, and how to tell that it no longer holds. */
interface Remembered {
  /** Sum of the revisions of everything that went into it: they only ever rise. */
  readonly stamp: number
  /** Counted at, and as long as no reservation begins or ends: [countedAt, staleAt). */
  readonly countedAt: number
  readonly staleAt: number
  readonly value: Utilisation
}

interface Memory {
  readonly catalogue: number
  readonly months: Map<number, Remembered>
}

/** Two years of 500 resources; the eldest go first. */
const MOST_MONTHS = 13_000
const memories = new WeakMap<object, Memory>()

/**
 * What each resource was open, booked and used on these local days of its own zone, month by month in their order.
 * Whole months are remembered: a change of a reservation has one month of one resource counted anew.
 */
export function utilisationByMonth(
  db: Db,
  resources: readonly Resource[],
  days: DaySpan,
  now: number,
): Map<number, readonly Utilisation[]> {
  if (db.$client.inTransaction) return countAll(db, resources, days, now, emptyMemory(db))
  // One snapshot: revisions and rows must belong together.
  return db.$client.transaction(() => countAll(db, resources, days, now, memoryOf(db)))()
}

/** The same as one row for each resource. */
export function utilisationDuring(
  db: Db,
  resources: readonly Resource[],
  days: DaySpan,
  now: number,
): Map<number, Utilisation> {
  const months = utilisationByMonth(db, resources, days, now)
  return new Map([...months].map(([id, parts]) => [id, sumOf(parts)]))
}

function memoryOf(db: Db): Memory {
  const known = memories.get(db.$client)
  if (known?.catalogue === catalogueOf(db).revision) return known
  const memory = emptyMemory(db)
  memories.set(db.$client, memory)
  return memory
}

const emptyMemory = (db: Db): Memory => ({ catalogue: catalogueOf(db).revision, months: new Map() })

function countAll(db: Db, resources: readonly Resource[], days: DaySpan, now: number, memory: Memory) {
  const pieces = monthPieces(days)
  const revisions = revisionsOf(db, new Set(resources.flatMap(sourcesOf)), pieces)
  const answer = new Map<number, readonly Utilisation[]>()
  const spans = spansByZone(pieces)
  for (const resource of resources) {
    answer.set(resource.id, countOne(db, resource, spans(resource.timeZone), revisions, now, memory))
  }
  return withUnmet(db, resources, spans, answer)
}

/** A piece of the report on the clocks of one zone. */
interface ZonedPiece extends MonthPiece {
  readonly span: Interval
  readonly offsets: ReturnType<typeof offsetsDuring>
}

function spansByZone(pieces: readonly MonthPiece[]) {
  const known = new Map<string, readonly ZonedPiece[]>()
  return (zone: string): readonly ZonedPiece[] => {
    let zoned = known.get(zone)
    if (!zoned) {
      zoned = pieces.map((piece) => {
        const span = spanOfDays(piece, zone)
        return { ...piece, span, offsets: offsetsDuring(zone, span) }
      })
      known.set(zone, zoned)
    }
    return zoned
  }
}

function countOne(
  db: Db,
  resource: Resource,
  pieces: readonly ZonedPiece[],
  revisions: Revisions,
  now: number,
  { months }: Memory,
): readonly Utilisation[] {
  const sources = sourcesOf(resource)
  const stamps = pieces.map(({ span }) => stampOf(revisions, sources, span))
  const found = pieces.map(({ month }, i) => remembered(months.get(keyOf(resource, month)), stamps[i]!, now))
  const first = found.indexOf(undefined)
  if (first === -1) return found as Utilisation[]
  const last = found.lastIndexOf(undefined)
  // One read for all that is missing, cut into its months.
  const facts = factsDuring(db, resource, { start: pieces[first]!.span.start, end: pieces[last]!.span.end })
  return pieces.map(({ month, span, offsets }, i) => {
    if (found[i]) return found[i]
    const within = facts(span)
    const value = utilisationOf(within, span, now, offsets)
    if (month !== null)
      remember(months, keyOf(resource, month), {
        stamp: stamps[i]!,
        countedAt: now,
        staleAt: staleAt(within, now),
        value,
      })
    return value
  })
}

const keyOf = (resource: Resource, month: number | null) => (month === null ? -1 : resource.id * 131_072 + month)

function remembered(entry: Remembered | undefined, stamp: number, now: number): Utilisation | undefined {
  if (!entry || entry.stamp !== stamp) return undefined
  return entry.countedAt <= now && now < entry.staleAt ? entry.value : undefined
}

function remember(months: Memory['months'], key: number, entry: Remembered) {
  months.delete(key)
  months.set(key, entry)
  if (months.size > MOST_MONTHS) months.delete(months.keys().next().value!)
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

/** Resource id → month (UTC, 202611; 0 for all of time) → revision. */
type Revisions = ReadonlyMap<number, ReadonlyMap<number, number>>

const REVISIONS = `
  SELECT m.resource_id, m.month, m.revision FROM json_each(:ids) j
  CROSS JOIN resource_months m ON m.resource_id = j.value AND (m.month = 0 OR m.month BETWEEN :first AND :last)`

function revisionsOf(db: Db, sources: ReadonlySet<number>, pieces: readonly MonthPiece[]): Revisions {
  const first = utcMonth(Date.parse(pieces[0]!.from) - 86_400_000)
  const last = utcMonth(Date.parse(pieces.at(-1)!.to) + 86_400_000)
  const asked = { ids: JSON.stringify([...sources]), first, last }
  const rows = prepared(db, REVISIONS).raw().all(asked) as [number, number, number][]
  const revisions = new Map<number, Map<number, number>>()
  for (const [id, month, revision] of rows) {
    const months = revisions.get(id)
    if (months) months.set(month, revision)
    else revisions.set(id, new Map([[month, revision]]))
  }
  return revisions
}

/** A span that shares time with a month begins or ends in one of its UTC months, or is so long that it is in month 0. */
function stampOf(revisions: Revisions, sources: readonly number[], { start, end }: Interval): number {
  const first = utcMonth(start)
  const last = utcMonth(end - 1)
  let stamp = 0
  for (const source of sources) {
    const months = revisions.get(source)
    if (!months) continue
    stamp += (months.get(0) ?? 0) + (months.get(first) ?? 0)
    if (last !== first) stamp += months.get(last) ?? 0
  }
  return stamp
}

function utcMonth(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1
}

/** Refusals are counted last and always: nothing tells when they change, and there are few. */
function withUnmet(
  db: Db,
  resources: readonly Resource[],
  spans: (zone: string) => readonly ZonedPiece[],
  rows: Map<number, readonly Utilisation[]>,
) {
  const pieces = spans(resources[0]?.timeZone ?? 'UTC')
  const around = { start: pieces[0]!.span.start - 86_400_000, end: pieces.at(-1)!.span.end + 86_400_000 }
  const unmet = unmetDuring(db, around)
  if (unmet.size === 0) return rows
  for (const resource of resources) {
    const wishes = sourcesOf(resource).flatMap((id) => unmet.get(id) ?? [])
    if (wishes.length === 0) continue
    const zoned = spans(resource.timeZone)
    const months = rows.get(resource.id)!.map((row, i) => ({ ...row, unmet: lengthIn(wishes, zoned[i]!.span) }))
    rows.set(resource.id, months)
  }
  return rows
}

const lengthIn = (spans: readonly Interval[], within: Interval) =>
  spans.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, within.end) - Math.max(start, within.start)), 0)
