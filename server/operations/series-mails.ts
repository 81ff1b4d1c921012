import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { participantIdsOf } from '../../db/queries/participants.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { reservationsOfSeries, seriesById, skipsOfSeries } from '../../db/queries/series.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { ReservationMailKind } from '../domain/reservation-mail.ts'
import type { Series } from '../domain/series.ts'
import type { SeriesMail, SeriesMailKind, SeriesMailOccurrence } from '../domain/series-mail.ts'
import { matterOf, placeOf } from './mail-matter.ts'
import { tellOfParts } from './reservation-mails.ts'

export interface SeriesNews {
  readonly toRequester: SeriesMailKind
  /** The same as to the requester unless named. */
  readonly toStewards?: SeriesMailKind
  /** Null when the system did it. */
  readonly actor: Person | null
  readonly reason?: string | null
  /** The dates it happened to: the labs of what these take along hear of each. */
  readonly dates?: readonly Reservation[]
  readonly at: number
}

/**
 * Tells of a series once, whatever the number of its occurrences: the requester, those who decide in its lab and who is
 * invited along, one mail each, nobody twice. To be called when all of its occurrences are written.
 */
export function tellOfSeries(tx: Db, seriesId: number, news: SeriesNews): void {
  const series = seriesById(tx, seriesId)!
  const payload = seriesPayloadOf(tx, series, news)
  const { requesterId, resourceId } = series
  const { toRequester, toStewards = toRequester, at } = news
  queueMail(tx, { personId: requesterId, kind: toRequester, payload: { ...payload, audience: 'requester' }, at })
  const { labId } = catalogueOf(tx).resourceById.get(resourceId)!
  const told = new Set([requesterId])
  for (const { personId, role } of stewardsOfLab(tx, labId, at)) {
    if (role === 'caretaker' || personId === requesterId) continue
    queueMail(tx, { personId, kind: toStewards, payload: { ...payload, audience: 'steward' }, at })
    told.add(personId)
  }
  for (const personId of participantIdsOf(tx, { reservationId: 0, seriesId }))
    if (!told.has(personId))
      queueMail(tx, { personId, kind: toRequester, payload: { ...payload, audience: 'participant' }, at })
  const { actor, reason = null, dates = [] } = news
  for (const each of dates) tellOfParts(tx, each, { toRequester: ONE_DATE[toRequester], actor, reason, at })
}

/** Takes a series that somebody else has now out of the calendar of who had it. */
export function tellFormerRequester(tx: Db, seriesId: number, personId: number, at: number): void {
  const series = { ...seriesById(tx, seriesId)!, requesterId: personId }
  const payload = seriesPayloadOf(tx, series, { actor: null, reason: null })
  const occurrences = payload.occurrences.map((each) => ({ ...each, state: 'cancelled' as const }))
  const mail = { ...payload, occurrences, method: 'CANCEL', decideBy: null, audience: 'requester' } as const
  queueMail(tx, { personId, kind: 'series-cancelled', payload: mail, at })
}

/** What the news of a series is to a single date of it. */
const ONE_DATE: Record<SeriesMailKind, ReservationMailKind> = {
  'series-requested': 'requested',
  'series-asked': 'asked',
  'series-confirmed': 'confirmed',
  'series-declined': 'declined',
  'series-changed': 'changed',
  'series-cancelled': 'cancelled',
  'series-expired': 'expired',
  'series-invited': 'invited',
  'series-uninvited': 'uninvited',
  'series-guest-left': 'guest-left',
}

/** What a mail about the series says, whoever reads it. */
export function seriesPayloadOf(
  tx: Db,
  series: Series,
  news: Pick<SeriesNews, 'actor' | 'reason'>,
): Omit<SeriesMail, 'audience'> {
  const reservations = reservationsOfSeries(tx, series.id).toSorted(byLocal)
  const deadlines = reservations.flatMap(({ state, decideBy }) => (state === 'requested' && decideBy ? [decideBy] : []))
  const { startLocal, rrule, rdates, durationMinutes } = series
  return {
    ...matterOf(tx, series, news),
    seriesId: series.id,
    seriesZone: series.timeZone,
    startLocal,
    rrule,
    rdates,
    durationMinutes,
    method: reservations.some(({ state }) => holdsTime(state)) ? 'REQUEST' : 'CANCEL',
    decideBy: deadlines.length > 0 ? Math.min(...deadlines) : null,
    occurrences: reservations.map((each) => occurrenceOf(tx, each, series)),
    skipped: skipsOfSeries(tx, series.id),
  }
}

function occurrenceOf(tx: Db, reservation: Reservation, series: Series): SeriesMailOccurrence {
  const { id, occurrenceLocal, calendarSequence, state, start, end, title, resourceId } = reservation
  return {
    local: occurrenceLocal!,
    reservationId: id,
    sequence: calendarSequence,
    state,
    start,
    end,
    title: title === series.title ? null : title,
    elsewhere: resourceId === series.resourceId ? null : placeOf(tx, resourceId),
  }
}

const byLocal = (one: Reservation, other: Reservation) => (one.occurrenceLocal! < other.occurrenceLocal! ? -1 : 1)
