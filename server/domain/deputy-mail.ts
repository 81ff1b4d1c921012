import type { MailPlace } from './reservation-mail.ts'

export const DEPUTY_MAIL_KINDS = ['deputy-named', 'deputy-ended'] as const
/** To who decides for a lab for a time: that they do, from when to when, and that it has been taken back. */
export type DeputyMailKind = (typeof DEPUTY_MAIL_KINDS)[number]

/** Everything a mail about a deputy says, frozen when it was queued. Instants in UTC epoch ms. */
export interface DeputyMail extends Omit<MailPlace, 'resource'> {
  readonly deputyshipId: number
  /** The time, [start, end); what is left of it where it was ended in between. */
  readonly start: number
  readonly end: number
  /** The zone of the lab. */
  readonly timeZone: string
  /** The owner who did it. */
  readonly actor: string
  /** CANCEL where nothing of the time is left. */
  readonly method: 'REQUEST' | 'CANCEL'
  readonly sequence: number
}
