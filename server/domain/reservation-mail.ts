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
] as const
/** `asked` goes to the stewards when a request waits for them; all others name what happened to the reservation. */
export type ReservationMailKind = (typeof RESERVATION_MAIL_KINDS)[number]

/** Everything a mail about a reservation says, frozen when it was queued. Instants in UTC epoch ms. */
export interface ReservationMail {
  readonly reservationId: number
  readonly audience: 'requester' | 'steward'
  readonly state: State
  /** SEQUENCE of the calendar part. */
  readonly sequence: number
  /** The method of the calendar part: CANCEL once the reservation no longer holds its time. */
  readonly method: 'REQUEST' | 'CANCEL'
  readonly start: number
  readonly end: number
  /** Where it was before, when its time changed. */
  readonly previous: { readonly start: number; readonly end: number } | null
  readonly units: number
  readonly title: string
  readonly purpose: Purpose
  readonly note: string | null
  readonly project: string | null
  readonly resource: { readonly slug: string; readonly name: Names }
  readonly lab: { readonly slug: string; readonly name: Names; readonly city: string | null }
  /** The organisation that owns the resource. */
  readonly organisation: { readonly slug: string; readonly name: Names }
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

interface Names {
  readonly pl: string
  readonly en: string
}
