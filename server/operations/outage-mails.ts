import type { Db } from '../../db/connect.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { seriesById } from '../../db/queries/series.ts'
import type { Interval } from '../domain/interval.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { OtherTime, SettledByOutage } from '../domain/outage-impact.ts'
import type { CalibrationDue, OutageMail, OutageMailLine, OutageMailTime } from '../domain/outage-mail.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { resourceWith } from './assess.ts'
import { placeOf } from './mail-matter.ts'
import { tellParticipants } from './reservation-mails.ts'
import { tellAttendees } from './training-mails.ts'

export interface OutageNews {
  /** The resource that is out of use. */
  readonly resource: Resource
  readonly outage: OutageRecord
  readonly spans: readonly Interval[]
  readonly settled: readonly SettledByOutage[]
  readonly actor: Person
  readonly words: string | null
  readonly at: number
}

/**
 * One mail to everybody whose time the outages take, with all their reservations and where each could go; and one about all
 * of them to those who decide in a lab concerned, but for who did it: their calendars hold them, too.
 */
export function tellOfOutage(tx: Db, news: OutageNews): void {
  const { settled, actor, at } = news
  if (settled.length === 0) return
  const matter = matterOf(tx, news)
  const byRequester = Map.groupBy(settled, ({ reservation }) => reservation.requesterId)
  for (const [personId, own] of byRequester) {
    const lines = own.map((each) => lineOf(tx, each))
    queueMail(tx, { personId, kind: 'outage-affects', payload: { ...matter, lines }, at })
  }
  const all = settled.map((each) => ({ ...lineOf(tx, each), others: [] }))
  const changed = settled.filter(({ outcome }) => outcome !== 'kept')
  for (const [personId, labIds] of decidersOf(tx, settled, at)) {
    if (personId === actor.id) continue
    const isTheirs = (each: SettledByOutage) =>
      each.reservation.requesterId !== personId && labsOf(tx, each).some((labId) => labIds.has(labId))
    const lines = all.filter((_, i) => isTheirs(settled[i]!))
    if (lines.length > 0) queueMail(tx, { personId, kind: 'outage-settled', payload: { ...matter, lines }, at })
  }
  for (const { reservation, before, outcome } of changed) {
    const previous = outcome === 'moved' ? { start: before.start, end: before.end } : null
    tellAttendees(tx, reservation, { actor, previous, reason: news.words, at })
    tellParticipants(tx, reservation, {
      toRequester: outcome === 'moved' ? 'changed' : 'cancelled',
      ...{ actor, previous, reason: news.words, at },
    })
  }
}

/** Tells those who look after a resource that its calibration is due. */
export function tellOfCalibration(tx: Db, resource: Resource, calibration: CalibrationDue, at: number): void {
  const payload: OutageMail = {
    ...placeOf(tx, resource.id),
    ...{ timeZone: resource.timeZone, outage: null, lines: [], words: null, actor: null, calibration },
  }
  for (const { personId } of stewardsOfLab(tx, resource.labId, at))
    queueMail(tx, { personId, kind: 'calibration-due', payload, at })
}

function matterOf(tx: Db, { resource, outage, spans, actor, words }: OutageNews): Omit<OutageMail, 'lines'> {
  const { kind, planned, reason } = outage
  return {
    ...placeOf(tx, resource.id),
    timeZone: resource.timeZone,
    outage: { start: spans[0]!.start, end: spans[0]!.end, kind, planned, reason, count: spans.length },
    words,
    actor: actor.name,
    calibration: null,
  }
}

/** Who decides in the labs that the reservations were or are in, with those labs. */
function decidersOf(tx: Db, settled: readonly SettledByOutage[], at: number): ReadonlyMap<number, ReadonlySet<number>> {
  const deciders = new Map<number, Set<number>>()
  for (const labId of new Set(settled.flatMap((each) => labsOf(tx, each))))
    for (const { personId, role } of stewardsOfLab(tx, labId, at)) {
      if (role === 'caretaker') continue
      const labs = deciders.get(personId)
      if (labs) labs.add(labId)
      else deciders.set(personId, new Set([labId]))
    }
  return deciders
}

const labsOf = (tx: Db, { before, resource }: SettledByOutage) => [
  resource.labId,
  resourceWith(tx, before.resourceId).labId,
]

function lineOf(tx: Db, { reservation, before, resource, outcome, others }: SettledByOutage): OutageMailLine {
  const { seriesId, occurrenceLocal, calendarSequence } = reservation
  const series = seriesId === null ? null : seriesById(tx, seriesId)
  return {
    reservationId: reservation.id,
    title: reservation.title,
    requester: { name: reservation.requester.name, email: reservation.requester.email },
    outcome,
    was: timeOf({ ...before, resource: resourceWith(tx, before.resourceId) }),
    now: timeOf({ ...reservation, resource }),
    others: outcome === 'moved' ? [] : others.map(timeOf),
    state: reservation.state,
    sequence: calendarSequence + (series?.calendarSequence ?? 0),
    timeZone: resource.timeZone,
    place: placeOf(tx, resource.id),
    series: series && { id: seriesId!, recurrenceLocal: occurrenceLocal!, timeZone: series.timeZone },
  }
}

const timeOf = ({ start, end, resource: { slug, name } }: OtherTime): OutageMailTime => ({
  ...{ start, end },
  resource: { slug, name },
})
