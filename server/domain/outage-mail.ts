import type { OutageKind } from './availability-rule.ts'
import type { CalibrationStage } from './calibration.ts'
import type { State } from './lifecycle.ts'
import type { MailPlace, OccurrenceOfSeries } from './reservation-mail.ts'

export const OUTAGE_MAIL_KINDS = ['outage-affects', 'outage-settled', 'calibration-due'] as const
/** `outage-affects` goes to who loses time, `outage-settled` to the other stewards, who are reminded of calibrations, too. */
export type OutageMailKind = (typeof OUTAGE_MAIL_KINDS)[number]

/** Everything a mail about an outage says, frozen when it was queued. Instants in UTC epoch ms. */
export interface OutageMail extends MailPlace {
  /** The zone of the resource. */
  readonly timeZone: string
  /** The first one, and how many there are; null in a reminder of a calibration. */
  readonly outage: {
    readonly start: number
    readonly end: number
    readonly kind: OutageKind
    readonly planned: boolean
    readonly reason: string
    readonly count: number
  } | null
  readonly lines: readonly OutageMailLine[]
  /** The steward's words. */
  readonly words: string | null
  readonly actor: string | null
  readonly calibration: CalibrationDue | null
}

export interface CalibrationDue {
  readonly at: number
  readonly stage: CalibrationStage
  readonly last: number
}

interface Names {
  readonly pl: string
  readonly en: string
}

export interface OutageMailTime {
  readonly start: number
  readonly end: number
  readonly resource: { readonly slug: string; readonly name: Names }
}

/** What has become of one reservation. */
export interface OutageMailLine {
  readonly reservationId: number
  readonly title: string
  readonly requester: { readonly name: string; readonly email: string }
  readonly outcome: 'kept' | 'cancelled' | 'moved'
  /** When and where it was. */
  readonly was: OutageMailTime
  /** When and where it is now; the same where it was kept. */
  readonly now: OutageMailTime
  readonly others: readonly OutageMailTime[]
  /** Its entry in the reader's calendar. */
  readonly state: State
  readonly sequence: number
  readonly timeZone: string
  readonly place: MailPlace
  readonly series: OccurrenceOfSeries | null
}
