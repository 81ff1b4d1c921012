import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  type FeedReservation,
  feedByHash,
  feedOfPerson,
  feedOnResources,
  feedTrainings,
} from '../../db/queries/feeds.ts'
import { personById } from '../../db/queries/people.ts'
import { type Feed, feedSpan, MOST_ENTRIES, mayFollow } from '../domain/feed.ts'
import type { Interval } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { seenBy } from '../domain/visibility.ts'
import { DAY_MS } from '../domain/zone.ts'
import { type SeenSeries, seeSeries } from './see-series.ts'
import { hashOf } from './sign-in.ts'
import { waitingRequests } from './waiting-requests.ts'

/** What its reader may know of a calendar's entries, as of now. */
export interface ReadFeed {
  readonly feed: Feed
  readonly person: Person
  readonly within: Interval
  /** The calendar had more entries than it shows: it is complete up to the end of `within` all the same. */
  readonly isCut: boolean
  readonly entries: readonly { readonly reservation: FeedReservation; readonly resource: Resource }[]
  /** Trainings that the reader is invited to: when and where, as their mail says. */
  readonly trainings: readonly { readonly reservation: FeedReservation; readonly resource: Resource }[]
  readonly series: readonly { readonly seen: SeenSeries; readonly changedAt: number }[]
  /** Time taken by others, of whom the reader may know nothing else. */
  readonly busy: readonly (Interval & { readonly resource: Resource; readonly units: number })[]
  /** Start of the UTC day. */
  readonly today: number
}

/**
 * The calendar behind a private address; null for an unknown or revoked one, and when its owner has left or lost what it
 * takes. Rights are those of now, whatever they were when the address was made. Changes nothing.
 */
export function readFeed(db: Db, token: string, now: number): ReadFeed | null {
  const feed = feedByHash(db, hashOf(token))
  const person = feed && personById(db, feed.personId, now)
  if (!feed || !person || !mayFollow(person, feed)) return null
  const { resourceById } = catalogueOf(db)
  const span = feedSpan(feed.kind, now)
  const found = reservationsOf(db, feed, person, { span, now })
  const isCut = found.length > MOST_ENTRIES
  const within = isCut ? { ...span, end: found[MOST_ENTRIES]!.start } : span
  const shown = found.slice(0, MOST_ENTRIES).flatMap((reservation) => {
    const resource = resourceById.get(reservation.resourceId)
    return resource ? [{ reservation, resource, seen: seenBy(person, { reservation, resource }) }] : []
  })
  const known = shown.filter(({ seen }) => seen !== 'busy')
  const series = seriesAmong(db, person, feed, known)
  const told = new Set(series.map(({ seen }) => seen.series.id))
  return {
    feed,
    person,
    within,
    isCut,
    series,
    entries: known.filter(({ reservation: { seriesId } }) => seriesId === null || !told.has(seriesId)),
    trainings: feed.kind === 'me' ? trainingsOf(db, person, within, known) : [],
    busy: shown
      .filter(({ seen }) => seen === 'busy')
      .map(({ reservation: { start, end, units }, resource }) => ({ start, end, units, resource })),
    today: Math.floor(now / DAY_MS) * DAY_MS,
  }
}

/** But for those that are an entry already, for who holds them or is invited along. */
function trainingsOf(db: Db, person: Person, within: Interval, known: ReadFeed['entries']): ReadFeed['trainings'] {
  const { resourceById } = catalogueOf(db)
  const there = new Set(known.map(({ reservation }) => reservation.id))
  return feedTrainings(db, person.id, within).flatMap((reservation) => {
    const resource = resourceById.get(reservation.resourceId)
    return resource && !there.has(reservation.id) ? [{ reservation, resource }] : []
  })
}

interface Moment {
  readonly span: Interval
  readonly now: number
}

/** One more than is shown, to know whether there are more. */
function reservationsOf(db: Db, feed: Feed, person: Person, { span, now }: Moment): FeedReservation[] {
  if (feed.kind === 'me') return feedOfPerson(db, person.id, span, MOST_ENTRIES + 1)
  if (feed.kind === 'approvals') return requestsFor(db, person, { span, now })
  const { resourceById, resourcesOfLab } = catalogueOf(db)
  const resource = resourceById.get(feed.resourceId ?? 0)
  const resources = resource ? [resource] : (resourcesOfLab.get(feed.labId ?? 0) ?? [])
  const ids = new Set(resources.flatMap((each) => [each.id, ...each.above, ...each.inside]))
  return feedOnResources(db, { ids: [...ids], personId: person.id }, span, MOST_ENTRIES + 1)
}

function requestsFor(db: Db, person: Person, { span, now }: Moment): FeedReservation[] {
  return waitingRequests(db, person, now)
    .flatMap(({ reservation, isBlind }) => (isBlind ? [] : [reservation]))
    .filter((each) => each.requesterId !== person.id && each.start < span.end)
    .toSorted((a, b) => a.start - b.start)
    .map(({ requester, calendarSequence: sequence, ...each }) => ({
      ...each,
      sequence,
      // A request stands by itself here: it is decided, not attended.
      seriesId: null,
      requesterName: requester.name,
      changedAt: each.createdAt,
    }))
}

/** The series that the reservations belong to, each with all of its occurrences that belong here. */
function seriesAmong(db: Db, person: Person, { kind }: Feed, known: ReadFeed['entries']): ReadFeed['series'] {
  const ofSeries = Map.groupBy(
    known.filter(({ reservation }) => reservation.seriesId !== null),
    ({ reservation }) => reservation.seriesId!,
  )
  return [...ofSeries].flatMap(([id, members]) => {
    const seen = seeSeries(db, person, id)
    if (!seen) return []
    const here = new Set(members.map(({ resource }) => resource.id))
    const occurrences = seen.occurrences.filter(
      (each) => kind === 'me' || (each.outcome === 'booked' && here.has(each.reservation.resourceId)),
    )
    const changedAt = Math.max(...members.map(({ reservation }) => reservation.changedAt))
    return [{ seen: { ...seen, occurrences }, changedAt }]
  })
}
