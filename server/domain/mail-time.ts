import { ACCOUNT_MAIL_KINDS } from './account-mail.ts'
import type { MailTopic, Preferences } from './preferences.ts'
import type { Told } from './told.ts'
import { addDays, instantOf, localOf } from './zone.ts'

/** When a mail goes: at once, at a later moment, with the next daily mail, or not at all. */
export type MailTime =
  | { readonly kind: 'now' }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'digest'; readonly at: number }
  | { readonly kind: 'never' }

interface Reader {
  readonly preferences: Preferences
  /** IANA zone of their clock. */
  readonly timeZone: string
  /** An earlier mail about the same has put an entry into their calendar, which must stay true. */
  readonly hasEntry: boolean
  /** When each of the mails of the last hour left or was taken up, the newest first. */
  readonly lately: readonly number[]
}

/** So many mails an hour reach a person; what they chose the time of then waits. */
export const MOST_AN_HOUR = 30
const HOUR_MS = 3_600_000

/** What waits must arrive so long before it is of no use any more. */
const LEAD_MS = HOUR_MS

/** When this mail may go to its reader. What would come too late for a start or a deadline does not wait. */
export function mailTimeOf(told: Told, reader: Reader, now: number): MailTime {
  if (ACCOUNT_MAIL_KINDS.some((kind) => kind === told.kind)) return { kind: 'now' }
  const { preferences, timeZone, hasEntry, lately } = reader
  const topic = topicOf(told)
  const choice = topic === null || hasEntry ? 'now' : preferences.mail[topic]
  if (choice === 'never') return { kind: 'never' }
  const latest = (usefulUntil(told, now) ?? Number.POSITIVE_INFINITY) - LEAD_MS
  if (choice === 'digest') {
    const at = nextDigest(preferences.digestHour, timeZone, now)
    if (at <= latest) return { kind: 'digest', at }
  }
  const last = topic === null ? undefined : lately[MOST_AN_HOUR - 1]
  const at = Math.max(endOfQuiet(preferences.quiet, timeZone, now) ?? now, last === undefined ? now : last + HOUR_MS)
  return at <= now || at > latest ? { kind: 'now' } : { kind: 'later', at }
}

const REQUESTS: ReadonlySet<Told['kind']> = new Set([
  'asked',
  'series-asked',
  'training-asked',
  'answer',
  'still-waiting',
  'coordinator-asked',
])

/** What a person may choose the time of; null for what always comes at once. */
export function topicOf({ kind, mail }: Told): MailTopic | null {
  if (REQUESTS.has(kind)) return 'requests'
  if (/^(fault|calibration)/.test(kind)) return 'equipment'
  if (/^deputy/.test(kind)) return 'lab'
  if (/^(qualification|training-(answered|left))/.test(kind)) return 'training'
  return 'audience' in mail && mail.audience === 'steward' ? 'lab' : null
}

/** The next moment at which the clock shows the hour. */
export function nextDigest(hour: number, timeZone: string, now: number): number {
  return nextAt(`${String(hour).padStart(2, '0')}:00`, timeZone, now)
}

/** When the quiet hours that it is in end; null outside of them. */
export function endOfQuiet(quiet: Preferences['quiet'], timeZone: string, now: number): number | null {
  if (quiet === null) return null
  const { from, to } = quiet
  const clock = localOf(now, timeZone).slice(11, 16)
  const isQuiet = from < to ? clock >= from && clock < to : clock >= from || clock < to
  return isQuiet ? nextAt(to, timeZone, now) : null
}

function nextAt(clock: string, timeZone: string, now: number): number {
  const today = localOf(now, timeZone).slice(0, 10)
  const at = instantOf(`${today}T${clock}:00`, timeZone)
  return at > now ? at : instantOf(`${addDays(today, 1)}T${clock}:00`, timeZone)
}

/** The next moment, if any, that the reader must know of it before: a start, a deadline, the end of an offer. */
function usefulUntil({ mail }: Told, now: number): number | null {
  const { start, decideBy, expiresAt, occurrences } = mail as {
    start?: number
    decideBy?: number | null
    expiresAt?: number
    occurrences?: readonly { start: number }[]
  }
  const moments = [start, decideBy, expiresAt, ...(occurrences ?? []).map((each) => each.start)].filter(
    (each): each is number => typeof each === 'number' && each > now,
  )
  return moments.length === 0 ? null : Math.min(...moments)
}
