import { clip, type Interval, lengthOf, subtract } from './interval.ts'
import type { State } from './lifecycle.ts'
import type { Purpose } from './purpose.ts'
import { BOOKED, isEstimated, type ReservationFact, type UseFact, type UtilisationFacts } from './utilisation.ts'
import { SMALLEST_GROUP } from './utilisation-grouping.ts'

/** A reservation, use without one or a wish, with the hours that a report counts of it. No title and no name. */
export interface CountedReservation extends Interval {
  readonly resourceId: number
  /** Null for use that nobody reserved, and for wishes. */
  readonly reservationId: number | null
  readonly state: State | 'refused' | 'waited' | null
  readonly purpose: Purpose | null
  readonly organisationId: number | null
  readonly personId: number | null
  readonly bookedHours: number
  readonly usedHours: number
  /** What the figure counts besides: use outside opening hours, hours of a wish, the time a decision took. */
  readonly otherHours: number
  /** The booked time stands for a use nobody recorded. */
  readonly isEstimated: boolean
}

/** Figures that a list stands behind. */
export const COUNTED_FIGURES = [
  'booked',
  'used',
  'booked_unused',
  'reservations',
  'no_shows',
  'late_cancels',
  'estimated',
  'outside',
  'unmet',
  'decisions',
] as const
export type CountedFigure = (typeof COUNTED_FIGURES)[number]

/**
 * What a figure is made of, by start: hours inside the available time of the span, each line by itself, where the report
 * counts time that overlaps once.
 */
export function countedLines(
  facts: UtilisationFacts,
  resourceId: number,
  span: Interval,
  figure: Exclude<CountedFigure, 'unmet'>,
  now: number,
): CountedReservation[] {
  const times = timesOf(facts, span)
  const ofReservation = Map.groupBy(facts.uses, ({ reservationId = null }) => reservationId)
  const known = new Set<number | null | undefined>(facts.reservations.map(({ id }) => id))
  const free = facts.uses.filter(({ reservationId }) => !known.has(reservationId))
  const lines = [
    ...facts.reservations
      .filter((each) => belongsTo(each, figure, span))
      .map((each) => reservationLine(each, ofReservation.get(each.id ?? null) ?? [], times, figure, now)),
    ...(['used', 'outside'].includes(figure) ? free : []).map((use) => useLine(use, times, now)),
  ]
  return lines
    .filter((line) => isCounted(line, figure))
    .map((line) => ({ ...line, resourceId }))
    .sort((a, b) => a.start - b.start)
}

interface Times {
  readonly available: readonly Interval[]
  readonly shut: readonly Interval[]
}

function timesOf({ open, planned, unplanned }: UtilisationFacts, span: Interval): Times {
  const inside = clip(open, span)
  return { available: subtract(inside, [...planned, ...unplanned]), shut: subtract([span], inside) }
}

function belongsTo(fact: ReservationFact, figure: CountedFigure, span: Interval): boolean {
  const starts = fact.start >= span.start && fact.start < span.end
  switch (figure) {
    case 'decisions':
      return starts && fact.decisionMs !== null
    case 'late_cancels':
      return starts && fact.cancelledLate
    case 'no_shows':
      return starts && fact.state === 'no_show'
    case 'estimated':
      return starts && isEstimated(fact)
    case 'reservations':
      return starts && BOOKED.has(fact.state)
    default:
      return BOOKED.has(fact.state)
  }
}

function isCounted(line: Omit<CountedReservation, 'resourceId'>, figure: CountedFigure): boolean {
  switch (figure) {
    case 'booked':
      return line.bookedHours > 0
    case 'used':
      return line.usedHours > 0
    case 'booked_unused':
      return line.bookedHours > line.usedHours
    case 'outside':
      return line.otherHours > 0
    default:
      return true
  }
}

function reservationLine(
  fact: ReservationFact,
  uses: readonly UseFact[],
  times: Times,
  figure: CountedFigure,
  now: number,
): Omit<CountedReservation, 'resourceId'> {
  const booked = BOOKED.has(fact.state) ? hoursWithin(fact, times.available, fact.units) : 0
  const usesOrBooking = isEstimated(fact) ? [fact] : uses.map((use) => ({ ...use, end: endOf(use, now) }))
  return {
    reservationId: fact.id ?? null,
    start: fact.start,
    end: fact.end,
    state: fact.state,
    purpose: fact.purpose ?? null,
    organisationId: fact.organisationId,
    personId: fact.personId,
    bookedHours: booked,
    usedHours: sumWithin(usesOrBooking, times.available),
    otherHours: figure === 'decisions' ? (fact.decisionMs ?? 0) / 3_600_000 : sumWithin(usesOrBooking, times.shut),
    isEstimated: isEstimated(fact),
  }
}

function useLine(use: UseFact, times: Times, now: number): Omit<CountedReservation, 'resourceId'> {
  const span = { start: use.start, end: endOf(use, now) }
  return {
    ...span,
    reservationId: null,
    state: null,
    purpose: null,
    organisationId: use.organisationId,
    personId: use.personId,
    bookedHours: 0,
    usedHours: hoursWithin(span, times.available, use.units),
    otherHours: hoursWithin(span, times.shut, use.units),
    isEstimated: false,
  }
}

const endOf = ({ start, end }: UseFact, now: number) => end ?? Math.max(start, now)

const sumWithin = (loads: readonly (Interval & { readonly units: number })[], times: readonly Interval[]) =>
  loads.reduce((sum, load) => sum + hoursWithin(load, times, load.units), 0)

const hoursWithin = (span: Interval, times: readonly Interval[], units: number) =>
  (lengthOf(clip(times, span)) * units) / 3_600_000

/** What may be said of a line to those who do not look after the equipment. */
export interface Told {
  /** Null for an organisation of fewer than three people in the list. */
  readonly organisationId: number | null
  readonly purpose: Purpose | null
}

/** An organisation is told where three of its people are in the list, a purpose where three of that organisation have it. */
export function toldOf(lines: readonly CountedReservation[]): readonly Told[] {
  const isMany = (of: (line: CountedReservation) => string) => {
    const people = Map.groupBy(lines, of)
    const many = new Map(
      [...people].map(([key, list]) => [key, new Set(list.map(({ personId }) => personId)).size >= SMALLEST_GROUP]),
    )
    return (line: CountedReservation) => many.get(of(line))!
  }
  const tellsOrganisation = isMany(({ organisationId }) => String(organisationId))
  const tellsPurpose = isMany(({ organisationId, purpose }) => `${organisationId} ${purpose}`)
  return lines.map((line) => ({
    organisationId: tellsOrganisation(line) ? line.organisationId : null,
    purpose: tellsPurpose(line) ? line.purpose : null,
  }))
}
