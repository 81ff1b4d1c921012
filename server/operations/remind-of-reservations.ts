import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { markReminderSent, type Remindable, remindable } from '../../db/queries/preferences.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { MOST_REMINDER_HOURS } from '../domain/preferences.ts'
import { remindRequester } from './reservation-mails.ts'

const HOUR_MS = 3_600_000

/**
 * Reminds people of their own confirmed reservations as long before the start as they chose, once for each start, however
 * late and in however many processes it runs; never after the start, nor of what they booked later than that. Returns how
 * many were reminded.
 */
export function remindOfReservations(db: Db, now: number): number {
  const due = remindable(db, now, now + MOST_REMINDER_HOURS * HOUR_MS).filter((each) => isDue(each, now))
  let count = 0
  for (const each of due) if (inWriteTransaction(db, (tx) => remind(tx, each, now))) count++
  return count
}

function isDue({ start, createdAt, preferences: { reminderHours } }: Remindable, now: number): boolean {
  if (reminderHours === null) return false
  const from = start - reminderHours * HOUR_MS
  return from <= now && createdAt < from
}

/** Looks again, now that nobody else can write. */
function remind(tx: Db, due: Remindable, now: number): boolean {
  const reservation = reservationById(tx, due.reservationId)
  if (reservation?.state !== 'confirmed' || reservation.start !== due.start) return false
  if (!markReminderSent(tx, due, now)) return false
  remindRequester(tx, reservation, now)
  return true
}
