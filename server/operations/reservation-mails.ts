import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { seriesById } from '../../db/queries/series.ts'
import type { Interval } from '../domain/interval.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Part, Reservation } from '../domain/reservation.ts'
import type { ReservationMail, ReservationMailKind } from '../domain/reservation-mail.ts'
import { matterOf } from './mail-matter.ts'
import { tellAttendees } from './training-mails.ts'
import { votingOn } from './voting.ts'

export interface News {
  readonly toRequester: ReservationMailKind
  /** The same as to the requester unless named. */
  readonly toStewards?: ReservationMailKind
  /** Null when the system did it. */
  readonly actor: Person | null
  readonly reason?: string | null
  readonly previous?: Interval | null
  /** Free times instead, for the requester. */
  readonly others?: readonly Interval[]
  /** What it took along before a change. */
  readonly tookAlong?: Reservation['also']
  readonly at: number
}

/**
 * Tells the requester, those who decide in the lab and who is invited along: one mail each, nobody twice. Their calendars
 * follow the reservation from the request on, so each of them hears of every change of time and state; so do those who
 * are invited to it as a training.
 */
export function tellOf(tx: Db, reservation: Reservation, news: News): void {
  const payload = payloadOf(tx, reservation, news)
  const { toRequester, toStewards = toRequester, at } = news
  queueMail(tx, {
    personId: reservation.requesterId,
    kind: toRequester,
    payload: { ...payload, audience: 'requester', ...(news.others && { others: news.others }) },
    at,
  })
  const { labId } = catalogueOf(tx).resourceById.get(reservation.resourceId)!
  const { needed } = votingOn(tx, reservation, at)
  const about = needed.includes(labId)
    ? { kind: toStewards, payload: { ...payload, audience: 'steward' } as const }
    : { kind: toRequester, payload: { ...payload, audience: 'steward', isForInformation: true } as const }
  for (const { personId, role } of stewardsOfLab(tx, labId, at)) {
    if (role === 'caretaker' || personId === reservation.requesterId) continue
    queueMail(tx, { personId, ...about, at })
  }
  tellOfParts(tx, reservation, news)
  tellParticipants(tx, reservation, news)
  tellAttendees(tx, reservation, news)
}

/** Who is invited along has an entry of their own, which follows; who decides about it has it already. */
export function tellParticipants(tx: Db, reservation: Reservation, news: News): void {
  if (reservation.participantIds.length === 0) return
  const { toRequester: kind, at } = news
  const payload = { ...payloadOf(tx, reservation, news), audience: 'participant' } as const
  const { labId } = catalogueOf(tx).resourceById.get(reservation.resourceId)!
  const deciding = decidingIn(tx, labId, at)
  for (const personId of reservation.participantIds)
    if (!deciding.includes(personId)) queueMail(tx, { personId, kind, payload, at })
}

/** Tells the requester alone what changes neither time nor state. */
export function tellRequester(
  tx: Db,
  reservation: Reservation,
  { kind, actor = null, reason = null, at }: ToRequester,
): void {
  const payload = payloadOf(tx, reservation, { actor, reason })
  queueMail(tx, { personId: reservation.requesterId, kind, payload: { ...payload, audience: 'requester' }, at })
}

interface ToRequester {
  readonly kind: ReservationMailKind
  readonly actor?: Person | null
  readonly reason?: string | null
  readonly at: number
}

/** Reminds the requester of a time that comes. */
export function remindRequester(tx: Db, reservation: Reservation, at: number): void {
  const payload = payloadOf(tx, reservation, { actor: null })
  queueMail(tx, {
    personId: reservation.requesterId,
    kind: 'reminder',
    payload: { ...payload, audience: 'requester' },
    at,
  })
}

/**
 * Who decides in the labs of what is taken along hears of it, too, and decides only where each lab has to agree; whose
 * equipment is left behind has the time taken off their calendar again.
 */
export function tellOfParts(tx: Db, reservation: Reservation, news: News): void {
  const { also, resourceId, requesterId } = reservation
  const { tookAlong = [], toRequester: kind, at } = news
  if (also.length + tookAlong.length === 0) return
  // They know nothing of a series: an instance of it would change its name with the rule.
  const payload = { ...payloadOf(tx, reservation, news), series: null }
  const { labId } = catalogueOf(tx).resourceById.get(resourceId)!
  const told = new Set([requesterId, ...decidingIn(tx, labId, at)])
  const tell = (parts: Reservation['also'], about: Partial<ReservationMail>, kindOfIt = kind) => {
    for (const personId of new Set(parts.flatMap((part) => decidingIn(tx, part.labId, at)))) {
      if (told.has(personId)) continue
      told.add(personId)
      const mail = { ...payload, isForInformation: true, ...about, audience: 'steward' } as const
      queueMail(tx, { personId, kind: kindOfIt, payload: mail, at })
    }
  }
  const { needed } = votingOn(tx, reservation, at)
  const hasVoice = (part: Part) => part.labId !== labId && needed.includes(part.labId)
  tell(also.filter(hasVoice), { isForInformation: false }, news.toStewards)
  tell(also, {})
  // When it is now is none of their business any more.
  tell(tookAlong, { method: 'CANCEL', ...news.previous, previous: null })
}

export const decidingIn = (tx: Db, labId: number, at: number): number[] =>
  stewardsOfLab(tx, labId, at).flatMap(({ personId, role }) => (role === 'caretaker' ? [] : [personId]))

/** What a mail about the reservation says, whoever reads it. */
export function payloadOf(
  tx: Db,
  reservation: Reservation,
  news: Pick<News, 'actor' | 'reason' | 'previous'>,
): Omit<ReservationMail, 'audience'> {
  const { id, start, end, state, decideBy, seriesId, occurrenceLocal, calendarSequence } = reservation
  const series = seriesId === null ? null : seriesById(tx, seriesId)
  return {
    ...matterOf(tx, reservation, news),
    reservationId: id,
    state,
    // Both numbers only rise, so their sum does: an occurrence is newer than the series that was last sent.
    sequence: calendarSequence + (series?.calendarSequence ?? 0),
    method: holdsTime(state) ? 'REQUEST' : 'CANCEL',
    start,
    end,
    previous: news.previous ?? null,
    decideBy: state === 'requested' ? decideBy : null,
    series: series && { id: seriesId!, recurrenceLocal: occurrenceLocal!, timeZone: series.timeZone },
  }
}
