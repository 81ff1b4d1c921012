import { catalogueOf } from '../../db/queries/catalogue.ts'
import { messagesOf } from '../../db/queries/messages.ts'
import { peopleNear } from '../../db/queries/participants.ts'
import { accessPolicyOf } from '../../db/queries/records.ts'
import { eventsOf } from '../../db/queries/reservation-events.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import type { Guests } from '../../views/reservations/guests-panel.tsx'
import type { Thread } from '../../views/reservations/message-thread.tsx'
import type { App } from '../app.ts'
import { textIn } from '../domain/access-policy.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import { lockOn } from '../domain/lock.ts'
import { can, isPartyTo } from '../domain/permissions.ts'
import type { Locale, Person } from '../domain/person.ts'
import type { Reservation, ReservationDetail } from '../domain/reservation.ts'
import { isSteward } from '../domain/stewardship.ts'
import { localDayOf } from '../domain/zone.ts'
import { isOpenToGuests } from '../operations/change-participants.ts'
import { hasConfirmedPurpose } from '../operations/correct-purpose.ts'
import { ledgerEffects, wishOf } from '../operations/ledger-effects.ts'
import { seeReservation } from '../operations/see-reservation.ts'
import { seeSeries } from '../operations/see-series.ts'
import { voicesOf, votingOn } from '../operations/voting.ts'
import { found } from '../plugins/found.ts'
import { alsoNamed } from './also-names.ts'
import { useFactsOf } from './use-facts.ts'
import { voicesShown } from './voices-shown.ts'

/** So many people stand in the list to pick from; others are found by their address. */
export const MOST_OFFERED = 200

/** Everything the page of one reservation shows to this person; 404 when it is none of their business. */
export function reservationPageOf(app: App, id: number, person: Person, locale: Locale) {
  const catalogue = catalogueOf(app.db)
  const { reservation, resource, seen } = found(seeReservation(app.db, person, id))
  const lab = catalogue.labById.get(resource.labId)!
  const now = app.clock()
  const place = { reservation, resource }
  const isOpen = reservation.state === 'requested' || reservation.state === 'confirmed'
  const isLocked = lockOn(reservation, resource, person, now) !== null
  const caresFor = isSteward(person, resource)
  const waits = reservation.state === 'requested' && (reservation.decideBy ?? 0) > now
  const voting = votingOn(app.db, reservation, now)
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
    voices: waits && seen === 'full' ? voicesShown(app, voting, locale) : [],
    thread: isPartyTo(person, place) ? threadOf(app, reservation, person) : null,
    guests: seen === 'full' ? guestsOf(app, reservation, person, can(person, 'change', place), now) : null,
    acknowledgement:
      reservation.state === 'completed'
        ? textIn(accessPolicyOf(app.db, resource.id).texts.acknowledgement, locale) || null
        : null,
    ledger: caresFor && isOpen && reservation.end > now ? ledgerEffects(app.db, now)(wishOf([reservation])) : [],
    use: useFactsOf(app, { reservation, resource, person, isFull: seen === 'full' }, now),
    may: {
      change: isOpen && !isLocked && reservation.end > now && can(person, 'change', place),
      cancel: isOpen && !isLocked && reservation.start > now && can(person, 'cancel', place),
      correctPurpose: caresFor && hasConfirmedPurpose(reservation),
      decide: waits && voicesOf(person, voting.open, reservation).length > 0,
      seeNote: seen === 'full',
    },
  }
}

/** Who is invited along, and whom the reader may invite. */
function guestsOf(app: App, reservation: ReservationDetail, person: Person, mayChange: boolean, now: number): Guests {
  const mayInvite = mayChange && isOpenToGuests(reservation, now)
  const near = mayInvite ? peopleNear(app.db, person, MOST_OFFERED) : []
  const { participantIds, requesterId } = reservation
  return {
    invited: reservation.participants,
    mayInvite,
    mayLeave: participantIds.includes(person.id) && isOpenToGuests(reservation, now),
    near: near.filter(({ id }) => id !== requesterId && !participantIds.includes(id)),
    addresses: '',
  }
}

const threadOf = (app: App, { id, requesterId }: Reservation, person: Person): Thread => ({
  messages: messagesOf(app.db, id),
  to: requesterId === person.id ? 'stewards' : 'requester',
})
