import { type Preferences, preferencesFrom } from '../../server/domain/preferences.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface MailAccount {
  readonly preferences: Preferences
  /** Since when a mail server says that there is no such address, UTC epoch ms. */
  readonly mailRefusedAt: number | null
}

/** What a person wants of mail, and whether it reaches them. */
export function mailAccountOf(db: Db, personId: number): MailAccount {
  const row = prepared(db, 'SELECT preferences, mail_refused_at AS mailRefusedAt FROM people WHERE id = ?').get(
    personId,
  ) as { preferences: string; mailRefusedAt: number | null }
  return { preferences: preferencesFrom(JSON.parse(row.preferences)), mailRefusedAt: row.mailRefusedAt }
}

export function storePreferences(db: Db, personId: number, preferences: Preferences): void {
  prepared(db, 'UPDATE people SET preferences = ? WHERE id = ?').run(JSON.stringify(preferences), personId)
}

/** Marks an address that a mail server refuses for good, or clears the mark. Writes only what changes. */
export function markMailRefused(db: Db, personId: number, at: number | null): void {
  prepared(
    db,
    'UPDATE people SET mail_refused_at = :at WHERE id = :personId AND (mail_refused_at IS NULL) <> (:at IS NULL)',
  ).run({ personId, at })
}

/** A person with an own reservation to come, and how long before its start they want to hear of it. */
export interface Remindable {
  readonly reservationId: number
  readonly personId: number
  readonly start: number
  readonly createdAt: number
  readonly preferences: Preferences
}

/** The confirmed reservations of the next hours of everybody who has not been reminded of that start yet. */
export function remindable(db: Db, now: number, before: number): readonly Remindable[] {
  const rows = prepared(
    db,
    `SELECT v.id AS reservationId, p.id AS personId, v.start_at AS start, v.created_at AS createdAt, p.preferences
     FROM people p CROSS JOIN reservations v ON v.requester_id = p.id AND v.start_at > :now AND v.start_at <= :before
     WHERE p.is_active AND v.state = 'confirmed'
       AND NOT EXISTS (SELECT 1 FROM reminders r WHERE r.reservation_id = v.id AND r.person_id = p.id AND r.kind = 'start-' || v.start_at)`,
  ).all({ now, before })
  return (rows as (Omit<Remindable, 'preferences'> & { preferences: string })[]).map((row) => ({
    ...row,
    preferences: preferencesFrom(JSON.parse(row.preferences)),
  }))
}

/** False when it was written already, by whomever. */
export function markReminderSent(db: Db, { reservationId, personId, start }: Remindable, at: number): boolean {
  return (
    prepared(
      db,
      `INSERT INTO reminders (reservation_id, person_id, kind, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ).run(reservationId, personId, `start-${start}`, at).changes > 0
  )
}
