import type { Level } from './person.ts'
import type { Purpose } from './purpose.ts'

/** The vocabulary of "no": every reason a reservation can be refused for, with the figures its sentence needs. */
export type Violation =
  | { readonly code: 'closed'; readonly open: readonly { start: number; end: number }[] }
  | { readonly code: 'audience' }
  | { readonly code: 'too-short'; readonly minMinutes: number }
  | {
      readonly code: 'too-long'
      readonly maxMinutes: number /** Longer than anybody may allow. */
      readonly isFinal?: true
    }
  | { readonly code: 'off-step'; readonly stepMinutes: number }
  | { readonly code: 'too-soon'; readonly noticeMinutes: number; readonly earliest: number }
  | { readonly code: 'beyond-horizon'; readonly horizonDays: number; readonly latest: number }
  | { readonly code: 'in-the-past' }
  | { readonly code: 'end-before-start' }
  | { readonly code: 'quota'; readonly limitMinutes: number; readonly usedMinutes: number }
  | { readonly code: 'qualification'; readonly level: Level }
  | { readonly code: 'out-of-service' }
  | { readonly code: 'outage'; readonly kind: string; readonly until: number }
  | { readonly code: 'units'; readonly capacity: number }
  | { readonly code: 'purpose'; readonly purpose: Purpose | null }
  | { readonly code: 'project' }

export type ViolationCode = Violation['code']

/** What a steward may set aside with a written reason. A clash is not in this vocabulary: nobody overrides it. */
const OVERRIDABLE: Record<ViolationCode, boolean> = {
  closed: true,
  audience: true,
  'too-short': true,
  'too-long': true,
  'off-step': true,
  'too-soon': true,
  'beyond-horizon': true,
  'in-the-past': true,
  'end-before-start': false,
  quota: true,
  qualification: false,
  'out-of-service': false,
  outage: false,
  units: false,
  purpose: false,
  project: false,
}

export const isOverridable = (violation: Violation): boolean =>
  OVERRIDABLE[violation.code] && !(violation.code === 'too-long' && violation.isFinal)
