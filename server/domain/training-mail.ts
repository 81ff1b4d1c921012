import type { State } from './lifecycle.ts'
import type { Level } from './person.ts'
import type { QualificationEnd } from './qualification.ts'
import type { MailPlace } from './reservation-mail.ts'

export const TRAINING_MAIL_KINDS = [
  'training-asked',
  'training-answered',
  'training-declined',
  'training-invited',
  'training-moved',
  'training-cancelled',
  'training-left',
  'qualification-granted',
  'qualification-revoked',
  'qualification-ending',
] as const
/** `training-asked` goes to the stewards; all others to the person concerned. */
export type TrainingMailKind = (typeof TRAINING_MAIL_KINDS)[number]

/** Everything a mail about training or a qualification says, frozen when it was queued. Instants in UTC epoch ms. */
export interface TrainingMail extends MailPlace {
  /** Whose request or right it is. */
  readonly person: {
    readonly name: string
    readonly email: string
    readonly organisation: { readonly pl: string; readonly en: string }
  }
  /** The zone of the resource. */
  readonly timeZone: string
  readonly level: Level | null
  /** Whether the level lets its holder book. */
  readonly mayBook: boolean
  readonly end: QualificationEnd | null
  readonly words: string | null
  /** Who did it; null when the system did. */
  readonly actor: string | null
  /** The session, which belongs into the reader's calendar. */
  readonly session: TrainingMailSession | null
  /** Of the session: mails about one reservation reach a person in order. */
  readonly reservationId: number | null
}

export interface TrainingMailSession {
  readonly start: number
  readonly end: number
  readonly title: string
  readonly state: State
  readonly sequence: number
  /** CANCEL once the reader has no place in it any more. */
  readonly method: 'REQUEST' | 'CANCEL'
}
