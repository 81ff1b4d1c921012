import { isValidZone } from './zone.ts'

/**
 * Mails whose time a person chooses. `requests` wait for their decision, `lab` tells of other people's reservations there,
 * `equipment` of faults and calibrations, `training` of rights and trainings. All others, confirmations, cancellations and
 * decisions among them, come at once.
 */
export const MAIL_TOPICS = ['requests', 'lab', 'equipment', 'training'] as const
export type MailTopic = (typeof MAIL_TOPICS)[number]

export const MAIL_CHOICES = ['now', 'digest', 'never'] as const
export type MailChoice = (typeof MAIL_CHOICES)[number]

/** What a person wants of mail. */
export interface Preferences {
  readonly mail: Readonly<Record<MailTopic, MailChoice>>
  /** Local hour of the daily mail, 0–23. */
  readonly digestHour: number
  /** Local times, `22:00`; the later may lie on the next day. */
  readonly quiet: { readonly from: string; readonly to: string } | null
  /** Null for that of the installation. */
  readonly timeZone: string | null
  /** So many hours before an own reservation a reminder comes; null for none. */
  readonly reminderHours: number | null
}

export const MOST_REMINDER_HOURS = 168

export const NO_PREFERENCES: Preferences = {
  mail: { requests: 'now', lab: 'now', equipment: 'now', training: 'now' },
  digestHour: 7,
  quiet: null,
  timeZone: null,
  reminderHours: 24,
}

/** What is stored as preferences; anything missing or unknown is as if nothing had been chosen. */
export function preferencesFrom(stored: unknown): Preferences {
  const { mail, digestHour, quiet, timeZone, reminderHours } = (stored ?? {}) as Partial<Record<string, unknown>>
  const chosen = (mail ?? {}) as Partial<Record<string, unknown>>
  const choiceOf = (topic: MailTopic) =>
    MAIL_CHOICES.find((each) => each === chosen[topic]) ?? NO_PREFERENCES.mail[topic]
  return {
    mail: {
      requests: choiceOf('requests'),
      lab: choiceOf('lab'),
      equipment: choiceOf('equipment'),
      training: choiceOf('training'),
    },
    digestHour: isWhole(digestHour, 0, 23) ? digestHour : NO_PREFERENCES.digestHour,
    quiet: isQuiet(quiet) ? { from: quiet.from, to: quiet.to } : null,
    timeZone: typeof timeZone === 'string' && isValidZone(timeZone) ? timeZone : null,
    reminderHours:
      reminderHours === null || isWhole(reminderHours, 1, MOST_REMINDER_HOURS)
        ? reminderHours
        : NO_PREFERENCES.reminderHours,
  }
}

/** The same with no daily mail: what was to come with it stays in the application. */
export function withoutDigest(preferences: Preferences): Preferences {
  const { requests, lab, equipment, training } = preferences.mail
  const never = (choice: MailChoice) => (choice === 'digest' ? 'never' : choice)
  const mail = { requests: never(requests), lab: never(lab), equipment: never(equipment), training: never(training) }
  return { ...preferences, mail }
}

export const isClockTime = (text: unknown): text is string =>
  typeof text === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

function isQuiet(quiet: unknown): quiet is { from: string; to: string } {
  const { from, to } = (quiet ?? {}) as { from?: unknown; to?: unknown }
  return isClockTime(from) && isClockTime(to) && from !== to
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most
