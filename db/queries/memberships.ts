import { inNameOrder } from '../../server/domain/name-order.ts'
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

export interface Membership {
  readonly personId: number
  readonly organisationId: number
  readonly state: 'asked' | 'active' | 'left'
  readonly isAdministrator: boolean
  /** Epoch ms. */
  readonly since: number
}

export function membershipOf(db: Db, personId: number, organisationId: number): Membership | null {
  const row = prepared(db, `${SELECT} WHERE person_id = ? AND organisation_id = ?`).get(personId, organisationId)
  return row ? membershipIn(row as MembershipRow) : null
}

/** Those that run or wait, in the order they began. */
export function membershipsOfPerson(db: Db, personId: number): readonly Membership[] {
  return (
    prepared(db, `${SELECT} WHERE person_id = ? AND state <> 'left' ORDER BY since, id`).all(
      personId,
    ) as MembershipRow[]
  ).map(membershipIn)
}

export function setAdministrator(db: Db, { personId, organisationId }: Membership, isAdministrator: boolean): void {
  prepared(db, 'UPDATE memberships SET is_administrator = ? WHERE person_id = ? AND organisation_id = ?').run(
    isAdministrator ? 1 : 0,
    personId,
    organisationId,
  )
}

/** Ends a membership, or a wish for one. Who acted for the organisation acts for another one of theirs, where there is one. */
export function endMembership(db: Db, { personId, organisationId }: Membership, at: number): void {
  prepared(
    db,
    `UPDATE memberships SET state = 'left', is_administrator = 0, ended_at = ? WHERE person_id = ? AND organisation_id = ?`,
  ).run(at, personId, organisationId)
  prepared(
    db,
    `UPDATE people SET organisation_id = coalesce((SELECT organisation_id FROM memberships
       WHERE person_id = :personId AND state = 'active' ORDER BY since, id LIMIT 1), organisation_id)
     WHERE id = :personId AND organisation_id = :organisationId`,
  ).run({ personId, organisationId })
}

/** Which of their organisations a person acts for from now on. */
export function setActingOrganisation(db: Db, personId: number, organisationId: number): void {
  prepared(db, 'UPDATE people SET organisation_id = ? WHERE id = ?').run(organisationId, personId)
}

/** Somebody of an organisation as its administrators see them. */
export interface OrganisationMember extends Membership {
  readonly name: string
  readonly email: string
  readonly isActive: boolean
  readonly orcid: string | null
}

/** Everybody who belongs to the organisation or asks to, by name. */
export function membersOf(db: Db, organisationId: number): readonly OrganisationMember[] {
  const rows = prepared(
    db,
    `SELECT m.person_id AS personId, m.organisation_id AS organisationId, m.state, m.is_administrator AS isAdministrator,
       m.since, p.name, p.email, p.is_active AS isActive, p.orcid
     FROM memberships m JOIN people p ON p.id = m.person_id
     WHERE m.organisation_id = ? AND m.state <> 'left' ORDER BY p.name, p.id`,
  ).all(organisationId) as (Omit<OrganisationMember, 'isActive' | 'isAdministrator'> & {
    isActive: number
    isAdministrator: number
  })[]
  return inNameOrder(rows).map((row) => ({
    ...row,
    isAdministrator: Boolean(row.isAdministrator),
    isActive: Boolean(row.isActive),
  }))
}

/** Who runs the organisation and can sign in. */
export function administratorsOf(db: Db, organisationId: number): readonly number[] {
  return prepared(
    db,
    `SELECT m.person_id FROM memberships m JOIN people p ON p.id = m.person_id AND p.is_active
     WHERE m.organisation_id = ? AND m.state = 'active' AND m.is_administrator ORDER BY m.since, m.id`,
  )
    .pluck()
    .all(organisationId) as number[]
}

interface MembershipRow extends Omit<Membership, 'isAdministrator'> {
  readonly isAdministrator: number
}

const membershipIn = (row: MembershipRow): Membership => ({ ...row, isAdministrator: Boolean(row.isAdministrator) })

const SELECT = `SELECT person_id AS personId, organisation_id AS organisationId, state, is_administrator AS isAdministrator,
  since FROM memberships`
