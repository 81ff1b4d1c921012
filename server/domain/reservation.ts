import type { State } from './lifecycle.ts'
import type { Participant } from './participant.ts'
import type { Purpose } from './purpose.ts'

/** A reservation as it is stored. Times in UTC epoch ms; `start`/`end` without set-up and clean-up. */
export interface Reservation {
  readonly id: number
  /** Rises by one with every change; the ETag of the API. */
  readonly version: number
  readonly state: State
  readonly resourceId: number
  readonly requesterId: number
  readonly organisationId: number
  readonly projectId: number | null
  readonly seriesId: number | null
  /** Which occurrence of its series: the local start by the rule, wherever it has been moved to. Null outside a series. */
  readonly occurrenceLocal: string | null
  /** Changed by itself: a change of the whole series leaves it alone unless told otherwise. */
  readonly isChangedAlone: boolean
  readonly start: number
  readonly end: number
  readonly units: number
  /** What it takes along for the same time, all or nothing. */
  readonly also: readonly Part[]
  /** Who is invited along. */
  readonly participantIds: readonly number[]
  readonly title: string
  readonly purpose: Purpose
  readonly note: string | null
  readonly createdAt: number
  /** The moment an undecided request lets go of its time. */
  readonly decideBy: number | null
  readonly decidedById: number | null
  readonly decidedAt: number | null
  readonly decisionReason: string | null
  /** Rises with every change that calendars must learn of (RFC 5545, 3.8.7.4). */
  readonly calendarSequence: number
}

/** A resource, and how many of its units, that is wanted along with another one. */
export interface PartWish {
  readonly resourceId: number
  readonly units: number
}

/** The same of a reservation that is made. */
export interface Part extends PartWish {
  /** Whose stewards the reservation concerns, too. */
  readonly labId: number
}

/** A reservation with the names its page, its list row or its JSON needs. `visibility.ts` decides who gets which. */
export interface ReservationDetail extends Reservation {
  readonly participants: readonly Participant[]
  readonly requester: { readonly id: number; readonly name: string; readonly email: string }
  readonly project: { readonly code: string; readonly title: string } | null
  readonly decidedBy: { readonly id: number; readonly name: string } | null
}

export const EVENT_KINDS = [
  'overridden',
  'agreed',
  'approved',
  'declined',
  'expired',
  'changed',
  'invited',
  'uninvited',
  'guest-left',
  'cancelled',
  'checked-in',
  'checked-out',
  'missed',
  'ended',
  'use-entered',
  'use-corrected',
  'use-removed',
  'excused',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** Something that happened to a reservation after it was made. */
export interface ReservationEvent {
  readonly id: number
  readonly kind: EventKind
  /** Null when the system did it. */
  readonly personId: number | null
  readonly personName: string | null
  readonly details: EventDetails
  readonly at: number
}

export interface EventDetails {
  readonly reason?: string
  /** `overridden`: the codes of the violations a steward set aside. */
  readonly codes?: readonly string[]
  /** `checked-out`, where nobody said when: the end it is taken to have had. */
  readonly estimatedEnd?: number
  /** `use-entered`, `use-corrected`, `use-removed`: the time of the record. */
  readonly used?: { readonly start: number; readonly end: number }
  /** `use-corrected`: what the record said before. */
  readonly wasUsed?: { readonly start: number; readonly end: number }
  /** `cancelled`: inside the notice, by the requester. */
  readonly late?: boolean
  /** `invited`, `uninvited`: how many people; who they are stands beside it as long as it is true. */
  readonly guests?: number
  /** `changed`: what each changed field was and is. */
  readonly changes?: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>
  /** `changed`: the state the change left it in, when it changed. */
  readonly state?: string
}

/**
 * The busy time of a reservation on a resource, set-up and clean-up included: [start − setup, end + cleanup).
 * `tentative` while the reservation waits for a decision.
 */
export interface Claim {
  readonly resourceId: number
  readonly reservationId: number
  readonly start: number
  readonly end: number
  readonly units: number
  readonly setupMinutes: number
  readonly cleanupMinutes: number
  readonly tentative: boolean
}

/** Busy time as it bears on one resource: its own claims, and those of its kin as all of its units. */
export interface Busy {
  readonly start: number
  readonly end: number
  readonly units: number
  readonly reservationId: number
  /** Where the claim lies: the resource itself, or one above or inside it. */
  readonly resourceId: number
  readonly setupMinutes: number
  readonly cleanupMinutes: number
  readonly tentative: boolean
}
