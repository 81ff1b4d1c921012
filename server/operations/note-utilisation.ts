import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertNote } from '../../db/queries/utilisation-notes.ts'
import type { DaySpan } from '../domain/local-months.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { reportableResources } from '../domain/utilisation-report.ts'
import { LONGEST_NOTE } from '../domain/utilisation-review.ts'
import { done, type Result, refused } from './result.ts'

export interface NoteRequest extends DaySpan {
  readonly resource: string
  readonly text: string
}

/**
 * Why equipment was used little or lacked time, in the words of who looks after it or runs its organisation. Refusals:
 * `not-found`, `forbidden` to those who only read the report, `invalid` with `text`.
 */
export function noteUtilisation(
  db: Db,
  person: Person,
  { resource: slug, from, to, ...said }: NoteRequest,
  now: number,
): Result<Resource> {
  const resource = reportableResources(catalogueOf(db), person).find((each) => each.slug === slug)
  if (!resource) return refused({ kind: 'not-found' })
  if (!explains(person, resource)) return refused({ kind: 'forbidden' })
  const text = said.text.trim()
  if (text === '') return refused({ kind: 'invalid', field: 'text', reason: 'note-empty' })
  if (text.length > LONGEST_NOTE)
    return refused({ kind: 'invalid', field: 'text', reason: 'too-long-words', values: { count: LONGEST_NOTE } })
  return inWriteTransaction(db, (tx) => {
    insertNote(tx, { resourceId: resource.id, from, to, text, personId: person.id, at: now })
    return done(resource)
  })
}

/** Who may explain the use of a resource. */
export const explains = (person: Person, resource: Resource): boolean =>
  isSteward(person, resource) || person.administers.has(resource.organisationId)
