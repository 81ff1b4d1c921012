import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type QueuedMail, queueMail } from '../../db/queries/queue-mail.ts'
import { seriesById } from '../../db/queries/series.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { MailMatter } from '../domain/reservation-mail.ts'
import { decidingIn, payloadOf } from './reservation-mails.ts'
import { seriesPayloadOf } from './series-mails.ts'

interface GuestNews {
  readonly people: readonly number[]
  readonly actor: Person
  readonly at: number
}

type Word = 'invited' | 'uninvited' | 'guest-left'

/** Their own invitation, tentative while the reservation waits; one for a whole series. */
export function tellInvited(tx: Db, reservation: Reservation, { people, actor, at }: GuestNews): void {
  for (const personId of people) queueMail(tx, mailOf(tx, reservation, { personId, word: 'invited', actor, at }))
}

/**
 * Takes the entry out of their calendars, unless they look after it and keep it as such. Whose guest has left by their own
 * wish is told so.
 */
export function tellUninvited(tx: Db, reservation: Reservation, { people, actor, at }: GuestNews): void {
  const { labId } = catalogueOf(tx).resourceById.get(reservation.resourceId)!
  const deciding = people.length > 0 ? decidingIn(tx, labId, at) : []
  for (const personId of people)
    if (!deciding.includes(personId)) queueMail(tx, mailOf(tx, reservation, { personId, word: 'uninvited', actor, at }))
  if (people.includes(actor.id)) {
    const personId = reservation.requesterId
    queueMail(tx, mailOf(tx, reservation, { personId, word: 'guest-left', actor, at }))
  }
}

interface Writing {
  readonly personId: number
  readonly word: Word
  readonly actor: Person
  readonly at: number
}

function mailOf(tx: Db, reservation: Reservation, { personId, word, actor, at }: Writing): QueuedMail {
  const change: Partial<MailMatter> & Pick<MailMatter, 'audience'> = {
    audience: word === 'guest-left' ? 'requester' : 'participant',
    ...(word === 'uninvited' ? { method: 'CANCEL' } : {}),
  }
  const { seriesId } = reservation
  if (seriesId === null) {
    const payload = { ...payloadOf(tx, reservation, { actor }), ...change }
    return { personId, kind: word, payload, at }
  }
  const payload = { ...seriesPayloadOf(tx, seriesById(tx, seriesId)!, { actor }), ...change }
  return { personId, kind: `series-${word}`, payload, at }
}
