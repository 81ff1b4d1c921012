import { clip, type Interval, type Load, lengthOf, subtract } from './interval.ts'
import type { State } from './lifecycle.ts'
import { stepsOf, sweep } from './load-steps.ts'
import { groupOf, type Purpose } from './purpose.ts'
import { LEDGER_GROUPS, type LedgerGroup, type LedgerHours } from './state-aid.ts'
import type { UtilisationFacts } from './utilisation.ts'

/** A reservation that holds time of a resource, by itself or through what it is inside of. Without set-up and clean-up. */
export interface LedgerReservation extends Load {
  readonly id: number
  readonly state: State
  readonly purpose: Purpose
  readonly organisationId: number
  readonly personId: number
  /** There is a record of what really happened. */
  readonly hasUsage: boolean
}

/** A record of use; `end` is null while it runs, `reservation` for use that nobody reserved. */
export interface LedgerUse {
  readonly start: number
  readonly end: number | null
  readonly units: number
  readonly organisationId: number | null
  readonly personId: number | null
  readonly reservation: {
    readonly id: number
    readonly purpose: Purpose
    readonly organisationId: number
    readonly personId: number
  } | null
}

/** Everything the ledger counts of one resource. Spans may reach beyond the year. */
export interface LedgerFacts {
  readonly capacity: number
  readonly reservations: readonly LedgerReservation[]
  readonly uses: readonly LedgerUse[]
}

/** What one reservation, or one use without, brings into the ledger of a resource. */
export interface LedgerEntry extends Interval {
  readonly reservationId: number | null
  readonly purpose: Purpose | null
  readonly group: LedgerGroup
  readonly organisationId: number | null
  readonly personId: number | null
  /** Over: the time used, or booked where nobody recorded the use. */
  readonly done: readonly Load[]
  /** Confirmed, and running or to come. */
  readonly coming: readonly Load[]
  /** The booked time stands for a use nobody recorded. */
  readonly isEstimated: boolean
}

/** One entry for each reservation and each use without one, by start. */
export function ledgerEntries({ reservations, uses }: LedgerFacts, now: number): LedgerEntry[] {
  const usesOf = Map.groupBy(uses, ({ reservation }) => reservation?.id ?? null)
  const booked = new Set(reservations.map(({ id }) => id))
  const entries = [
    ...reservations.map((each) => entryOf(each, usesOf.get(each.id) ?? [], now)),
    // Of reservations that hold no time any more: nobody was expected, somebody came.
    ...uses
      .filter((use) => use.reservation === null || !booked.has(use.reservation.id))
      .map((use) => freeEntry(use, now)),
  ]
  return entries.filter(({ done, coming }) => done.length + coming.length > 0).sort((a, b) => a.start - b.start)
}

/**
 * Hours of entries inside a span, not weighted. Where more is recorded at once than the capacity holds, economic use
 * counts first: a share is never made smaller by what overlaps it.
 */
export function ledgerHoursOf(entries: readonly LedgerEntry[], capacity: number, span: Interval): LedgerHours {
  const done: Record<LedgerGroup, number> = { economic: 0, non_economic: 0, neutral: 0, unassigned: 0 }
  const streams = LEDGER_GROUPS.map((group) =>
    stepsOf(
      entries
        .filter((each) => each.group === group)
        .flatMap((each) => each.done)
        .sort((a, b) => a.start - b.start),
      span,
    ),
  )
  sweep(streams, span, (start, end, levels) => {
    let left = capacity
    for (const [i, group] of LEDGER_GROUPS.entries()) {
      const units = Math.min(levels[i]!, left)
      done[group] += (units * (end - start)) / HOUR_MS
      left -= units
    }
  })
  const economic = entries.filter(({ group }) => group === 'economic').flatMap(({ coming }) => coming)
  return { done, confirmed: hoursWithin(economic, span) }
}

/** What is known of a resource and some days without its entries; adds up over days. */
export interface LedgerCount extends LedgerHours {
  /** Economic hours to come by their reservation. */
  readonly coming: ReadonlyMap<number, number>
}

/** The hours of a resource during a span, from the facts that utilisation is counted from. */
export function ledgerCountOf(facts: UtilisationFacts, span: Interval, now: number): LedgerCount {
  const entries = ledgerEntries(ledgerFactsFrom(facts), now)
  const coming = entries.flatMap(({ group, reservationId, coming }): [number, number][] => {
    const hours = group === 'economic' && reservationId !== null ? hoursWithin(coming, span) : 0
    return hours > 0 ? [[reservationId!, hours]] : []
  })
  return { ...ledgerHoursOf(entries, facts.capacity, span), coming: new Map(coming) }
}

export function sumOfLedgerCounts(counts: readonly LedgerCount[]): LedgerCount {
  const coming = new Map<number, number>()
  for (const each of counts) for (const [id, hours] of each.coming) coming.set(id, (coming.get(id) ?? 0) + hours)
  return { ...sumOfHours(counts.map((hours) => ({ hours, weight: 1 }))), coming }
}

/** Hours × units of loads inside a span, each by itself. */
export const hoursWithin = (loads: readonly Load[], span: Interval): number =>
  loads.reduce((sum, load) => sum + lengthOf(clip([load], span)) * load.units, 0) / HOUR_MS

/** Several resources, or several parts of a year, together. */
export function sumOfHours(parts: readonly { readonly hours: LedgerHours; readonly weight: number }[]): LedgerHours {
  const sum = (hours: (each: LedgerHours) => number) =>
    parts.reduce((total, part) => total + part.weight * hours(part.hours), 0)
  return {
    done: {
      economic: sum(({ done }) => done.economic),
      non_economic: sum(({ done }) => done.non_economic),
      neutral: sum(({ done }) => done.neutral),
      unassigned: sum(({ done }) => done.unassigned),
    },
    confirmed: sum(({ confirmed }) => confirmed),
  }
}

const HOUR_MS = 3_600_000

const HOLDING: ReadonlySet<State> = new Set<State>(['confirmed', 'in_use', 'completed'])

function ledgerFactsFrom({ capacity, reservations, uses }: UtilisationFacts): LedgerFacts {
  return {
    capacity,
    reservations: reservations.flatMap(({ id, purpose, ...each }) =>
      HOLDING.has(each.state) && id !== undefined && purpose ? [{ ...each, id, purpose }] : [],
    ),
    uses: uses.map(({ reservationId: id, purpose, ...use }) => {
      const of = { organisationId: use.organisationId ?? 0, personId: use.personId ?? 0 }
      return { ...use, reservation: id && purpose ? { id, purpose, ...of } : null }
    }),
  }
}

function entryOf(reservation: LedgerReservation, uses: readonly LedgerUse[], now: number): LedgerEntry {
  const { id, start, end, units, purpose, organisationId, personId, hasUsage } = reservation
  const ended = uses.flatMap((use) => endedLoad(use, now))
  const isOver = end <= now || reservation.state === 'completed'
  const isEstimated = isOver && !hasUsage
  const done = isEstimated ? [{ start, end, units }] : ended
  const promised = isOver ? [] : [{ start, end }]
  const open = subtract([...promised, ...uses.flatMap((use) => runningSpan(use, now))], done)
  return {
    ...{ start, end, reservationId: id, purpose, group: groupOf(purpose), organisationId, personId },
    ...{ done, isEstimated, coming: open.map((span) => ({ ...span, units })) },
  }
}

function freeEntry(use: LedgerUse, now: number): LedgerEntry {
  const { start, end, units, reservation } = use
  const purpose = reservation?.purpose ?? null
  return {
    ...{ start, end: end ?? Math.max(start, now), purpose, isEstimated: false },
    reservationId: reservation?.id ?? null,
    group: purpose === null ? 'unassigned' : groupOf(purpose),
    organisationId: reservation?.organisationId ?? use.organisationId,
    personId: reservation?.personId ?? use.personId,
    done: endedLoad(use, now),
    coming: runningSpan(use, now).map((span) => ({ ...span, units })),
  }
}

const endedLoad = ({ start, end, units }: LedgerUse, now: number): Load[] =>
  end !== null && end <= now ? [{ start, end, units }] : []

/** Use that runs counts as what is to come, as far as it has come. */
const runningSpan = ({ start, end }: LedgerUse, now: number): Interval[] =>
  end === null || end > now ? [{ start, end: end ?? Math.max(start, now) }].filter((span) => span.start < span.end) : []
