import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { insertMessage, messagesOf } from '../../db/queries/messages.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { isPartyTo } from '../domain/permissions.ts'
import type { Person } from '../domain/person.ts'
import { tellOfDeciding } from './deciding-mails.ts'
import { findReservation } from './find-reservation.ts'
import { done, type Result, refused } from './result.ts'
import { reasonOf } from './weigh.ts'

export const LONGEST_MESSAGE = 2000
const MOST_MESSAGES = 200

/**
 * A word between who asks for a time and who looks after what they ask for; the deadline stays. A steward's goes to the
 * requester by mail, the requester's to those who decide. Refusals: `not-found`, `forbidden` (a colleague, a guest), `invalid`
 * with `text`.
 */
export function askQuestion(db: Db, person: Person, id: number, text: string, now: number): Result<null> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = findReservation(tx, person, id, 'see')
    if (!found.ok) return found
    const { reservation, resource } = found.value
    if (!isPartyTo(person, found.value)) return refused({ kind: 'forbidden' })
    const words = reasonOf(text)
    if (words === null) return refused({ kind: 'invalid', field: 'text', reason: 'message-empty' })
    if (words.length > LONGEST_MESSAGE)
      return refused({ kind: 'invalid', field: 'text', reason: 'message-long', values: { count: LONGEST_MESSAGE } })
    if (messagesOf(tx, id).length >= MOST_MESSAGES)
      return refused({ kind: 'invalid', field: 'text', reason: 'messages-many' })
    insertMessage(tx, { reservationId: id, personId: person.id, text: words, at: now })
    const isRequester = person.id === reservation.requesterId
    const deciders = stewardsOfLab(tx, resource.labId, now).filter(({ role }) => role !== 'caretaker')
    const readers = isRequester ? deciders.map(({ personId }) => personId) : [reservation.requesterId]
    tellOfDeciding(tx, reservation, {
      ...{ kind: isRequester ? 'answer' : 'question', actor: person, words, more: 0, at: now },
      readers: readers.filter((each) => each !== person.id),
    })
    return done(null)
  })
}
