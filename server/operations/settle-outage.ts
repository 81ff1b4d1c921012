import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationById, reservationDetail } from '../../db/queries/reservations.ts'
import type { Interval } from '../domain/interval.ts'
import { stateAfter } from '../domain/lifecycle.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { AffectedByOutage, OtherTime, OutageChoice, SettledByOutage } from '../domain/outage-impact.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { equivalentsOf } from './alternatives-for.ts'
import { letGo } from './cancel-reservation.ts'
import { moveReservation } from './move-reservation.ts'
import { standingAgainstMove } from './other-times.ts'
import { tellOfOutage } from './outage-mails.ts'
import { done, type Result, refused } from './result.ts'

interface Act {
  readonly choices: ReadonlyMap<number, OutageChoice>
  readonly otherwise: 'keep' | 'cancel'
  readonly person: Person
  readonly words: string | null
  readonly now: number
}

interface Opened {
  readonly resource: Resource
  readonly spans: readonly Interval[]
  readonly outage: OutageRecord
}

/**
 * Cancels and moves what outages take time from, as was chosen, once the outages are written, and tells everybody: what is
 * let go of makes room for what moves. Refuses with `rules` a move to where something stands in the way by now.
 */
export function settleOutage(
  tx: Db,
  opened: Opened,
  affected: readonly AffectedByOutage[],
  act: Act,
): Result<readonly SettledByOutage[]> {
  const settled = new Map<number, SettledByOutage>()
  const choiceFor = ({ reservation }: AffectedByOutage) => act.choices.get(reservation.id) ?? act.otherwise
  for (const each of affected) {
    const choice = choiceFor(each)
    if (choice === 'keep' || typeof choice === 'object') settled.set(each.reservation.id, kept(each))
    else settled.set(each.reservation.id, cancelled(tx, each, act))
  }
  for (const each of affected) {
    const choice = choiceFor(each)
    if (typeof choice !== 'object') continue
    const moved = movedTo(tx, each, choice, act)
    if (!moved.ok) return moved
    settled.set(each.reservation.id, moved.value)
  }
  const all = affected.map(({ reservation }) => settled.get(reservation.id)!)
  tellOfOutage(tx, { ...opened, settled: all, actor: act.person, words: act.words, at: act.now })
  return done(all)
}

const kept = ({ reservation, resource, others }: AffectedByOutage): SettledByOutage => ({
  ...{ reservation, before: reservation, resource, others },
  outcome: 'kept',
})

/** Without consequence for its requester. What is in use already ends by itself. */
function cancelled(tx: Db, each: AffectedByOutage, { person, words, now }: Act): SettledByOutage {
  const { reservation: before, resource, others } = each
  if (stateAfter(before.state, 'cancel') === null) return kept(each)
  letGo(tx, { reservation: reservationById(tx, before.id)!, resource }, { person, reason: words, now, isForced: true })
  return { reservation: reservationDetail(tx, before.id)!, before, resource, others, outcome: 'cancelled' }
}

function movedTo(
  tx: Db,
  { reservation: before, resource: from, isRunning, others }: AffectedByOutage,
  { resourceId, start, end }: Exclude<OutageChoice, string>,
  { person, now }: Act,
): Result<SettledByOutage> {
  const resource = catalogueOf(tx).resourceById.get(resourceId)
  const isSameLength = end - start === before.end - before.start
  if (!resource || isRunning || !isSameLength || !mayGoTo(tx, from, resource, person))
    return refused({ kind: 'invalid', field: 'choices', reason: 'undecided' })
  const to: OtherTime = { resource, start, end }
  const reservation = reservationById(tx, before.id)!
  const { violations, conflicts } = standingAgainstMove(tx, { reservation }, to, now)
  if (violations.length + conflicts.length > 0) return refused({ kind: 'rules', violations, conflicts })
  moveReservation(tx, { reservation, resource: from }, to, { person, now })
  return done({ reservation: reservationDetail(tx, before.id)!, before, resource, others, outcome: 'moved' })
}

/** Nobody's approval is given in their place. */
const mayGoTo = (tx: Db, from: Resource, to: Resource, person: Person) =>
  from.id === to.id ||
  ((to.policy.approval === 'none' || isSteward(person, to)) && equivalentsOf(tx, from).some(({ id }) => id === to.id))
