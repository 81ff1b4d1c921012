import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface NewMembership {
  readonly personId: number
  readonly organisationId: number
  readonly state: 'asked' | 'active'
  readonly isAdministrator: boolean
  /** Epoch ms. */
  readonly since: number
}

/** Writes that somebody asks to belong to an organisation, or belongs to it; who has left comes back. */
export function insertMembership(db: Db, membership: NewMembership): void {
  prepared(
    db,
    `INSERT INTO memberships (person_id, organisation_id, is_administrator, state, since)
     VALUES (:personId, :organisationId, :isAdministrator, :state, :since)
     ON CONFLICT (person_id, organisation_id) DO UPDATE SET is_administrator = excluded.is_administrator,
       state = excluded.state, since = excluded.since, ended_at = NULL`,
  ).run({ ...membership, isAdministrator: membership.isAdministrator ? 1 : 0 })
}
