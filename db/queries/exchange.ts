import { type Exchange, exchangeOf, type OwnedUse } from '../../server/domain/exchange.ts'
import { type OrganisationUse, useByOrganisation } from '../../server/domain/exchange-use.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { type DaySpan, spanOfDays } from '../../server/domain/local-months.ts'
import { monthsOf, type ReportPiece, yearsAndMonthsOf } from '../../server/domain/report-pieces.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { holdsDuring, type UtilisationFacts } from '../../server/domain/utilisation.ts'
import { withoutParentsOf } from '../../server/domain/utilisation-report.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { hoursOf } from './opening-hours.ts'
import { countId } from './utilisation-counts.ts'
import { utilisationFactsOf } from './utilisation-facts.ts'
import { type Stamps, stampsOf } from './utilisation-stamps.ts'

/** Two years of months and ten of years, of 500 resources; the eldest go first. */
const MOST_REMEMBERED = 17_000

interface Remembered {
  readonly inputs: string
  readonly stamp: number
  /** While no reservation begins or ends: [from, until). */
  readonly holds: { readonly from: number; readonly until: number }
  readonly uses: readonly OrganisationUse[]
}

type Memory = Map<number, Remembered>
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
  const uses = usesIn(db, resources, yearsAndMonthsOf(days), now)
  return exchangeOf(catalogueOf(db).organisations, uses.flat(), ({ isMember }) => isMember)
}

export function exchangeMonths(db: Db, resources: readonly Resource[], days: DaySpan, now: number): ExchangeMonth[] {
  const { organisations } = catalogueOf(db)
  const pieces = monthsOf(days)
  const uses = usesIn(db, resources, pieces, now)
  return pieces.map(({ from }, i) => {
    const { totalHours, crossShare } = exchangeOf(
      organisations,
      uses.map((of) => of[i]!),
      () => false,
    )
    return { from, totalHours, crossShare }
  })
}

/** For each resource its use in each piece. Whole months and years are remembered until something in them changes. */
function usesIn(db: Db, resources: readonly Resource[], pieces: readonly ReportPiece[], now: number): OwnedUse[][] {
  const counted = withoutParentsOf(resources)
  if (db.$client.inTransaction) return countAll(db, counted, pieces, now, new Map())
  // Read outside the transaction, where alone they are remembered.
  catalogueOf(db)
  if (counted.length > 0) hoursOf(db, counted[0]!.id)
  // One snapshot: revisions and rows must belong together.
  return db.$client.transaction(() => countAll(db, counted, pieces, now, memoryOf(db)))()
}

function memoryOf(db: Db): Memory {
  let memory = memories.get(db.$client)
  if (!memory) memories.set(db.$client, (memory = new Map()))
  return memory
}

interface Counting {
  readonly db: Db
  readonly now: number
  readonly memory: Memory
  readonly stamps: Stamps
}

function countAll(db: Db, resources: readonly Resource[], pieces: readonly ReportPiece[], now: number, memory: Memory) {
  const days = { from: pieces[0]!.from, to: pieces.at(-1)!.to }
  const counting = { db, now, memory, stamps: stampsOf(db, resources, days) }
  const spans = spansByZone(pieces)
  const answer = resources.map((resource) =>
    usesOf(counting, resource, pieces, spans(resource.timeZone)).map((uses) => ({
      ownerId: resource.organisationId,
      uses,
    })),
  )
  for (const id of memory.keys()) if (memory.size > MOST_REMEMBERED) memory.delete(id)
  return answer
}

function spansByZone(pieces: readonly ReportPiece[]) {
  const known = new Map<string, readonly Interval[]>()
  return (zone: string): readonly Interval[] => {
    let spans = known.get(zone)
    if (!spans) known.set(zone, (spans = pieces.map((piece) => spanOfDays(piece, zone))))
    return spans
  }
}

function usesOf(
  counting: Counting,
  resource: Resource,
  pieces: readonly ReportPiece[],
  spans: readonly Interval[],
): (readonly OrganisationUse[])[] {
  const { db, now, memory, stamps } = counting
  const inputs = stamps.inputsOf(resource)
  const found = pieces.map(({ period }, i) => {
    const known = period === null ? undefined : memory.get(countId(resource.id, period))
    const isGood = known?.inputs === inputs && known.stamp === stamps.stampOf(resource, spans[i]!)
    return known && isGood && known.holds.from <= now && now < known.holds.until ? known.uses : undefined
  })
  const first = found.indexOf(undefined)
  if (first === -1) return found as (readonly OrganisationUse[])[]
  // One read for all that is missing.
  const all = { start: spans[first]!.start, end: spans[found.lastIndexOf(undefined)]!.end }
  const facts = utilisationFactsOf(db, resource, all)
  return pieces.map(({ period }, i) => {
    if (found[i]) return found[i]
    const span = spans[i]!
    const within = factsWithin(facts, span)
    const uses = useByOrganisation(within, span, now)
    if (period !== null) {
      const id = countId(resource.id, period)
      memory.delete(id)
      memory.set(id, { inputs, stamp: stamps.stampOf(resource, span), holds: holdsDuring(within, now), uses })
    }
    return uses
  })
}

function factsWithin(facts: UtilisationFacts, within: Interval): UtilisationFacts {
  const inside = <T extends { start: number; end: number | null }>(list: readonly T[]) =>
    list.filter(({ start, end }) => start < within.end && (end === null || end > within.start))
  return {
    ...facts,
    open: inside(facts.open),
    planned: inside(facts.planned),
    unplanned: inside(facts.unplanned),
    reservations: inside(facts.reservations),
    uses: inside(facts.uses),
  }
}
