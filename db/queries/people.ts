import type { Locale, OrganisationKind, Person, Role, StewardRole } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { labsDeputisedBy } from './deputyships.ts'
import { prepared } from './prepared.ts'

/**
 * The person with their organisation and stewardships; null for an unknown or inactive one, and for who belongs to no
 * organisation. With an instant (epoch ms) they are deputy, too, where somebody has named them for a time that runs then.
 */
export function personById(db: Db, id: number, now?: number): Person | null {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ? AND p.is_active AND ${BELONGS}`).get(id)
  return row ? personOf(db, row as PersonRow, now) : null
}

/** The same by e-mail address, whatever its case. */
export function personByEmail(db: Db, email: string, now?: number): Person | null {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.email = lower(?) AND p.is_active AND ${BELONGS}`).get(email)
  return row ? personOf(db, row as PersonRow, now) : null
}

/**
 * Somebody who has an account, whether or not an organisation has them: who has left or waits to be let in keeps their
 * account, and nothing else. Null for an unknown or inactive one.
 */
export function accountById(db: Db, id: number, now?: number): Person | null {
  const member = personById(db, id, now)
  if (member) return member
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ? AND p.is_active`).get(id) as PersonRow | undefined
  return row ? { ...personOf(db, row, now), role: 'member', stewardOf: new Map(), administers: new Set() } : null
}

/** The person a reservation was made for, also when they have left since; with an instant as of `personById`. */
export function requesterById(db: Db, id: number, now?: number): Person {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ?`).get(id) as PersonRow
  return personOf(db, row, now)
}

/** The same, acting for the organisation that the reservation or series was made for, whichever they act for now. */
export function requesterOf(
  db: Db,
  { requesterId, organisationId }: { readonly requesterId: number; readonly organisationId: number },
  now?: number,
): Person {
  const person = requesterById(db, requesterId, now)
  if (person.organisationId === organisationId) return person
  const row = prepared(db, 'SELECT slug, name_pl, name_en, kind FROM organisations WHERE id = ?').get(organisationId)
  const { slug, name_pl, name_en, kind } = row as Pick<PersonRow, 'slug' | 'name_pl' | 'name_en' | 'kind'>
  const organisationName = person.locale === 'en' ? name_en : name_pl
  return { ...person, organisationId, organisationSlug: slug, organisationName, organisationKind: kind }
}

/** The administrators of the whole cluster who can act, the first one first: who belongs nowhere cannot. */
export function clusterAdministrators(db: Db): readonly number[] {
  return prepared(
    db,
    `SELECT p.id FROM people p WHERE p.role = 'administrator' AND p.is_active AND ${BELONGS} ORDER BY p.id`,
  )
    .pluck()
    .all() as number[]
}

/** The role that an account has in the cluster, active or not; null for an unknown one. */
export function roleOf(db: Db, personId: number): Role | null {
  return (
    (prepared(db, 'SELECT role FROM people WHERE id = ? AND erased_at IS NULL').pluck().get(personId) as
      | Role
      | undefined) ?? null
  )
}

/** A person who looks after a lab, with what a mail to them needs. */
export interface LabSteward {
  readonly personId: number
  readonly name: string
  readonly email: string
  readonly locale: Locale
  readonly role: StewardRole
}

/** The active stewards of a lab at an instant (epoch ms), each once: owner first, then deputies, those for a time too, then caretakers. */
export function stewardsOfLab(db: Db, labId: number, now: number): readonly LabSteward[] {
  const rows = prepared(
    db,
    `SELECT p.id AS personId, p.name, p.email, p.locale, s.role FROM (
       SELECT person_id, role FROM stewardships WHERE lab_id = :labId
       UNION SELECT person_id, 'deputy' FROM deputyships WHERE lab_id = :labId AND start_at <= :now AND end_at > :now
     ) s JOIN people p ON p.id = s.person_id WHERE p.is_active
     ORDER BY CASE s.role WHEN 'owner' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, p.id`,
  ).all({ labId, now }) as LabSteward[]
  const seen = new Set<number>()
  return rows.filter(({ personId }) => !seen.has(personId) && seen.add(personId))
}

/** Who acts for an organisation that has let them go acts for the first of the others; who has none stays where they were. */
const SELECT_PERSON = `SELECT p.id, p.email, p.name, p.role, p.locale, o.id AS organisation_id, o.slug, o.name_pl, o.name_en, o.kind
  FROM people p JOIN organisations o ON o.id = coalesce(
    (SELECT m.organisation_id FROM memberships m WHERE m.person_id = p.id AND m.state = 'active'
     ORDER BY m.organisation_id <> p.organisation_id, m.id LIMIT 1), p.organisation_id)`

const BELONGS = `EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.state = 'active')`

interface PersonRow {
  id: number
  email: string
  name: string
  role: Role
  locale: Locale
  organisation_id: number
  slug: string
  name_pl: string
  name_en: string
  kind: OrganisationKind
}

function personOf(db: Db, row: PersonRow, now: number | undefined): Person {
  const { id, email, name, role, locale } = row
  return {
    ...{ id, email, name, role, locale },
    organisationId: row.organisation_id,
    organisationSlug: row.slug,
    organisationName: row.locale === 'en' ? row.name_en : row.name_pl,
    organisationKind: row.kind,
    stewardOf: stewardshipsOf(db, id, now),
    administers: administeredBy(db, id),
  }
}

function administeredBy(db: Db, personId: number): Set<number> {
  const ids = prepared(
    db,
    `SELECT organisation_id FROM memberships WHERE person_id = ? AND state = 'active' AND is_administrator`,
  )
  return new Set(ids.pluck().all(personId) as number[])
}

function stewardshipsOf(db: Db, personId: number, now: number | undefined): Map<number, StewardRole> {
  const kept = prepared(db, 'SELECT lab_id, role FROM stewardships WHERE person_id = ?').all(personId)
  const roles = new Map((kept as { lab_id: number; role: StewardRole }[]).map((each) => [each.lab_id, each.role]))
  if (now === undefined) return roles
  for (const labId of labsDeputisedBy(db, personId, now)) if (roles.get(labId) !== 'owner') roles.set(labId, 'deputy')
  return roles
}
