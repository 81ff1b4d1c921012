import type { Locale, OrganisationKind, Person, Role, StewardRole } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** The person with their organisation and stewardships; null for an unknown or inactive one. */
export function personById(db: Db, id: number): Person | null {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ? AND p.is_active`).get(id) as PersonRow | undefined
  return row ? personOf(db, row) : null
}

/** The same by e-mail address, whatever its case. */
export function personByEmail(db: Db, email: string): Person | null {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.email = lower(?) AND p.is_active`).get(email) as
    | PersonRow
    | undefined
  return row ? personOf(db, row) : null
}

/** The person a reservation was made for, also when they have left since. */
export function requesterById(db: Db, id: number): Person {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ?`).get(id) as PersonRow
  return personOf(db, row)
}

/** A person who looks after a lab, with what a mail to them needs. */
export interface LabSteward {
  readonly personId: number
  readonly name: string
  readonly email: string
  readonly locale: Locale
  readonly role: StewardRole
}

/** The active stewards of a lab: owner first, then deputies, then caretakers. */
export function stewardsOfLab(db: Db, labId: number): readonly LabSteward[] {
  return prepared(
    db,
    `SELECT p.id AS personId, p.name, p.email, p.locale, s.role FROM stewardships s JOIN people p ON p.id = s.person_id
     WHERE s.lab_id = ? AND p.is_active
     ORDER BY CASE s.role WHEN 'owner' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, p.id`,
  ).all(labId) as LabSteward[]
}

const SELECT_PERSON = `SELECT p.id, p.email, p.name, p.role, p.locale, p.organisation_id, o.slug, o.name_pl, o.name_en, o.kind
  FROM people p JOIN organisations o ON o.id = p.organisation_id`

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

function personOf(db: Db, row: PersonRow): Person {
  const stewardships = prepared(db, 'SELECT lab_id, role FROM stewardships WHERE person_id = ?').all(row.id) as {
    lab_id: number
    role: StewardRole
  }[]
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    locale: row.locale,
    organisationId: row.organisation_id,
    organisationSlug: row.slug,
    organisationName: row.locale === 'en' ? row.name_en : row.name_pl,
    organisationKind: row.kind,
    stewardOf: new Map(stewardships.map((each) => [each.lab_id, each.role])),
  }
}
