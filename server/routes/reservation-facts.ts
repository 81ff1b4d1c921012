import { catalogueOf } from '../../db/queries/catalogue.ts'
import { messagesOf } from '../../db/queries/messages.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import type { Thread } from '../../views/reservations/message-thread.tsx'
import type { App } from '../app.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import { lockOn } from '../domain/lock.ts'
import { can } from '../domain/permissions.ts'
import type { Locale, Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { localDayOf } from '../domain/zone.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { seeSeries } from '../operations/see-series.ts'
import { found } from '../plugins/found.ts'
import { alsoNamed } from './also-names.ts'
import { useFactsOf } from './use-facts.ts'

/** Everything the page of one reservation shows to this person; 404 when it is none of their business. */
export function reservationPageOf(app: App, id: number, person: Person, locale: Locale) {
  const catalogue = catalogueOf(app.db)
  const { reservation, resource, seen } = found(seeReservation(app.db, person, id))
  const lab = catalogue.labById.get(resource.labId)!
  const now = app.clock()
  const place = { reservation, resource }
  const isOpen = reservation.state === 'requested' || reservation.state === 'confirmed'
  const isLocked = lockOn(reservation, resource, person, now) !== null
  const ofSeries = reservation.seriesId === null ? null : seeSeries(app.db, person, reservation.seriesId)
  return {
    reservation,
    series: ofSeries && {
      id: ofSeries.series.id,
      sentence: ruleSentence({ ...ofSeries.series, validUntil: null }, locale, localDayOf(now, resource.timeZone)),
    },
    resource: {
      slug: resource.slug,
      name: resource.name[locale],
      timeZone: resource.timeZone,
      capacity: resource.capacity,
      cancelNoticeMinutes: resource.policy.cancelNoticeMinutes,
    },
    lab: {
      slug: lab.slug,
      name: lab.name[locale],
      organisation: catalogue.organisationById.get(lab.organisationId)!.name[locale],
    },
    also: alsoNamed(reservation.also, catalogue, locale),
    busy: holdsTime(reservation.state) ? busyTimeOf(reservation, resource.policy) : null,
    organisation: catalogue.organisationById.get(reservation.organisationId)!.name[locale],
    events: seen === 'full' ? eventsOf(app.db, id) : [],
    thread: seen === 'full' ? threadOf(app, reservation, person) : null,
    use: useFactsOf(app, { reservation, resource, person, isFull: seen === 'full' }, now),
    may: {
      change: isOpen && !isLocked && reservation.end > now && can(person, 'change', place),
      cancel: isOpen && !isLocked && reservation.start > now && can(person, 'cancel', place),
      decide: reservation.state === 'requested' && (reservation.decideBy ?? 0) > now && can(person, 'approve', place),
      seeNote: seen === 'full',
    },
  }
}

const threadOf = (app: App, { id, requesterId }: Reservation, person: Person): Thread => ({
  messages: messagesOf(app.db, id),
  to: requesterId === person.id ? 'stewards' : 'requester',
})
