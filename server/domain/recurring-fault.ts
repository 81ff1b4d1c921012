import { firstOccurrence, parseRecurrence, type RecurrenceFault, type Recurring } from './recurrence.ts'
import { isDay, isLocal } from './zone.ts'

/** The most dates that EXDATE or RDATE may hold. */
export const MAX_DATES = 1000

/** The part, by its RFC 5545 name (`VALID-UNTIL` is ours), and why it is refused. */
export interface RecurringFault {
  readonly part: string
  readonly reason: RecurrenceFault
}

/**
 * What is wrong with a start and its recurrence as somebody typed them, or null. Whatever passes may be handed to every
 * function of recurrence.ts and has at least one start within a century.
 */
export function recurringFault(rule: Recurring, zone = 'UTC'): RecurringFault | null {
  if (!isLocal(rule.startLocal)) return { part: 'DTSTART', reason: 'malformed' }
  const parsed = rule.rrule === '' ? null : parseRecurrence(rule.rrule)
  if (parsed && !parsed.ok) return { part: parsed.part, reason: parsed.reason }
  if (rule.validUntil !== null && !isDay(rule.validUntil)) return { part: 'VALID-UNTIL', reason: 'malformed' }
  const dates = datesFault('EXDATE', rule.exdates) ?? datesFault('RDATE', rule.rdates)
  if (dates) return dates
  return firstOccurrence(rule, zone) === null ? { part: 'RRULE', reason: 'empty' } : null
}

function datesFault(part: string, dates: readonly string[]): RecurringFault | null {
  if (dates.length > MAX_DATES) return { part, reason: 'too-long' }
  return dates.every((text) => isDay(text) || isLocal(text)) ? null : { part, reason: 'malformed' }
}
