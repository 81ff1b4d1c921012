import type { Locale, OrganisationKind, Person, Role, StewardRole } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { labsDeputisedBy } from './deputyships.ts'
import { prepared } from './prepared.ts'

/**
 * The person with their organisation and stewardships; null for an unknown or inactive one. With an instant (epoch ms)
 * they are deputy, too, where somebody has named them for a time that runs then.
 */
export function personById(db: Db, id: number, now?: number): Person | null {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ? AND p.is_active`).get(id) as PersonRow | undefined
  return row ? personOf(db, row, now) : null
}

/** The same by e-mail address, whatever its case. */
export function personByEmail(db: Db, email: string, now?: number): Person | null {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.email = lower(?) AND p.is_active`).get(email) as
    | PersonRow
    | undefined
  return row ? personOf(db, row, now) : null
}

/** The person a reservation was made for, also when they have left since; with an instant as of `personById`. */
export function requesterById(db: Db, id: number, now?: number): Person {
  const row = prepared(db, `${SELECT_PERSON} WHERE p.id = ?`).get(id) as PersonRow
  return personOf(db, row, now)
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

function personOf(db: Db, row: PersonRow, now: number | undefined): Person {
  const { id, email, name, role, locale } = row
  return {
    ...{ id, email, name, role, locale },
    organisationId: row.organisation_id,
    organisationSlug: row.slug,
    organisationName: row.locale === 'en' ? row.name_en : row.name_pl,
    organisationKind: row.kind,
    stewardOf: stewardshipsOf(db, id, now),
  }
}

function stewardshipsOf(db: Db, personId: number, now: number | undefined): Map<number, StewardRole> {
  const kept = prepared(db, 'SELECT lab_id, role FROM stewardships WHERE person_id = ?').all(personId)
  const roles = new Map((kept as { lab_id: number; role: StewardRole }[]).map((each) => [each.lab_id, each.role]))
  if (now === undefined) return roles
  for (const labId of labsDeputisedBy(db, personId, now)) if (roles.get(labId) !== 'owner') roles.set(labId, 'deputy')
  return roles
}
