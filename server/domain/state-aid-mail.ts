import type { Limit } from './state-aid.ts'

export const STATE_AID_MAIL_KINDS = ['state-aid-limit', 'state-aid-frozen'] as const
/** A share that reached a limit, or the capacity of a new year; to those who answer for the book. */
export type StateAidMailKind = (typeof STATE_AID_MAIL_KINDS)[number]

/** Everything such a mail says, frozen when it was queued. */
export interface StateAidMail {
  readonly entity: { readonly slug: string; readonly name: string }
  readonly organisation: { readonly pl: string; readonly en: string }
  readonly year: number
  /** The limit reached; null in a mail about the capacity. */
  readonly limit: Limit | null
  /** The limit that the forecast reaches. */
  readonly forecastLimit: Limit | null
  readonly share: number | null
  readonly forecast: number | null
  readonly economicHours: number
  readonly capacityHours: number
  readonly headroomHours: number
}
