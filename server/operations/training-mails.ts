import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById, stewardsOfLab } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { attendeesOf, trainingSessionIdOf } from '../../db/queries/training-sessions.ts'
import type { Interval } from '../domain/interval.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import type { TrainingMail, TrainingMailKind, TrainingMailSession } from '../domain/training-mail.ts'
import { placeOf } from './mail-matter.ts'

export interface TrainingNews extends Partial<Pick<TrainingMail, 'level' | 'mayBook' | 'end' | 'words'>> {
  readonly kind: TrainingMailKind
  /** Whose request or right it is. */
  readonly personId: number
  readonly resource: Resource
  /** Null when the system did it. */
  readonly actor: Person | null
  readonly session?: { readonly reservation: Reservation; readonly method: TrainingMailSession['method'] }
  readonly at: number
}

/** Tells the person concerned, unless they did it to themselves. */
export function tellOfTraining(tx: Db, news: TrainingNews): void {
  if (news.actor?.id === news.personId && news.kind !== 'training-left') return
  queueMail(tx, { personId: news.personId, kind: news.kind, payload: payloadOf(tx, news), at: news.at })
}

/** Tells everybody who looks after the resource: training is the caretakers' business, too. */
export function tellStewardsOfTraining(tx: Db, news: TrainingNews): void {
  const payload = payloadOf(tx, news)
  for (const { personId } of stewardsOfLab(tx, news.resource.labId, news.at)) {
    if (personId !== news.personId) queueMail(tx, { personId, kind: news.kind, payload, at: news.at })
  }
}

interface SessionNews {
  readonly actor: Person | null
  readonly previous?: Interval | null
  readonly reason?: string | null
  readonly at: number
}

/** Tells those who are invited to a training that its reservation was moved or let go, if it is one. */
export function tellAttendees(tx: Db, reservation: Reservation, { actor, previous, reason, at }: SessionNews): void {
  const isGone = !holdsTime(reservation.state)
  const sessionId = isGone || previous ? trainingSessionIdOf(tx, reservation.id) : null
  if (sessionId === null) return
  const resource = catalogueOf(tx).resourceById.get(reservation.resourceId)!
  const kind = isGone ? 'training-cancelled' : 'training-moved'
  const session = { reservation, method: isGone ? 'CANCEL' : 'REQUEST' } as const
  for (const { personId } of attendeesOf(tx, sessionId))
    tellOfTraining(tx, { kind, personId, resource, actor, words: reason ?? null, session, at })
}

function payloadOf(tx: Db, { personId, resource, actor, session, ...news }: TrainingNews): TrainingMail {
  const person = requesterById(tx, personId)
  return {
    ...placeOf(tx, resource.id),
    person: {
      name: person.name,
      email: person.email,
      organisation: catalogueOf(tx).organisationById.get(person.organisationId)!.name,
    },
    timeZone: resource.timeZone,
    level: news.level ?? null,
    mayBook: news.mayBook ?? false,
    end: news.end ?? null,
    words: news.words ?? null,
    actor: actor?.name ?? null,
    session: session ? sessionOf(session) : null,
    reservationId: session?.reservation.id ?? null,
  }
}

function sessionOf({ reservation, method }: NonNullable<TrainingNews['session']>): TrainingMailSession {
  const { start, end, title, state, calendarSequence: sequence } = reservation
  return { start, end, title, state, sequence, method }
}
