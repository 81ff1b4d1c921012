import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type AskedTraining, insertTrainingRequest, standingRequest } from '../../db/queries/training.ts'
import type { Person } from '../domain/person.ts'
import { countsLevels } from '../domain/qualification.ts'
import { isSteward } from '../domain/stewardship.ts'
import { LONGEST_WORDS } from '../domain/training.ts'
import { done, type Result, refused } from './result.ts'
import { tellStewardsOfTraining } from './training-mails.ts'

export interface TrainingWish {
  readonly resourceId: number
  readonly message: string
}

/**
 * Asks a resource's stewards for training. Who has asked already gets the request that stands. Refusals: `not-found`,
 * `invalid` where nobody needs a qualification, or not this person.
 */
export function askForTraining(
  db: Db,
  person: Person,
  { resourceId, message }: TrainingWish,
  now: number,
): Result<AskedTraining> {
  const resource = catalogueOf(db).resourceById.get(resourceId)
  if (!resource) return refused({ kind: 'not-found' })
  const no = (field: string, reason: string) =>
    refused({ kind: 'invalid', field, reason, values: { count: LONGEST_WORDS } })
  if (isSteward(person, resource)) return no('resource', 'training-own')
  if (!countsLevels(resource.policy)) return no('resource', 'training-not-needed')
  const words = message.trim()
  if (words.length > LONGEST_WORDS) return no('message', 'too-long-words')
  return inWriteTransaction(db, (tx) => {
    const standing = standingRequest(tx, person.id, resourceId)
    if (standing) return done(standing)
    insertTrainingRequest(tx, { resourceId, personId: person.id, message: words, createdAt: now })
    const news = { kind: 'training-asked', personId: person.id, actor: person, words, at: now } as const
    tellStewardsOfTraining(tx, { ...news, resource, level: resource.policy.qualificationRequired })
    return done(standingRequest(tx, person.id, resourceId)!)
  })
}
