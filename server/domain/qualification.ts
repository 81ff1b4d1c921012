import { LEVELS, type Level } from './person.ts'
import type { Policy } from './policy.ts'

/** A right ends at a date that its steward named, or because it lay unused. */
export interface QualificationEnd {
  /** UTC epoch ms; from this moment on the right is gone. */
  readonly at: number
  readonly why: 'expiry' | 'lapse'
}

export const QUALIFICATION_STATES = ['valid', 'ending', 'expired', 'lapsed'] as const
export type QualificationState = (typeof QUALIFICATION_STATES)[number]

const DAY = 86_400_000
/** No right is watched longer than so many days before its end. */
export const REMINDED_DAYS = 30
/** So long before its end a right's holder is reminded, the last reminder last. */
const REMINDERS = [REMINDED_DAYS * DAY, 7 * DAY] as const

/** Which of both comes first; null for a right without an end. */
export function endOf(expiresAt: number | null, lapsesAt: number | null): QualificationEnd | null {
  if (lapsesAt !== null && (expiresAt === null || lapsesAt < expiresAt)) return { at: lapsesAt, why: 'lapse' }
  return expiresAt === null ? null : { at: expiresAt, why: 'expiry' }
}

export function qualificationStateOf(end: QualificationEnd | null, now: number): QualificationState {
  if (end === null || end.at - now > REMINDERS[0]) return 'valid'
  if (end.at > now) return 'ending'
  return end.why === 'expiry' ? 'expired' : 'lapsed'
}

/**
 * Whether the holder is to be reminded now: a reminder's moment has passed since the right was granted and since the
 * last reminder. Late, both moments passed make one reminder; none once the right is gone.
 */
export function isReminderDue(
  end: QualificationEnd | null,
  { grantedAt, remindedAt }: { readonly grantedAt: number; readonly remindedAt: number | null },
  now: number,
): boolean {
  if (end === null || end.at <= now) return false
  const told = Math.max(grantedAt, remindedAt ?? 0)
  return REMINDERS.some((before) => end.at - before <= now && end.at - before > told)
}

export const reaches = (level: Level, needed: Level | null): boolean =>
  needed === null || LEVELS.indexOf(level) >= LEVELS.indexOf(needed)

/** Whether levels mean anything at all to who books here. */
export const countsLevels = ({ qualificationRequired, levelHours }: Policy): boolean =>
  qualificationRequired !== null || Object.keys(levelHours).length > 0
