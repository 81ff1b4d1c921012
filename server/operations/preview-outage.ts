import type { Db } from '../../db/connect.ts'
import type { Interval } from '../domain/interval.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import type { AffectedByOutage } from '../domain/outage-impact.ts'
import type { Person } from '../domain/person.ts'
import { affectedByOutages } from './affected-by-outages.ts'
import { type OutagePlan, planOutage } from './plan-outage.ts'
import { done, type Result } from './result.ts'

export interface OutagePreview {
  /** The time of each outage there will be, by start. */
  readonly spans: readonly Interval[]
  readonly affected: readonly AffectedByOutage[]
}

/** What a change of outages would do. Changes nothing. Refusals: `not-found`, `forbidden`, `invalid`. */
export function previewOutage(
  db: Db,
  person: Person,
  resourceId: number,
  change: OutageChange,
  now: number,
): Result<OutagePreview> {
  const plan = planOutage(db, person, resourceId, change, now)
  if (!plan.ok) return plan
  return done({ spans: plan.value.spans, affected: affectedByPlan(db, plan.value, person, now) })
}

export function affectedByPlan(
  db: Db,
  { resource, spans, target }: OutagePlan,
  person: Person,
  now: number,
): readonly AffectedByOutage[] {
  return affectedByOutages(db, { resource, spans, before: target ? [target] : [] }, person, now)
}
