import type { FaultSeverity } from './fault.ts'
import type { MailPlace } from './reservation-mail.ts'

export const FAULT_MAIL_KINDS = ['fault-reported', 'fault-answered', 'fault-acknowledged', 'fault-resolved'] as const
/** `fault-reported` goes to the stewards; all others to those who reported it, and to a steward where they answered. */
export type FaultMailKind = (typeof FAULT_MAIL_KINDS)[number]

/** Everything a mail about a fault says, frozen when it was queued. */
export interface FaultMail extends MailPlace {
  readonly faultId: number
  readonly severity: FaultSeverity
  /** The report. */
  readonly report: string
  /** What was answered; null where nothing was. */
  readonly words: string | null
  /** Who reported or answered. */
  readonly actor: string
  /** The reader looks after the resource. */
  readonly isToSteward: boolean
}
