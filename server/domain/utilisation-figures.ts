import type { Use, Utilisation } from './utilisation.ts'

export { SMALLEST_GROUP } from './utilisation-grouping.ts'

/** The figures a report shows, hours and shares of 1. Null where nothing stands below the line. */
export interface UtilisationFigures {
  readonly calendarHours: number
  readonly openHours: number
  readonly plannedMaintenanceHours: number
  readonly downtimeHours: number
  readonly plannedCapacityHours: number
  readonly availableHours: number
  readonly bookedHours: number
  readonly usedHours: number
  readonly bookedAndUsedHours: number
  readonly usedOutsideHours: number
  readonly bookedUnusedHours: number
  readonly idleHours: number
  readonly unmetHours: number
  readonly availability: number | null
  readonly occupancy: number | null
  readonly utilisation: number | null
  readonly capacityUtilisation: number | null
  readonly calendarLoading: number | null
  readonly realisation: number | null
  readonly unbookedShare: number | null
  readonly noShowRate: number | null
  readonly lateCancelRate: number | null
  readonly logCoverage: number | null
  readonly noShows: number
  /** Those that count as booked and start in the period. */
  readonly reservations: number
  /** Some of the used time is the booked time of reservations without a record of use. */
  readonly estimated: boolean
  readonly estimatedReservations: number
  readonly users: number
  readonly organisations: number
  readonly undertakings: number
  readonly decisionHoursMedian: number | null
  readonly decisionHoursP90: number | null
}

/** What a row says of users alone: whose hours they were, not when it was open. */
const OF_EQUIPMENT = [
  'calendarHours',
  'openHours',
  'plannedMaintenanceHours',
  'downtimeHours',
  'plannedCapacityHours',
  'availableHours',
  'idleHours',
  'unmetHours',
] as const

/** The figures of a row; null where a figure belongs to the equipment and not to those who use it. */
export type RowFigures = Omit<UtilisationFigures, (typeof OF_EQUIPMENT)[number]> & {
  readonly [Name in (typeof OF_EQUIPMENT)[number]]: number | null
}

/** Of a part of the use: ratios are shares of the time that was available, planned or passed altogether. */
export function figuresOfUse(sum: Use, whole: Utilisation, undertakings: ReadonlySet<number>): RowFigures {
  const { calendar, open, planned, downtime } = whole
  const figures = figuresOf({ ...sum, calendar, open, planned, downtime, unmet: 0 }, undertakings)
  const none = Object.fromEntries(OF_EQUIPMENT.map((name) => [name, null])) as {
    [N in (typeof OF_EQUIPMENT)[number]]: null
  }
  return { ...figures, availability: null, ...none }
}

/** Ratios of a group come from its sums, never from the ratios of its parts. `undertakings`: ids of companies. */
export function figuresOf(sum: Omit<Utilisation, 'week'>, undertakings: ReadonlySet<number>): UtilisationFigures {
  const planned = sum.open - sum.planned
  const available = planned - sum.downtime
  return {
    calendarHours: hours(sum.calendar),
    openHours: hours(sum.open),
    plannedMaintenanceHours: hours(sum.planned),
    downtimeHours: hours(sum.downtime),
    plannedCapacityHours: hours(planned),
    availableHours: hours(available),
    bookedHours: hours(sum.booked),
    usedHours: hours(sum.used),
    bookedAndUsedHours: hours(sum.bookedAndUsed),
    usedOutsideHours: hours(sum.usedOutside),
    bookedUnusedHours: hours(sum.booked - sum.bookedAndUsed),
    idleHours: hours(available - sum.booked - sum.used + sum.bookedAndUsed),
    unmetHours: hours(sum.unmet),
    availability: ratio(available, planned),
    occupancy: ratio(sum.booked, available),
    utilisation: ratio(sum.used, available),
    capacityUtilisation: ratio(sum.used, planned),
    calendarLoading: ratio(sum.used + sum.usedOutside, sum.calendar),
    realisation: ratio(sum.bookedAndUsed, sum.booked),
    unbookedShare: ratio(sum.used - sum.bookedAndUsed, sum.used),
    noShowRate: ratio(sum.noShows, sum.reachedStart),
    lateCancelRate: ratio(sum.lateCancels, sum.everConfirmed),
    logCoverage: ratio(sum.logged, sum.ended),
    noShows: sum.noShows,
    reservations: sum.begun,
    estimated: sum.estimatedTime > 0,
    estimatedReservations: sum.estimated,
    users: sum.people.length,
    organisations: sum.organisations.length,
    undertakings: sum.organisations.filter((id) => undertakings.has(id)).length,
    ...decisionTimes(sum.decisions),
  }
}

/** The nearest-rank percentiles: half, and nine of ten, were decided at least this fast. */
function decisionTimes(decisions: readonly number[]) {
  const times = decisions.toSorted((a, b) => a - b)
  const rank = (share: number) => times[Math.max(0, Math.ceil(share * times.length) - 1)]
  const orNull = (ms: number | undefined) => (ms === undefined ? null : hours(ms))
  return { decisionHoursMedian: orNull(rank(0.5)), decisionHoursP90: orNull(rank(0.9)) }
}

const hours = (ms: number) => ms / 3_600_000
const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)
