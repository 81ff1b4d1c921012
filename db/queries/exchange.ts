import { type Exchange, exchangeOf, type OwnedUse } from '../../server/domain/exchange.ts'
import { type OrganisationUse, useByOrganisation } from '../../server/domain/exchange-use.ts'
import { type DaySpan, type MonthPiece, monthPieces, spanOfDays } from '../../server/domain/local-months.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { staleAt } from '../../server/domain/utilisation.ts'
import { withoutParentsOf } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { prepared } from './prepared.ts'
import { sourcesOf, utilisationFactsOf } from './utilisation-facts.ts'

/** Months of resources that are remembered: two years of 500; the eldest go first. */
const MOST_MONTHS = 13_000

interface Remembered {
  /** Sum of the revisions of everything that went into it: they only ever rise. */
  readonly stamp: number
  /** Holds from `countedAt` until `staleAt`, when a reservation begins or ends. */
  readonly countedAt: number
  readonly staleAt: number
  readonly uses: readonly OrganisationUse[]
}

interface Memory {
  readonly catalogue: number
  readonly months: Map<number, Remembered>
}

const memories = new WeakMap<object, Memory>()

/** Cross-organisation share of a month. */
export interface ExchangeMonth {
  /** Its first day in the report. */
  readonly from: string
  readonly totalHours: number
  readonly crossShare: number | null
}

/**
 * Who used whose of these resources on these local days of their own zones. A room and what is inside it are the same
 * hours: what is inside counts.
 */
export function exchangeDuring(db: Db, resources: readonly Resource[], days: DaySpan, now: number): Exchange {
  const owned = usesByMonth(db, resources, days, now).flat()
  return exchangeOf(catalogueOf(db).organisations, owned, ({ isMember }) => isMember)
}

export function exchangeMonths(db: Db, resources: readonly Resource[], days: DaySpan, now: number): ExchangeMonth[] {
  const { organisations } = catalogueOf(db)
  const months = usesByMonth(db, resources, days, now)
  return monthPieces(days).map(({ from }, i) => {
    const { totalHours, crossShare } = exchangeOf(organisations, months[i]!, () => false)
    return { from, totalHours, crossShare }
  })
}

/** For each month of the days the use of every resource. Whole months are remembered until something in them changes. */
function usesByMonth(db: Db, resources: readonly Resource[], days: DaySpan, now: number): OwnedUse[][] {
  if (db.$client.inTransaction) return countAll(db, resources, days, now, emptyMemory(db))
  // One snapshot: revisions and rows must belong together.
  return db.$client.transaction(() => countAll(db, resources, days, now, memoryOf(db)))()
}

function memoryOf(db: Db): Memory {
  const known = memories.get(db.$client)
  if (known?.catalogue === catalogueOf(db).revision) return known
  const memory = emptyMemory(db)
  memories.set(db.$client, memory)
  return memory
}

const emptyMemory = (db: Db): Memory => ({ catalogue: catalogueOf(db).revision, months: new Map() })

function countAll(db: Db, resources: readonly Resource[], days: DaySpan, now: number, memory: Memory): OwnedUse[][] {
  const pieces = monthPieces(days)
  const counted = withoutParentsOf(resources)
  const revisions = revisionsOf(db, new Set(counted.flatMap(sourcesOf)), days)
  return pieces.map((piece) =>
    counted.map((resource) => ({
      ownerId: resource.organisationId,
      uses: usesOf(db, resource, piece, { revisions, now, memory }),
    })),
  )
}

interface Counting {
  readonly revisions: Revisions
  readonly now: number
  readonly memory: Memory
}

function usesOf(db: Db, resource: Resource, piece: MonthPiece, { revisions, now, memory }: Counting) {
  const span = spanOfDays(piece, resource.timeZone)
  const stamp = stampOf(revisions, sourcesOf(resource), span)
  const key = piece.month === null ? -1 : resource.id * 131_072 + piece.month
  const known = memory.months.get(key)
  if (known?.stamp === stamp && known.countedAt <= now && now < known.staleAt) return known.uses
  const facts = utilisationFactsOf(db, resource, span)
  const uses = useByOrganisation(facts, span, now)
  if (key !== -1) remember(memory.months, key, { stamp, countedAt: now, staleAt: staleAt(facts, now), uses })
  return uses
}

function remember(months: Memory['months'], key: number, entry: Remembered) {
  months.delete(key)
  months.set(key, entry)
  if (months.size > MOST_MONTHS) months.delete(months.keys().next().value!)
}

/** Resource id → month (UTC, 202611; 0 for all of time) → revision. */
type Revisions = ReadonlyMap<number, ReadonlyMap<number, number>>

const REVISIONS = `
  SELECT m.resource_id, m.month, m.revision FROM json_each(:ids) j
  CROSS JOIN resource_months m ON m.resource_id = j.value AND (m.month = 0 OR m.month BETWEEN :first AND :last)`

function revisionsOf(db: Db, sources: ReadonlySet<number>, { from, to }: DaySpan): Revisions {
  const first = utcMonth(Date.parse(from) - DAY_MS)
  const last = utcMonth(Date.parse(to) + DAY_MS)
  const rows = prepared(db, REVISIONS)
    .raw()
    .all({ ids: JSON.stringify([...sources]), first, last }) as [number, number, number][]
  const byResource = Map.groupBy(rows, ([id]) => id)
  return new Map([...byResource].map(([id, list]) => [id, new Map(list.map(([, month, value]) => [month, value]))]))
}

/** Everything that shares time with a month begins or ends in one of its UTC months, or is so long that it is in month 0. */
function stampOf(revisions: Revisions, sources: readonly number[], { start, end }: { start: number; end: number }) {
  const months = new Set([0, utcMonth(start), utcMonth(end - 1)])
  let stamp = 0
  for (const source of sources) for (const month of months) stamp += revisions.get(source)?.get(month) ?? 0
  return stamp
}

const DAY_MS = 86_400_000

function utcMonth(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1
}
