import { audiencesFor } from '../../server/domain/availability.ts'
import type { Level, OrganisationKind } from '../../server/domain/person.ts'
import { COLUMN_FIELDS, type OwnPolicy, type Policy } from '../../server/domain/policy.ts'
import type { FutureReservation } from '../../server/domain/policy-change.ts'
import type { PolicyPlace } from '../../server/domain/quota.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** What an organisation or a lab sets. */
export function storePolicy(db: Db, { kind, id }: PolicyPlace, own: OwnPolicy): void {
  prepared(db, `UPDATE ${kind}s SET policy = ? WHERE id = ?`).run(JSON.stringify(own), id)
}

/** What a resource sets. Its columns hold what is in force, so that they never contradict each other. */
export function storeResourcePolicy(db: Db, resourceId: number, own: OwnPolicy, effective: Policy): void {
  const beside = Object.entries(own).filter(([field]) => !IN_COLUMNS.has(field))
  prepared(
    db,
    `UPDATE resources SET step_minutes = :stepMinutes, min_minutes = :minMinutes, max_minutes = :maxMinutes,
       setup_minutes = :setupMinutes, cleanup_minutes = :cleanupMinutes, min_notice_minutes = :minNoticeMinutes,
       horizon_days = :horizonDays, cancel_notice_minutes = :cancelNoticeMinutes, approval = :approval,
       qualification_required = :qualificationRequired, no_show_after_minutes = :noShowAfterMinutes,
       inherited = :inherited, policy = :policy WHERE id = :resourceId`,
  ).run({
    ...Object.fromEntries(COLUMN_FIELDS.map((field) => [field, effective[field]])),
    inherited: JSON.stringify(COLUMN_FIELDS.filter((field) => !(field in own))),
    policy: JSON.stringify(Object.fromEntries(beside)),
    resourceId,
  })
}

const IN_COLUMNS: ReadonlySet<string> = new Set(COLUMN_FIELDS)

/** The reservations of a resource that are still to begin and hold time, with what the rules ask of their people. */
export function futureReservations(db: Db, resource: Resource, now: number): FutureReservation[] {
  const rows = prepared(
    db,
    `SELECT v.id, v.start_at AS start, v.end_at AS "end", v.units, v.purpose, v.project_id AS projectId,
       v.requester_id AS personId, o.id AS organisationId, o.kind AS organisationKind,
       q.level, q.expires_at AS expiresAt, s.id IS NOT NULL AS isSteward
     FROM claims c CROSS JOIN reservations v ON v.id = c.reservation_id AND v.state IN ('requested', 'confirmed')
       CROSS JOIN organisations o ON o.id = v.organisation_id
       LEFT JOIN qualifications q ON q.person_id = v.requester_id AND q.resource_id = c.resource_id
       LEFT JOIN stewardships s ON s.person_id = v.requester_id AND s.lab_id = :labId
     WHERE c.resource_id = :id AND c.start_at > :now AND v.resource_id = :id ORDER BY c.start_at`,
  ).all({ id: resource.id, labId: resource.labId, now }) as FutureRow[]
  return rows.map(({ organisationId, organisationKind, level, expiresAt, projectId, isSteward, ...rest }) => ({
    ...rest,
    projectCode: projectId === null ? null : String(projectId),
    audiences: audiencesFor({ organisationId, organisationKind }, resource),
    isSteward: Boolean(isSteward),
    qualification: level === null ? null : { level, expiresAt },
  }))
}

interface FutureRow {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly units: number
  readonly purpose: string
  readonly projectId: number | null
  readonly personId: number
  readonly organisationId: number
  readonly organisationKind: OrganisationKind
  readonly level: Level | null
  readonly expiresAt: number | null
  readonly isSteward: number
}
