import { OUTAGE_KINDS, type Outage, type OutageKind } from './availability-rule.ts'
import type { FieldFault } from './hours-change.ts'
import type { Interval } from './interval.ts'
import { DAY_MS, isInCalendar } from './zone.ts'

/** An outage with what is known of it besides. */
export interface OutageRecord extends Outage {
  readonly createdAt: number
  readonly createdBy: string | null
  /** What was done, and by whom, once it was. */
  readonly workLog: string | null
  readonly doneBy: { readonly id: number; readonly name: string } | null
  /** The rule this is one occurrence of. */
  readonly ruleId: number | null
}

/** An outage as somebody wants it. */
export interface OutageDraft extends Interval {
  readonly kind: OutageKind
  readonly planned: boolean
  readonly reason: string
}

/** What is kept of an outage that was removed, so that it can be restored. */
export interface RemovedOutage extends OutageDraft {
  readonly workLog: string | null
  readonly doneById: number | null
  readonly ruleId: number | null
  /** What belonged to it. */
  readonly documentIds: readonly number[]
  readonly faultIds: readonly number[]
}

/** In characters. */
export const MAX_REASON = 500
export const MAX_WORK_LOG = 10_000
const MAX_DAYS = 3660
/** So far ahead one may begin. */
const MAX_DAYS_AHEAD = 1830

/** What is wrong with an outage as somebody typed it, by the field's name in the API; null when it may be kept. */
export function outageFault(draft: OutageDraft, now: number): FieldFault | null {
  const matter = matterFault(draft)
  if (matter) return matter
  const { start, end } = draft
  if (!isInCalendar(start) || start > now + MAX_DAYS_AHEAD * DAY_MS)
    return { field: 'start', reason: 'outage-start', values: { years: 5 } }
  if (end <= start) return { field: 'end', reason: 'end-before-start' }
  if (!isInCalendar(end) || end - start > MAX_DAYS * DAY_MS)
    return { field: 'end', reason: 'outage-length', values: { years: 10 } }
  return null
}

/** The same of what does not depend on its time. */
export function matterFault({ kind, reason }: Pick<OutageDraft, 'kind' | 'reason'>): FieldFault | null {
  if (!OUTAGE_KINDS.includes(kind)) return { field: 'kind', reason: 'other' }
  if (reason.length > MAX_REASON) return { field: 'reason', reason: 'too-many', values: { wanted: MAX_REASON } }
  return null
}

/** A breakdown is what nobody planned. */
export const isPlannedByKind = (kind: OutageKind): boolean => kind !== 'breakdown'
