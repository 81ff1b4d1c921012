import { inNameOrder } from '../../server/domain/name-order.ts'
import type { OrganisationKind, Role } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface OrganisationFields {
  readonly namePl: string
  readonly nameEn: string
  readonly kind: OrganisationKind
  readonly city: string | null
  /** `https://ror.org/…` */
  readonly ror: string | null
  readonly isMember: boolean
}

export function insertOrganisation(db: Db, organisation: OrganisationFields & { readonly slug: string }): number {
  return Number(
    prepared(
      db,
      `INSERT INTO organisations (slug, name_pl, name_en, kind, city, ror, is_member)
       VALUES (:slug, :namePl, :nameEn, :kind, :city, :ror, :isMember)`,
    ).run({ ...organisation, isMember: Number(organisation.isMember) }).lastInsertRowid,
  )
}

export function updateOrganisation(db: Db, id: number, organisation: OrganisationFields): void {
  prepared(
    db,
    `UPDATE organisations SET name_pl = :namePl, name_en = :nameEn, kind = :kind, city = :city, ror = :ror,
       is_member = :isMember WHERE id = :id`,
  ).run({ ...organisation, id, isMember: Number(organisation.isMember) })
}

export interface OrganisationCount {
  readonly organisationId: number
  readonly people: number
  readonly administrators: number
  readonly asking: number
}

/** How many people each organisation has, runs it and waits for it. */
export function countMembers(db: Db): readonly OrganisationCount[] {
  return prepared(
    db,
    `SELECT organisation_id AS organisationId, count(*) FILTER (WHERE state = 'active') AS people,
       count(*) FILTER (WHERE state = 'active' AND is_administrator) AS administrators,
       count(*) FILTER (WHERE state = 'asked') AS asking
     FROM memberships GROUP BY organisation_id`,
  ).all() as OrganisationCount[]
}

/** Somebody with an account, as who runs the cluster sees them. */
export interface AccountLine {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly isActive: boolean
  /** Organisations they belong to. */
  readonly organisationIds: readonly number[]
}

/** Accounts whose name or address holds the words, whatever their case and accents, by name; without words, who has a role first. */
export function searchAccounts(db: Db, words: string, limit: number): readonly AccountLine[] {
  const rows = prepared(
    db,
    `SELECT p.id, p.name, p.email, p.role, p.is_active AS isActive,
       (SELECT json_group_array(m.organisation_id) FROM memberships m WHERE m.person_id = p.id AND m.state = 'active') AS organisationIds
     FROM people p WHERE p.erased_at IS NULL ORDER BY p.id`,
  ).all() as (Omit<AccountLine, 'isActive' | 'organisationIds'> & {
    isActive: number
    organisationIds: string
  })[]
  const wanted = folded(words)
  const found = inNameOrder(rows).filter(
    ({ name, email }) => folded(name).includes(wanted) || folded(email).includes(wanted),
  )
  return (wanted === '' ? found.toSorted((a, b) => rankOf(a) - rankOf(b)) : found)
    .slice(0, limit)
    .map((row) => ({ ...row, isActive: Boolean(row.isActive), organisationIds: JSON.parse(row.organisationIds) }))
}

const rankOf = ({ role }: { role: Role }) => (role === 'member' ? 1 : 0)

const folded = (text: string) =>
  text.trim().toLowerCase().replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '')
