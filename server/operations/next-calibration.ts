import type { Db } from '../../db/connect.ts'
import { lastCalibrationEnd } from '../../db/queries/outages.ts'
import { calibrationDue } from '../domain/calibration.ts'
import type { Resource } from '../domain/resource.ts'

export interface NextCalibration {
  /** The end of the last one; null when there is none on record. */
  readonly last: number | null
  /** Null as long as there was none. */
  readonly due: number | null
}

/** When a resource is to be calibrated next; null for one that never is. */
export function nextCalibration(db: Db, { id, policy, timeZone }: Resource, now: number): NextCalibration | null {
  const { calibrationEveryMonths: months } = policy
  if (months === null) return null
  const last = lastCalibrationEnd(db, id, now)
  return { last, due: last === null ? null : calibrationDue(last, months, timeZone) }
}
