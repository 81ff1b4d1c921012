import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Somebody did something: from the audit, or a setting that was changed. Names are as they are now. */
export interface TrailEvent {
  /** `a17` of the audit, `s17` of the settings, `r17` of a reservation's history. */
  readonly key: string
  /** UTC epoch ms. */
  readonly at: number
  /** Null for the system. */
  readonly personId: number | null
  readonly personName: string | null
  readonly kind: string
  /** The table it is about, and the row. */
  readonly objectKind: string
  readonly objectId: number | null
  readonly organisationId: number | null
  readonly aboutId: number | null
  readonly aboutName: string | null
  readonly address: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface TrailQuestion {
  /** Who did it, or whom it concerns. */
  readonly personId?: number | null
  readonly kind?: string | null
  readonly objectKind?: string | null
  readonly objectId?: number | null
  readonly organisationId?: number | null
  /** UTC epoch ms, half-open. */
  readonly start?: number | null
  readonly end?: number | null
  /** Goes on after this event, `AT-KEY` of the last one seen. */
  readonly after?: string | null
}

/** Settings have a book of their own, written since before there was the audit: both are read as one, nothing twice. */
const SETTINGS = `SELECT 's' || e.id AS key, e.at, e.person_id, e.kind,
    CASE WHEN e.resource_id IS NOT NULL THEN 'resources' WHEN e.lab_id IS NOT NULL THEN 'labs' ELSE 'organisations' END AS object_kind,
    coalesce(e.resource_id, e.lab_id, e.organisation_id) AS object_id,
    coalesce(e.organisation_id, l.organisation_id, rl.organisation_id) AS organisation_id,
    coalesce(e.after ->> 'personId', e.before ->> 'personId', e.after ->> 'person') AS about_id,
    NULL AS address, NULL AS before, NULL AS after
  FROM setting_events e LEFT JOIN labs l ON l.id = e.lab_id
    LEFT JOIN resources r ON r.id = e.resource_id LEFT JOIN labs rl ON rl.id = r.lab_id`

const AUDIT = `SELECT 'a' || id AS key, at, person_id, kind, object_kind, object_id, organisation_id, about_id, address, before, after
  FROM audit_events`

/** What others did to a person's reservations. */
const HISTORY = `SELECT 'r' || e.id AS key, e.at, e.person_id, e.kind, 'reservations' AS object_kind, e.reservation_id AS object_id,
    v.organisation_id, v.requester_id AS about_id, NULL AS address, NULL AS before, NULL AS after
  FROM reservations v JOIN reservation_events e ON e.reservation_id = v.id
  WHERE v.requester_id = :personId AND e.person_id IS NOT v.requester_id`

const COLUMNS = `t.key, t.at, t.person_id AS personId, p.name AS personName, t.kind, t.object_kind AS objectKind,
  t.object_id AS objectId, t.organisation_id AS organisationId, t.about_id AS aboutId, q.name AS aboutName, t.address, t.before, t.after`

const NAMED = 'LEFT JOIN people p ON p.id = t.person_id LEFT JOIN people q ON q.id = t.about_id'

/** The newest first. A setting's event tells its kind and place; what it was and is stands in the history of the place. */
export function auditTrail(db: Db, question: TrailQuestion, limit: number): readonly TrailEvent[] {
  const { personId = null, kind = null, objectKind = null, objectId = null, organisationId = null } = question
  const { start = null, end = null, after = null } = question
  const [, afterAt = null, afterKey = null] = /^(\d{1,15})-(\w{2,20})$/.exec(after ?? '') ?? []
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM (${AUDIT} UNION ALL ${SETTINGS}) t ${NAMED}
     WHERE (:personId IS NULL OR t.person_id = :personId OR t.about_id = :personId)
       AND (:kind IS NULL OR t.kind = :kind) AND (:objectKind IS NULL OR t.object_kind = :objectKind)
       AND (:objectId IS NULL OR t.object_id = :objectId) AND (:organisationId IS NULL OR t.organisation_id = :organisationId)
       AND (:start IS NULL OR t.at >= :start) AND (:end IS NULL OR t.at < :end)
       AND (:afterAt IS NULL OR (t.at, t.key) < (:afterAt, :afterKey))
     ORDER BY t.at DESC, t.key DESC LIMIT :limit`,
  ).all({
    ...{ personId, kind, objectKind, objectId, organisationId, start, end, limit },
    ...{ afterAt: afterAt === null ? null : Number(afterAt), afterKey },
  })
  return (rows as EventRow[]).map(eventOf)
}

/** What concerns one person: what they did to their account, and what others did to it and to their reservations. */
export function trailOfPerson(db: Db, personId: number, after: string | null, limit: number): readonly TrailEvent[] {
  const [, afterAt = null, afterKey = null] = /^(\d{1,15})-(\w{2,20})$/.exec(after ?? '') ?? []
  const rows = prepared(
    db,
    `SELECT ${COLUMNS} FROM (
       ${AUDIT} WHERE person_id = :personId UNION ALL ${AUDIT} WHERE about_id = :personId AND person_id IS NOT :personId
       UNION ALL ${HISTORY}) t ${NAMED}
     WHERE :afterAt IS NULL OR (t.at, t.key) < (:afterAt, :afterKey) ORDER BY t.at DESC, t.key DESC LIMIT :limit`,
  ).all({ personId, limit, afterAt: afterAt === null ? null : Number(afterAt), afterKey })
  return (rows as EventRow[]).map(eventOf)
}

/** Every kind of event that there is, for a list to choose from. */
export function kindsOfTrail(db: Db): readonly string[] {
  return prepared(db, 'SELECT kind FROM audit_events UNION SELECT kind FROM setting_events ORDER BY 1')
    .pluck()
    .all() as string[]
}

export const afterOf = ({ at, key }: TrailEvent): string => `${at}-${key}`

type EventRow = Omit<TrailEvent, 'before' | 'after'> & { before: string | null; after: string | null }

const eventOf = (row: EventRow): TrailEvent => ({ ...row, before: objectOf(row.before), after: objectOf(row.after) })
const objectOf = (text: string | null) => (text === null ? null : (JSON.parse(text) as Record<string, unknown>))
