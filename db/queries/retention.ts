import { NO_WORDS } from '../../server/domain/personal-data.ts'
import { type Retention, retentionFrom, type UnusedAccount } from '../../server/domain/retention.ts'
import type { Db } from '../connect.ts'
import { factOf, storeFact } from './facts.ts'
import { prepared } from './prepared.ts'

const NAME = 'retention'
/** The guard of the audit lets go of nothing from this instant on (epoch ms). */
export const AUDIT_KEPT_SINCE = 'audit-kept-since'

export function retentionOf(db: Db): Retention {
  const stored = factOf(db, NAME)
  return retentionFrom(stored === null ? null : JSON.parse(stored))
}

export function storeRetention(tx: Db, retention: Retention): void {
  storeFact(tx, NAME, JSON.stringify(retention))
}

export const WARNED_FIRST = 'unused-account-warned'
export const WARNED_AGAIN = 'unused-account-warned-again'
export const CLOSED_UNUSED = 'unused-account-closed'

/**
 * Accounts without a sign of their owner since the instant, with what they were told since their last one: the longest
 * unused first. Signs are sessions, what they did or booked, and programs that fetch their calendars. Whoever administers
 * the cluster is never among them.
 */
export function unusedAccounts(db: Db, since: number): readonly UnusedAccount[] {
  const told = (kind: string) =>
    `(SELECT max(a.at) FROM audit_events a WHERE a.about_id = s.id AND a.kind = '${kind}' AND a.at > s.lastAt)`
  return prepared(
    db,
    `WITH s AS (SELECT p.id, p.is_active, max(p.created_at,
         coalesce((SELECT max(last_seen_at) FROM sessions WHERE person_id = p.id), 0),
         coalesce((SELECT max(at) FROM audit_events WHERE person_id = p.id), 0),
         coalesce((SELECT max(last_read_at) FROM feeds WHERE person_id = p.id), 0),
         coalesce((SELECT max(created_at) FROM reservations WHERE requester_id = p.id), 0),
         coalesce((SELECT max(at) FROM audit_events WHERE about_id = p.id AND kind = 'account-opened'), 0)) AS lastAt
       FROM people p WHERE p.erased_at IS NULL AND p.role <> 'administrator')
     SELECT s.id AS personId, s.lastAt, ${told(WARNED_FIRST)} AS firstWarningAt, ${told(WARNED_AGAIN)} AS lastWarningAt,
       ${told(CLOSED_UNUSED)} AS closedAt FROM s
     WHERE s.lastAt < :since AND (s.is_active OR ${told(CLOSED_UNUSED)} IS NOT NULL) ORDER BY s.lastAt, s.id`,
  ).all({ since }) as UnusedAccount[]
}

/** How often something was done for disuse since then. */
export function countOfKind(db: Db, kind: string, since: number): number {
  return prepared(db, 'SELECT count(*) FROM audit_events WHERE at > ? AND kind = ?').pluck().get(since, kind) as number
}

/** Takes titles, notes and what was written to each other out of reservations that ended before; so many at once. */
export function neutraliseWords(tx: Db, before: number, most: number): number {
  const ids = prepared(
    tx,
    `SELECT id FROM reservations v WHERE end_at < :before AND (title <> '${NO_WORDS}' OR note IS NOT NULL
       OR decision_reason IS NOT NULL) LIMIT :most`,
  )
    .pluck()
    .all({ before, most }) as number[]
  const these = { ids: JSON.stringify(ids) }
  const among = '(SELECT value FROM json_each(:ids))'
  for (const sql of [
    `UPDATE reservations SET title = '${NO_WORDS}', note = NULL, decision_reason = NULL WHERE id IN ${among}`,
    `UPDATE reservation_messages SET text = '${NO_WORDS}' WHERE reservation_id IN ${among}`,
    `UPDATE reservation_votes SET reason = NULL WHERE reservation_id IN ${among}`,
    `UPDATE reservation_events SET details = json_remove(details, '$.changes.title', '$.changes.note', '$.reason')
       WHERE reservation_id IN ${among} AND details <> '{}'`,
    `UPDATE series SET title = '${NO_WORDS}', note = NULL WHERE id IN (SELECT series_id FROM reservations WHERE id IN ${among})
       AND NOT EXISTS (SELECT 1 FROM reservations v WHERE v.series_id = series.id AND v.title <> '${NO_WORDS}')`,
  ])
    prepared(tx, sql).run(these)
  return ids.length
}

/** Lets go of what the audit holds from before; the guard is told how far. */
export function forgetAudit(tx: Db, before: number): number {
  const kept = Number(factOf(tx, AUDIT_KEPT_SINCE) ?? 0)
  if (before > kept) storeFact(tx, AUDIT_KEPT_SINCE, String(before))
  return prepared(tx, 'DELETE FROM audit_events WHERE at < ?').run(Math.max(before, kept)).changes
}
