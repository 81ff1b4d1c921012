import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type AskedTraining, setTrainingState, trainingRequestById } from '../../db/queries/training.ts'
import type { Person } from '../domain/person.ts'
import { LONGEST_WORDS } from '../domain/training.ts'
import { standingFor } from './cared-for.ts'
import { leaveSession } from './invite-to-training.ts'
import { done, type Result, refused } from './result.ts'
import { tellOfTraining } from './training-mails.ts'

export interface TrainingAnswer {
  /** `answered`: words are all there is to it, and the person may ask again. */
  readonly verdict: 'answered' | 'declined'
  readonly words: string
}

/** Closes a request with words, by the resource's stewards. Refusals: `not-found`, `forbidden`, `invalid` with the field. */
export function answerTraining(
  db: Db,
  person: Person,
  id: number,
  { verdict, words }: TrainingAnswer,
  now: number,
): Result<AskedTraining> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = standingFor(tx, person, id)
    if (!found.ok) return found
    const answer = words.trim()
    const count = LONGEST_WORDS
    if (answer === '') return refused({ kind: 'invalid', field: 'words', reason: 'no-words' })
    if (answer.length > count)
      return refused({ kind: 'invalid', field: 'words', reason: 'too-long-words', values: { count } })
    const { request, resource } = found.value
    leaveSession(tx, request, { actor: person, at: now })
    setTrainingState(tx, id, { state: verdict, answer, byId: person.id, at: now })
    const { personId } = request
    tellOfTraining(tx, { kind: `training-${verdict}`, personId, resource, actor: person, words: answer, at: now })
    return done(trainingRequestById(tx, id)!)
  })
}
