import type { Interval } from '../../server/domain/interval.ts'
import type { OrganisationKind } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A reservation that holds time and has not started, with what decides which hours are its requester's. */
export interface Coming extends Interval {
  readonly id: number
  readonly organisationId: number
  readonly organisationKind: OrganisationKind
}

/** Those of a resource, and those that take it along, that start after `now` and share time with the span, by start. */
export function comingOn(db: Db, resourceId: number, span: Interval, now: number): readonly Coming[] {
  return prepared(
    db,
    `SELECT v.id, v.start_at AS start, v.end_at AS "end", o.id AS organisationId, o.kind AS organisationKind
     FROM resources r CROSS JOIN claims c ON c.resource_id = r.id AND c.start_at < :end AND c.start_at > :start - r.longest_claim_ms
     CROSS JOIN reservations v ON v.id = c.reservation_id
     CROSS JOIN organisations o ON o.id = v.organisation_id
     WHERE r.id = :id AND v.start_at > :now AND v.start_at < :end AND v.end_at > :start AND v.state IN ('requested', 'confirmed')
     ORDER BY v.start_at, v.id`,
  ).all({ id: resourceId, now, ...span }) as Coming[]
}

/** No claim on the resource reaches beyond this instant; null when there is none after `now`. */
export function lastClaimEnd(db: Db, resourceId: number, now: number): number | null {
  return prepared(
    db,
    `SELECT max(c.start_at) + r.longest_claim_ms FROM resources r JOIN claims c ON c.resource_id = r.id
     WHERE r.id = :id AND c.start_at > :now - r.longest_claim_ms`,
  )
    .pluck()
    .get({ id: resourceId, now }) as number | null
}
