import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** What an owner says of the use of a resource in a period; never changed, only followed by another. */
export interface UtilisationNote extends DaySpan {
  readonly resourceId: number
  readonly text: string
  readonly author: string
  readonly at: number
}

/** Those about any of these days, by resource, the newest first. */
export function notesAbout(
  db: Db,
  resourceIds: readonly number[],
  { from, to }: DaySpan,
): ReadonlyMap<number, readonly UtilisationNote[]> {
  const rows = prepared(
    db,
    `SELECT n.resource_id AS resourceId, n.from_day AS "from", n.to_day AS "to", n.text, p.name AS author, n.at
     FROM json_each(:ids) j CROSS JOIN utilisation_notes n ON n.resource_id = j.value JOIN people p ON p.id = n.person_id
     WHERE n.from_day < :to AND n.to_day > :from ORDER BY n.at DESC, n.id DESC`,
  ).all({ ids: JSON.stringify(resourceIds), from, to }) as UtilisationNote[]
  return Map.groupBy(rows, ({ resourceId }) => resourceId)
}

export interface NewNote extends DaySpan {
  readonly resourceId: number
  readonly text: string
  readonly personId: number
  readonly at: number
}

/** Inside a write transaction; the same words about the same days by the same person are one note. */
export function insertNote(tx: Db, note: NewNote): void {
  prepared(
    tx,
    `INSERT INTO utilisation_notes (resource_id, from_day, to_day, text, person_id, at)
     SELECT :resourceId, :from, :to, :text, :personId, :at
     WHERE NOT EXISTS (SELECT 1 FROM utilisation_notes n WHERE n.resource_id = :resourceId AND n.from_day = :from
       AND n.to_day = :to AND n.person_id = :personId AND n.text = :text)`,
  ).run(note)
}
