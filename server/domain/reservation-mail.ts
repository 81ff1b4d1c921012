import type { State } from './lifecycle.ts'
import type { Purpose } from './purpose.ts'

export const RESERVATION_MAIL_KINDS = [
  'requested',
  'asked',
  'confirmed',
  'declined',
  'cancelled',
  'changed',
  'expired',
  'missed',
  'overrun',
  'delayed',
  'reminder',
  'invited',
  'uninvited',
  'guest-left',
] as const
/**
 * `asked` goes to the stewards when a request waits for them; all others name what happened to the reservation: `missed` is a
 * no-show, `overrun` goes to who is still at work when the next time begins, `delayed` to whose time that is,
 * `reminder` to whose time comes, `invited` and `uninvited` to who is asked along and no longer is, `guest-left` to whose
 * guest does not come.
 */
export type ReservationMailKind = (typeof RESERVATION_MAIL_KINDS)[number]

/** Where something takes place. */
export interface MailPlace {
  readonly resource: { readonly slug: string; readonly name: Names }
  readonly lab: { readonly slug: string; readonly name: Names; readonly city: string | null }
  /** The organisation that owns the resource. */
  readonly organisation: { readonly slug: string; readonly name: Names }
}

/** What a mail says, be it about one reservation or a series. Instants in UTC epoch ms. */
export interface MailMatter extends MailPlace {
  readonly audience: 'requester' | 'steward' | 'participant'
  /** SEQUENCE of the calendar part. */
  readonly sequence: number
  /** The method of the calendar part: CANCEL once no time is held any more. */
  readonly method: 'REQUEST' | 'CANCEL'
  readonly units: number
  /** What is taken along. */
  readonly also?: readonly { readonly name: Names; readonly units: number }[]
  readonly title: string
  readonly purpose: Purpose
  readonly note: string | null
  readonly project: string | null
  /** The zone of the resource. */
  readonly timeZone: string
  readonly requester: {
    readonly name: string
    readonly email: string
    readonly organisation: Names
  }
  /** Who did it; null when the system did. */
  readonly actor: string | null
  /** The stewards' or the canceller's words. */
  readonly reason: string | null
  readonly decideBy: number | null
}

/** Everything a mail about a reservation says, frozen when it was queued. Instants in UTC epoch ms. */
export interface ReservationMail extends MailMatter {
  readonly reservationId: number
  /** To the stewards of what is taken along: others decide. */
  readonly isForInformation?: boolean
  readonly state: State
  readonly start: number
  readonly end: number
  /** Where it was before, when its time changed. */
  readonly previous: { readonly start: number; readonly end: number } | null
  /** Free times on the same resource, where it was let go. */
  readonly others?: readonly { readonly start: number; readonly end: number }[]
  /** The series it is an occurrence of: calendars find it there by its RECURRENCE-ID. */
  readonly series?: OccurrenceOfSeries | null
}

export interface OccurrenceOfSeries {
  readonly id: number
  /** The local start by the rule. */
  readonly recurrenceLocal: string
  /** The zone of the series. */
  readonly timeZone: string
}

interface Names {
  readonly pl: string
  readonly en: string
}
