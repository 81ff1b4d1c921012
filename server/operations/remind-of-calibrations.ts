import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordSettingEvent, settingEventsOf } from '../../db/queries/setting-events.ts'
import { type CalibrationStage, calibrationStage } from '../domain/calibration.ts'
import type { Resource } from '../domain/resource.ts'
import { nextCalibration } from './next-calibration.ts'
import { tellOfCalibration } from './outage-mails.ts'

/**
 * Reminds the stewards of calibrations that are due in 30 and in 7 days and of those overdue, once each, however late and in
 * however many processes it runs. Returns how many calibrations they were reminded of.
 */
export function remindOfCalibrations(db: Db, now: number): number {
  const watched = catalogueOf(db).resources.filter(
    ({ policy, status }) => policy.calibrationEveryMonths !== null && status !== 'retired',
  )
  let count = 0
  for (const resource of watched)
    if (reminderOf(db, resource, now) && inWriteTransaction(db, (tx) => remind(tx, resource, now))) count++
  return count
}

/** Looks again, now that nobody else can write. */
function remind(tx: Db, resource: Resource, now: number): boolean {
  const reminder = reminderOf(tx, resource, now)
  if (!reminder) return false
  const place = { kind: 'resource', id: resource.id } as const
  recordSettingEvent(tx, { place, personId: null, kind: REMINDED, before: null, after: reminder, at: now })
  tellOfCalibration(tx, resource, reminder, now)
  return true
}

const REMINDED = 'calibration-reminded'

interface Reminder {
  /** When it is due. */
  readonly at: number
  readonly stage: CalibrationStage
  readonly last: number
}

/** What to remind of, unless that has been done. */
function reminderOf(db: Db, resource: Resource, now: number): Reminder | null {
  const next = nextCalibration(db, resource, now)
  if (!next || next.due === null) return null
  const stage = calibrationStage(next.due, now)
  if (stage === null) return null
  const told = settingEventsOf(db, { kind: 'resource', id: resource.id }, [REMINDED])
  const isTold = told.some(({ after }) => {
    const earlier = after as Reminder | null
    return earlier?.at === next.due && earlier.stage === stage
  })
  return isTold ? null : { at: next.due, stage, last: next.last! }
}
