import { lapsesAt } from './lapse.ts'
import { DAY_MS } from './zone.ts'

/** How near the next calibration is: within 30 and within 7 days, or gone by. */
export type CalibrationStage = 'month' | 'week' | 'overdue'

/** When the next calibration is due: so many months after the last one ended, at the same local time. */
export const calibrationDue = (lastEnd: number, everyMonths: number, zone: string): number =>
  lapsesAt(lastEnd, everyMonths, zone)

/** Null while there is time yet. */
export function calibrationStage(due: number, now: number): CalibrationStage | null {
  if (due <= now) return 'overdue'
  if (due <= now + 7 * DAY_MS) return 'week'
  return due <= now + 30 * DAY_MS ? 'month' : null
}
