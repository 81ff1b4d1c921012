import type { Purpose } from './purpose.ts'
import type { MailPlace } from './reservation-mail.ts'

export const DECIDING_MAIL_KINDS = ['question', 'answer', 'still-waiting', 'stalled', 'coordinator-asked'] as const
/**
 * `question` goes from a steward to the requester, `answer` the other way; `still-waiting` reminds who decides, and
 * `stalled` tells the coordinator that nobody has reacted: hours, never what for or whose. `coordinator-asked` tells them
 * that their yes is missing, with the organisation and the purpose.
 */
export type DecidingMailKind = (typeof DECIDING_MAIL_KINDS)[number]

/** Everything a mail about a decision in the making says, frozen when it was queued. Instants in UTC epoch ms. */
export interface DecidingMail extends MailPlace {
  /** The reservation; null to who may not see it. */
  readonly aboutId: number | null
  readonly start: number
  readonly end: number
  readonly timeZone: string
  readonly decideBy: number | null
  /** More requests of the same series that wait with it. */
  readonly more: number
  readonly title: string | null
  readonly requester: string | null
  /** Who writes. */
  readonly actor: string | null
  readonly words: string | null
  /** To the coordinator who is asked: of which organisation, and what for. */
  readonly asking?: { readonly organisation: Names; readonly purpose: Purpose }
}

interface Names {
  readonly pl: string
  readonly en: string
}
