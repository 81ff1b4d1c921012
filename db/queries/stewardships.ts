import type { StewardRole } from '../../server/domain/person.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

interface Place {
  readonly labId: number
  readonly personId: number
}

/** Gives somebody a part in a lab; the one they had there is replaced. */
export function storeStewardship(db: Db, stewardship: Place & { readonly role: StewardRole }): void {
  prepared(
    db,
    `INSERT INTO stewardships (lab_id, person_id, role) VALUES (:labId, :personId, :role)
     ON CONFLICT (person_id, lab_id) DO UPDATE SET role = excluded.role`,
  ).run(stewardship)
}

export function deleteStewardship(db: Db, place: Place): void {
  prepared(db, 'DELETE FROM stewardships WHERE lab_id = :labId AND person_id = :personId').run(place)
}

/** Ends every part that a person has in the labs of an organisation, and every time that they were to stand in there. */
export function endStewardships(
  db: Db,
  { personId, organisationId }: { readonly personId: number; readonly organisationId: number },
  now: number,
): void {
  const parameters = { personId, organisationId, now }
  const ofOrganisation =
    'person_id = :personId AND lab_id IN (SELECT id FROM labs WHERE organisation_id = :organisationId)'
  prepared(db, `DELETE FROM stewardships WHERE ${ofOrganisation}`).run({ personId, organisationId })
  prepared(db, `DELETE FROM deputyships WHERE ${ofOrganisation} AND start_at >= :now`).run(parameters)
  prepared(db, `UPDATE deputyships SET end_at = :now WHERE ${ofOrganisation} AND end_at > :now`).run(parameters)
}
