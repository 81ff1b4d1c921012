import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { openRequestsConcerning, openRequestsFor } from '../../db/queries/reservations.ts'
import { countWaiting, countWaitingTraining } from '../../db/queries/waiting.ts'
import type { Person } from '../domain/person.ts'
import { groupOf, PURPOSES } from '../domain/purpose.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import { type Voting, votingOf } from '../domain/routing.ts'
import { labsDecidedBy } from '../domain/stewardship.ts'
import { sharesDetails } from '../domain/visibility.ts'
import { takesVotes, voicesOf, votingOn } from './voting.ts'

/** A request that waits for a person, or in a lab of theirs for somebody else because it is their own. */
export interface WaitingRequest {
  readonly reservation: ReservationDetail
  readonly voting: Voting
  /** The person decides as coordinator: by hours, organisation and purpose, without the title and who asks. */
  readonly isBlind: boolean
}

/** Everything that waits for the person's yes at this moment, the most urgent first, their own requests among it. */
export function waitingRequests(db: Db, person: Person, now: number): readonly WaitingRequest[] {
  const labIds = labsDecidedBy(person)
  const { resourceById } = catalogueOf(db)
  if (!takesVotes(db))
    return openRequestsFor(db, labIds, now).map((reservation) => {
      const voting = votingOf([resourceById.get(reservation.resourceId)!.labId], [])
      return { reservation, voting, isBlind: false }
    })
  const purposes = person.role === 'coordinator' ? ECONOMIC : []
  return openRequestsConcerning(db, { labIds, purposes }, now).flatMap((reservation) => {
    const resource = resourceById.get(reservation.resourceId)!
    const voting = votingOn(db, reservation, now)
    const isOwn = reservation.requesterId === person.id && labIds.includes(resource.labId)
    if (!isOwn && voicesOf(person, voting.open, reservation).length === 0) return []
    return [{ reservation, voting, isBlind: !sharesDetails(person, { reservation, resource }) }]
  })
}

const ECONOMIC = PURPOSES.filter((each) => groupOf(each) === 'economic')

/** How many answers wait for the person: a request or a whole series, and training, each one. */
export function countAnswers(db: Db, person: Person, now: number): number {
  if (person.stewardOf.size === 0 && person.role !== 'coordinator') return 0
  if (!takesVotes(db)) return person.stewardOf.size > 0 ? countWaiting(db, person) : 0
  const theirs = waitingRequests(db, person, now).filter(({ reservation }) => reservation.requesterId !== person.id)
  const subjects = theirs.map(({ reservation: { id, seriesId } }) => (seriesId === null ? `r${id}` : `s${seriesId}`))
  return new Set(subjects).size + countWaitingTraining(db, person)
}
