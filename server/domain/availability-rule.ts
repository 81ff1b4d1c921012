export const RULE_EFFECTS = ['open', 'closed', 'replace'] as const
export type RuleEffect = (typeof RULE_EFFECTS)[number]

/** `members`: every organisation of the cluster that is no company. `organisation`: the owner's own people. */
export const AUDIENCES = ['everyone', 'members', 'organisation'] as const
export type Audience = (typeof AUDIENCES)[number]

/** The most rules a resource, or a lab, may have. */
export const MAX_RULES_PER_RESOURCE = 100

/** A recurring window in wall-clock time of the resource's zone. */
export interface AvailabilityRule {
  readonly id: number
  readonly labId: number | null
  readonly resourceId: number | null
  readonly effect: RuleEffect
  readonly audience: Audience
  /** Local start of the first window, `2026-01-05T08:00:00`. */
  readonly startLocal: string
  /** Wall-clock length: 22:00 plus 480 is 06:00 on the clock, whatever the clocks do that night. */
  readonly durationMinutes: number
  /** RFC 5545 recurrence without DTSTART; empty for a single window. */
  readonly rrule: string
  /** Local starts left out and added. */
  readonly exdates: readonly string[]
  readonly rdates: readonly string[]
  /** Last local day on which a window may start, `2026-06-30`. */
  readonly validUntil: string | null
  readonly label: string
}

export const OUTAGE_KINDS = ['maintenance', 'calibration', 'cleaning', 'breakdown'] as const
export type OutageKind = (typeof OUTAGE_KINDS)[number]

/** Time in which a resource cannot be used, whatever its hours say. */
export interface Outage {
  readonly id: number
  readonly resourceId: number
  readonly start: number
  readonly end: number
  readonly kind: OutageKind
  readonly planned: boolean
  readonly reason: string
}
