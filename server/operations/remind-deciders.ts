import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { reservationById } from '../../db/queries/reservations.ts'
import { coordinatorIds, type Unanswered, unanswered, warningsGiven } from '../../db/queries/unanswered.ts'
import { warnedOnce } from '../../db/queries/warned-once.ts'
import { type DecisionReminder, decisionReminders } from '../domain/deadline.ts'
import type { Reservation } from '../domain/reservation.ts'
import { tellOfDeciding } from './deciding-mails.ts'
import { decidingTime } from './decision-deadline.ts'
import { votingOn } from './voting.ts'

interface Due {
  readonly request: Unanswered
  readonly kind: DecisionReminder
}

/**
 * Reminds of requests that nobody decides: the owners, then all who decide, then the coordinator. Where more than one
 * has to agree, those who have not; the coordinator, when only their yes is missing, from the beginning. Once each, however
 * often, late and in however many processes it runs; what a pause has left behind is one reminder, the latest. Returns
 * how many requests were remembered.
 */
export function remindDeciders(db: Db, now: number): number {
  const waiting = unanswered(db, now)
  if (waiting.length === 0) return 0
  const given = warningsGiven(
    db,
    waiting.map((each) => each.id),
  )
  const due = waiting.flatMap((request) => dueOf(db, request, now) ?? [])
  const open = due.filter((each) => !given.has(`${each.request.id} ${nameOf(each)}`))
  let count = 0
  for (const each of open) if (inWriteTransaction(db, (tx) => remind(tx, each, now))) count++
  return count
}

function dueOf(db: Db, request: Unanswered, now: number): Due | null {
  const { resourceById, labById } = catalogueOf(db)
  const resource = resourceById.get(request.resourceId)!
  const { timeZone } = labById.get(resource.labId)!
  const openTime = decidingTime(db, resource, { start: request.since, end: request.decideBy })
  const kind = decisionReminders(request, timeZone, openTime).findLast(({ at }) => at <= now)?.kind
  return kind ? { request, kind } : null
}

/** A request that came back with another deadline is remembered anew. */
const nameOf = ({ request, kind }: Due) => `decide-${kind}-${request.decideBy}`

/** Looks again, now that nobody else can write. */
function remind(tx: Db, due: Due, now: number): boolean {
  const { request, kind } = due
  const reservation = reservationById(tx, request.id)
  if (reservation?.state !== 'requested' || (reservation.decideBy ?? 0) <= now) return false
  const isCoordinators = votingOn(tx, reservation, now).open.includes(null)
  const asked = isCoordinators ? coordinatorsFor(tx, reservation) : readersOf(tx, reservation, kind, now)
  const readers = asked.filter((personId) =>
    warnedOnce(tx, { reservationId: request.id, personId, kind: nameOf(due), at: now }),
  )
  const told = isCoordinators ? 'coordinator-asked' : kind === 'stalled' ? 'stalled' : 'still-waiting'
  tellOfDeciding(tx, reservation, { kind: told, readers, actor: null, words: null, more: request.count - 1, at: now })
  return readers.length > 0
}

function readersOf(tx: Db, reservation: Reservation, kind: DecisionReminder, now: number): number[] {
  if (kind === 'stalled') return coordinatorsFor(tx, reservation)
  const { requesterId } = reservation
  const labs = votingOn(tx, reservation, now).open.filter((voice) => voice !== null)
  const ids = labs.flatMap((labId) => {
    const deciders = stewardsOfLab(tx, labId, now).filter(
      (each) => each.role !== 'caretaker' && each.personId !== requesterId,
    )
    const owners = deciders.filter((each) => each.role === 'owner')
    const asked = kind === 'half' && owners.length > 0 ? owners : deciders
    return asked.map((each) => each.personId)
  })
  return [...new Set(ids)]
}

const coordinatorsFor = (tx: Db, { requesterId }: Reservation) => coordinatorIds(tx).filter((id) => id !== requesterId)
