import type { Conflict } from './conflicts.ts'
import type { Interval } from './interval.ts'
import type { Resource } from './resource.ts'
import type { Violation } from './violation.ts'
import { weekHoursBetween } from './week-hours.ts'

/** What the rules say of a free time that a search proposes. */
export type SlotVerdict =
  | { readonly kind: 'fits'; readonly qualified: boolean }
  /** No earlier start can do; null where no start can. */
  | { readonly kind: 'no'; readonly notBefore: number | null }

const MINUTE = 60_000
const FORTNIGHT = 14 * 86_400_000

/**
 * Reads an assessment as a search needs it. A missing qualification is named rather than hidden; purpose and project
 * are asked for in the form.
 */
export function slotVerdict(
  slot: Interval,
  { violations, conflicts }: { readonly violations: readonly Violation[]; readonly conflicts: readonly Conflict[] },
  resource: Resource,
): SlotVerdict {
  const standing = violations.filter((each) => !isForTheForm(each))
  const cures = [
    ...conflicts.map(({ end }) => end + resource.policy.setupMinutes * MINUTE),
    ...standing.map((violation) => cureOf(violation, slot, resource)),
  ]
  if (cures.length === 0) return { kind: 'fits', qualified: !violations.some(({ code }) => code === 'qualification') }
  // Every reason must be gone, and none is gone before its own time.
  const isHopeless = cures.includes(null)
  return { kind: 'no', notBefore: isHopeless ? null : Math.max(slot.start + 1, ...(cures as number[])) }
}

/** What a person can still mend when they ask: the purpose, the project, training. */
export const isForTheForm = (violation: Violation) =>
  violation.code === 'purpose' ||
  (violation.code === 'project' && violation.isMissing === true) ||
  (violation.code === 'qualification' && !('hours' in violation))

/** The first start at which the reason may be gone: exact or too early, never too late. Null where it stays. */
function cureOf(violation: Violation, slot: Interval, { timeZone }: Resource): number | null {
  switch (violation.code) {
    case 'too-soon':
      return violation.earliest
    case 'outage':
      return violation.until
    case 'elsewhere':
      return violation.end
    case 'qualification':
      return 'hours' in violation ? nextOfHours(violation, slot, timeZone) : null
    case 'quota':
      return endOfExcess(violation)
    case 'closed':
    case 'off-step':
    case 'in-the-past':
      return slot.start + 1
    case 'audience':
      return violation.bookers ? null : slot.start + 1
    default:
      return null
  }
}

/** The first time so long inside the hours a level keeps; they are the same every week. */
function nextOfHours(
  { hours }: Extract<Violation, { hours: unknown }>,
  { start, end }: Interval,
  zone: string,
): number | null {
  const length = end - start
  const kept = weekHoursBetween(hours, { start, end: start + FORTNIGHT }, zone)
  const next = kept.find((each) => Math.max(each.start, start) + length <= each.end)
  return next ? Math.max(next.start, start + 1) : null
}

/** Where what is left of the quota suffices for the part that still lies in the period. */
function endOfExcess({ quota, used, within }: Extract<Violation, { code: 'quota' }>): number | null {
  if (quota.hours !== null) return 0
  if (within === null) return null
  return quota.measure === 'count' ? within.end : within.end - Math.max(0, quota.most - used) * MINUTE
}
