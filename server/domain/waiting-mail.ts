import type { MailPlace } from './reservation-mail.ts'

export const WAITING_MAIL_KINDS = ['waiting-offer'] as const
export type WaitingMailKind = (typeof WAITING_MAIL_KINDS)[number]

/** What a mail to somebody who waits says. Instants in UTC epoch ms. */
export interface WaitingMail extends MailPlace {
  readonly entryId: number
  /** The zone of the resource. */
  readonly timeZone: string
  readonly start: number
  readonly end: number
  readonly units: number
  readonly capacity: number
  /** Until when the time is kept for the reader alone. */
  readonly expiresAt: number
}
