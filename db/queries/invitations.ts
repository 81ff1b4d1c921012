import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Somebody is asked to join an organisation. Instants in epoch ms; of the link's secret only the SHA-256 is kept. */
export interface NewInvitation {
  readonly organisationId: number
  /** Lower case. */
  readonly email: string
  readonly isAdministrator: boolean
  readonly invitedById: number
  readonly tokenHash: string
  readonly createdAt: number
  readonly expiresAt: number
}

export interface Invitation extends Omit<NewInvitation, 'tokenHash' | 'isAdministrator'> {
  readonly id: number
  readonly isAdministrator: boolean
  readonly invitedBy: string
}

/** Writes an invitation; an earlier one of the same organisation to the same address is taken back. */
export function insertInvitation(db: Db, invitation: NewInvitation): void {
  const { organisationId, email, createdAt } = invitation
  prepared(
    db,
    'UPDATE invitations SET closed_at = ? WHERE organisation_id = ? AND email = ? AND closed_at IS NULL',
  ).run(createdAt, organisationId, email)
  prepared(
    db,
    `INSERT INTO invitations (organisation_id, email, is_administrator, invited_by_id, token_hash, created_at, expires_at)
     VALUES (:organisationId, :email, :isAdministrator, :invitedById, :tokenHash, :createdAt, :expiresAt)`,
  ).run({ ...invitation, isAdministrator: invitation.isAdministrator ? 1 : 0 })
}

/** The one that a link opens: neither taken up nor taken back nor too old, of somebody who may still invite. */
export function openInvitation(db: Db, tokenHash: string, now: number): Invitation | null {
  const row = prepared(db, `${SELECT} WHERE i.token_hash = ? AND ${IS_OPEN}`).get(tokenHash, now)
  return row ? invitationIn(row as Row) : null
}

/** Those of an organisation that still open something, the newest first. */
export function openInvitationsOf(db: Db, organisationId: number, now: number): readonly Invitation[] {
  const rows = prepared(db, `${SELECT} WHERE i.organisation_id = ? AND ${IS_OPEN} ORDER BY i.id DESC`).all(
    organisationId,
    now,
  ) as Row[]
  return rows.map(invitationIn)
}

export function closeInvitation(db: Db, id: number, at: number): void {
  prepared(db, 'UPDATE invitations SET closed_at = ? WHERE id = ? AND closed_at IS NULL').run(at, id)
}

/** Takes back what an organisation has sent to the address that a person's account has. */
export function closeInvitationsTo(db: Db, { organisationId, personId }: Part, at: number): void {
  prepared(
    db,
    `UPDATE invitations SET closed_at = ? WHERE organisation_id = ? AND closed_at IS NULL
       AND email = (SELECT email FROM people WHERE id = ?)`,
  ).run(at, organisationId, personId)
}

interface Part {
  readonly organisationId: number
  readonly personId: number
}

/** How many an organisation has sent since the instant. */
export function countInvitationsSince(db: Db, organisationId: number, since: number): number {
  return prepared(db, 'SELECT count(*) FROM invitations WHERE organisation_id = ? AND created_at > ?')
    .pluck()
    .get(organisationId, since) as number
}

/** Forgets those that ended before the instant: they hold addresses. */
export function deleteOldInvitations(db: Db, before: number): void {
  prepared(db, 'DELETE FROM invitations WHERE coalesce(closed_at, expires_at) < ?').run(before)
}

interface Row extends Omit<Invitation, 'isAdministrator'> {
  readonly isAdministrator: number
}

const invitationIn = (row: Row): Invitation => ({ ...row, isAdministrator: Boolean(row.isAdministrator) })

const SELECT = `SELECT i.id, i.organisation_id AS organisationId, i.email, i.is_administrator AS isAdministrator,
  i.invited_by_id AS invitedById, p.name AS invitedBy, i.created_at AS createdAt, i.expires_at AS expiresAt
  FROM invitations i JOIN people p ON p.id = i.invited_by_id`

/** Who has invited runs the organisation or the cluster to this day: nobody leaves a way back in for themselves. */
const IS_OPEN = `i.closed_at IS NULL AND i.expires_at > ? AND p.is_active AND EXISTS (
  SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.state = 'active'
    AND (p.role = 'administrator' OR (m.organisation_id = i.organisation_id AND m.is_administrator)))`
