import type { Db } from '../../db/connect.ts'
import type { Hours } from '../domain/availability.ts'
import type { Affected, HoursChange, HoursPlace } from '../domain/hours-change.ts'
import type { Person } from '../domain/person.ts'
import { affectedBy, withNearest } from './affected-by-hours.ts'
import { planHours } from './plan-hours.ts'
import { done, type Result } from './result.ts'

export interface HoursPreview {
  readonly before: Hours
  readonly after: Hours
  /** By start; `nearest` is looked for of the first 50. */
  readonly affected: readonly Affected[]
}

/** What a change of hours would do. Changes nothing. Refusals: `not-found`, `forbidden`, `stale-rule`, `invalid`. */
export function previewHours(
  db: Db,
  person: Person,
  place: HoursPlace,
  change: HoursChange,
  now: number,
): Result<HoursPreview> {
  const plan = planHours(db, person, place, change)
  if (!plan.ok) return plan
  const { before, after } = plan.value
  return done({ before, after, affected: withNearest(db, affectedBy(db, plan.value, now), now) })
}
