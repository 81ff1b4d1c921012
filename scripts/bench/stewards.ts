import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personById } from '../../db/queries/people.ts'
import { prepared } from '../../db/queries/prepared.ts'
import type { Person } from '../../server/domain/person.ts'

/** Somebody who looks after the resource. */
export function stewardOf(db: Db, resourceId: number): Person {
  const { labId } = catalogueOf(db).resourceById.get(resourceId)!
  const id = prepared(db, 'SELECT person_id FROM stewardships WHERE lab_id = ? ORDER BY id')
    .pluck()
    .get(labId) as number
  return personById(db, id)!
}
