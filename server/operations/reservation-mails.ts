import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById, stewardsOfLab } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import type { Interval } from '../domain/interval.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { ReservationMail, ReservationMailKind } from '../domain/reservation-mail.ts'

export interface News {
  readonly toRequester: ReservationMailKind
  /** The same as to the requester unless named. */
  readonly toStewards?: ReservationMailKind
  /** Null when the system did it. */
  readonly actor: Person | null
  readonly reason?: string | null
  readonly previous?: Interval | null
  readonly at: number
}

/**
 * Tells the requester and those who decide in the lab: one mail each, nobody twice. Both sides' calendars follow the
 * reservation from the request on, so each of them hears of every change of time and state.
 */
export function tellOf(tx: Db, reservation: Reservation, news: News): void {
  const payload = payloadOf(tx, reservation, news)
  const { toRequester, toStewards = toRequester, at } = news
  queueMail(tx, {
    personId: reservation.requesterId,
    kind: toRequester,
    payload: { ...payload, audience: 'requester' },
    at,
  })
  const { labId } = catalogueOf(tx).resourceById.get(reservation.resourceId)!
  for (const { personId, role } of stewardsOfLab(tx, labId)) {
    if (role === 'caretaker' || personId === reservation.requesterId) continue
    queueMail(tx, { personId, kind: toStewards, payload: { ...payload, audience: 'steward' }, at })
  }
}

function payloadOf(tx: Db, reservation: Reservation, news: News): Omit<ReservationMail, 'audience'> {
  const { resourceById, labById, organisationById } = catalogueOf(tx)
  const resource = resourceById.get(reservation.resourceId)!
  const lab = labById.get(resource.labId)!
  const owner = organisationById.get(resource.organisationId)!
  const requester = requesterById(tx, reservation.requesterId)
  const { start, end, units, title, purpose, note, state, decideBy } = reservation
  return {
    reservationId: reservation.id,
    state,
    sequence: reservation.calendarSequence,
    method: holdsTime(state) ? 'REQUEST' : 'CANCEL',
    start,
    end,
    previous: news.previous ?? null,
    units,
    title,
    purpose,
    note,
    project: projectsOf(tx, requester.id).find((project) => project.id === reservation.projectId)?.code ?? null,
    resource: { slug: resource.slug, name: resource.name },
    lab: { slug: lab.slug, name: lab.name, city: lab.city },
    organisation: { slug: owner.slug, name: owner.name },
    timeZone: resource.timeZone,
    requester: {
      name: requester.name,
      email: requester.email,
      organisation: organisationById.get(reservation.organisationId)!.name,
    },
    actor: news.actor?.name ?? null,
    reason: news.reason ?? null,
    decideBy: state === 'requested' ? decideBy : null,
  }
}
