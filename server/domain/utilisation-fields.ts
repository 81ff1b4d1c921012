import { round, roundOrNull } from './exchange-fields.ts'
import type { RowFigures } from './utilisation-figures.ts'
import { SMALLEST_GROUP } from './utilisation-grouping.ts'

export type UtilisationFields = ReturnType<typeof fieldsOf>

/** The figures under the names they have for programs: in the API and as columns of a file. */
export function fieldsOf(f: RowFigures) {
  const few = f.users > 0 && f.users < SMALLEST_GROUP
  return {
    calendar_hours: roundOrNull(f.calendarHours),
    open_hours: roundOrNull(f.openHours),
    planned_maintenance_hours: roundOrNull(f.plannedMaintenanceHours),
    downtime_hours: roundOrNull(f.downtimeHours),
    planned_capacity_hours: roundOrNull(f.plannedCapacityHours),
    available_hours: roundOrNull(f.availableHours),
    booked_hours: round(f.bookedHours),
    used_hours: round(f.usedHours),
    booked_and_used_hours: round(f.bookedAndUsedHours),
    used_outside_hours: round(f.usedOutsideHours),
    booked_unused_hours: round(f.bookedUnusedHours),
    idle_hours: roundOrNull(f.idleHours),
    unmet_hours: roundOrNull(f.unmetHours),
    availability: roundOrNull(f.availability),
    occupancy: roundOrNull(f.occupancy),
    utilisation: roundOrNull(f.utilisation),
    capacity_utilisation: roundOrNull(f.capacityUtilisation),
    calendar_loading: roundOrNull(f.calendarLoading),
    realisation: roundOrNull(f.realisation),
    unbooked_share: roundOrNull(f.unbookedShare),
    no_show_rate: roundOrNull(f.noShowRate),
    late_cancel_rate: roundOrNull(f.lateCancelRate),
    log_coverage: roundOrNull(f.logCoverage),
    no_shows: f.noShows,
    estimated: f.estimated,
    estimated_reservations: f.estimatedReservations,
    users: few ? null : f.users,
    organisations: few ? null : f.organisations,
    undertakings: few ? null : f.undertakings,
    decision_hours_median: roundOrNull(f.decisionHoursMedian),
    decision_hours_p90: roundOrNull(f.decisionHoursP90),
    reservations: f.reservations,
  }
}
