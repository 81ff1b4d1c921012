import type { Interval } from './interval.ts'
import type { Level } from './person.ts'
import type { Bookers, WeekHours } from './policy.ts'
import type { Purpose } from './purpose.ts'
import type { QuotaExcess } from './quota.ts'

/** The vocabulary of "no": every reason a reservation can be refused for, with the figures its sentence needs. */
export type Violation = Matter & {
  /** Which of several resources it is about; left out for the leading one. */
  readonly resource?: ResourceRef
}

export interface ResourceRef {
  readonly id: number
  readonly slug: string
  readonly name: Names
  /** Of a lab whose rules are not the leading lab's to set aside. */
  readonly isForeign: boolean
}

interface Names {
  readonly pl: string
  readonly en: string
}

/** Why a resource cannot be taken along. */
export type PartFault =
  | { readonly fault: 'twice' | 'accessory' | 'approval' }
  /** The other one holds it, or is inside it. */
  | { readonly fault: 'within'; readonly other: Names }
  | { readonly fault: 'many'; readonly most: number }

type Matter =
  | { readonly code: 'closed'; readonly open: readonly { start: number; end: number }[] }
  | {
      readonly code: 'audience'
      /** Who may book here at all, where it is not the hour that keeps the person out. */
      readonly bookers?: Bookers
    }
  | { readonly code: 'too-short'; readonly minMinutes: number }
  | {
      readonly code: 'too-long'
      readonly maxMinutes: number /** Longer than anybody may allow. */
      readonly isFinal?: true
    }
  | { readonly code: 'off-step'; readonly stepMinutes: number }
  | {
      readonly code: 'too-soon'
      readonly noticeMinutes: number
      readonly earliest: number
      /** It is the use of a reservation that would begin too early. */
      readonly isCheckIn?: true
    }
  | { readonly code: 'beyond-horizon'; readonly horizonDays: number; readonly latest: number }
  | { readonly code: 'in-the-past' }
  | { readonly code: 'end-before-start' }
  | ({ readonly code: 'quota' } & QuotaExcess)
  | {
      readonly code: 'qualification'
      readonly level: Level
      /** It was there and has lapsed unused. */
      readonly unusedMonths?: number
    }
  /** The qualification is there and its hours are others; `level` is free of them, null where none is. */
  | { readonly code: 'qualification'; readonly hours: readonly WeekHours[]; readonly level: Level | null }
  | { readonly code: 'out-of-service' }
  | { readonly code: 'outage'; readonly kind: string; readonly until: number }
  | { readonly code: 'units'; readonly capacity: number }
  | {
      readonly code: 'purpose'
      readonly purpose: Purpose | null
      /** Those that do, where the one named does not. */
      readonly allowed?: readonly Purpose[]
    }
  /** None is named, or one that others run, that is closed, or that does not run on these local days. */
  | {
      readonly code: 'project'
      readonly isMissing?: true
      readonly projectCode?: string
      readonly isClosed?: true
      readonly runs?: { readonly startOn: string | null; readonly endOn: string | null }
    }
  /** The person holds time in another place where one cannot be at once. */
  | ({ readonly code: 'elsewhere' } & Interval)
  /** The resources cannot be taken together. */
  | ({ readonly code: 'parts' } & PartFault)
  /** Too late for the requester to change or cancel: since `since` only stewards may. */
  | { readonly code: 'locked'; readonly lockMinutes: number; readonly since: number }

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
  elsewhere: true,
  parts: false,
  locked: true,
}

export const isOverridable = (violation: Violation): boolean =>
  OVERRIDABLE[violation.code] && !(violation.code === 'too-long' && violation.isFinal) && !violation.resource?.isForeign
