import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById } from '../../db/queries/people.ts'
import { coordinatorIds } from '../../db/queries/unanswered.ts'
import { votesOn } from '../../db/queries/votes.ts'
import type { Person } from '../domain/person.ts'
import { groupOf } from '../domain/purpose.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { type Routing, type Voice, type Voting, votingOf } from '../domain/routing.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { mustAskCoordinator, mustAskLab } from './must-ask.ts'

/** Whose yes a request takes, who has said theirs and whose turn it is, by the rules of this moment. */
export function votingOn(db: Db, reservation: Reservation, now: number): Voting {
  const needed = voicesNeeded(db, reservation, now)
  return votingOf(needed, needed.length > 1 ? votesOn(db, reservation.id) : [])
}

/**
 * The leading lab, whatever it is asked for; where the routing says more, each lab that has to agree and the coordinator.
 * A coordinator who asks for something themselves needs another one; where there is none the labs decide.
 */
function voicesNeeded(db: Db, reservation: Reservation, now: number): readonly Voice[] {
  const { resourceById } = catalogueOf(db)
  const lead = resourceById.get(reservation.resourceId)!
  const taken = [lead, ...reservation.also.map((part) => resourceById.get(part.resourceId)!)]
  // Most are one lab's whatever else holds, and an inbox of hundreds asks for each.
  const isOneLabs = taken.every(({ labId }) => labId === lead.labId)
  const mayBeTheirs =
    groupOf(reservation.purpose) === 'economic' && taken.some(({ policy }) => policy.routing === ECONOMIC)
  if (taken.every(isDecidedByAnyone) || (isOneLabs && !mayBeTheirs)) return [lead.labId]
  const { start, end, purpose, requesterId } = reservation
  const asking = { person: requesterById(db, requesterId, now), resources: taken, start, end, purpose }
  const labs = taken.filter((each) => mustAskLab(db, asking, each, now)).map((each) => each.labId)
  const isTheirs = taken.some((each) => mustAskCoordinator(asking, each))
  const coordinator = isTheirs && coordinatorIds(db).some((id) => id !== requesterId) ? [null] : []
  const voices = [...new Set([...labs.filter((id) => id === lead.labId), ...labs]), ...coordinator]
  return voices.length > 0 ? voices : [lead.labId]
}

const ECONOMIC: Routing = 'economic-coordinator'

const isDecidedByAnyone = ({ policy }: Resource) => policy.routing === 'any-steward'

/** Which of these voices are the person's; never any on their own request. */
export function voicesOf(person: Person, voices: readonly Voice[], { requesterId }: Pick<Reservation, 'requesterId'>) {
  if (person.id === requesterId) return []
  return voices.filter((voice) =>
    voice === null ? person.role === 'coordinator' : decidesFor(person, { labId: voice }),
  )
}

/** Whether somewhere more than one has to agree; where nowhere, a request is its lab's and nobody else's. */
export function takesVotes(db: Db): boolean {
  const catalogue = catalogueOf(db)
  let takes = known.get(catalogue)
  if (takes === undefined) known.set(catalogue, (takes = !catalogue.resources.every(isDecidedByAnyone)))
  return takes
}

const known = new WeakMap<object, boolean>()
