import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { comingOfPerson, handOver, handOverSeries, waitingFor } from '../../db/queries/coming-of-person.ts'
import { endFormHold } from '../../db/queries/holds.ts'
import { closeInvitationsTo } from '../../db/queries/invitations.ts'
import { endMembership as endMembershipRow, membershipOf, membershipsOfPerson } from '../../db/queries/memberships.ts'
import { accountById, clusterAdministrators, personByEmail } from '../../db/queries/people.ts'
import { seriesById, updateSeries } from '../../db/queries/series.ts'
import { endStewardships, storeStewardship } from '../../db/queries/stewardships.ts'
import { deleteOffer, entryById, setEntryState } from '../../db/queries/waiting-list.ts'
import type { Person } from '../domain/person.ts'
import { reaches } from '../domain/qualification.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { Lab, Organisation } from '../domain/resource.ts'
import { letGo } from './cancel-reservation.ts'
import { isLastAdministrator, type Part, recordPart, tellOfPart } from './decide-membership.ts'
import { currentSeries } from './find-series.ts'
import { runs } from './organisation-place.ts'
import { tellOf, tellRequester } from './reservation-mails.ts'
import { done, type Refusal, type Result, refused } from './result.ts'
import { tellFormerRequester, tellOfSeries } from './series-mails.ts'
import { nextSequence } from './series-sequence.ts'
import { qualificationHeld } from './standing-of.ts'

export interface Leaving extends Part {
  /** What becomes of reservations to come; null where there are none. */
  readonly choice: 'reassign' | 'cancel' | null
  /** Address of who takes over reservations, and labs that would have no owner. */
  readonly successor: string
  /** Stands in mails and histories. */
  readonly reason: string
}

/** What a membership holds together, for the page that ends it. */
export interface LeavingFacts {
  readonly person: Person
  readonly organisation: Organisation
  readonly reservations: readonly Reservation[]
  /** That nobody else owns. */
  readonly orphanedLabs: readonly Lab[]
}

/** Refusals: `not-found`; `forbidden` for who neither runs the organisation nor leaves it themselves. */
export function foreseeLeaving(db: Db, actor: Person, part: Part, now: number): Result<LeavingFacts> {
  const { organisationById, labsOfOrganisation, stewardsOfLab } = catalogueOf(db)
  const { organisationId, personId } = part
  const organisation = organisationById.get(organisationId)
  if (!organisation) return refused({ kind: 'not-found' })
  if (actor.id !== personId && !runs(actor, organisationId)) return refused({ kind: 'forbidden' })
  const person = accountById(db, personId)
  if (!person || membershipOf(db, personId, organisationId)?.state !== 'active') return refused({ kind: 'not-found' })
  const orphanedLabs = (labsOfOrganisation.get(organisationId) ?? []).filter(({ id }) => {
    const owners = (stewardsOfLab.get(id) ?? []).filter(({ role }) => role === 'owner')
    return owners.length > 0 && owners.every((each) => each.personId === personId)
  })
  return done({ person, organisation, reservations: comingOfPerson(db, part, now), orphanedLabs })
}

/**
 * Ends a membership, by who runs the organisation or by its holder: rights are gone at the next request, what was booked
 * for the organisation passes to somebody else of it or is cancelled, all in one transaction. Refusals: `not-found`,
 * `forbidden`, `invalid` (`choice`, `successor`, `person` for the last administrator of the organisation or the cluster).
 */
export function endMembership(db: Db, actor: Person, leaving: Leaving, now: number): Result<null> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const foreseen = foreseeLeaving(tx, actor, leaving, now)
    if (!foreseen.ok) return foreseen
    const facts = foreseen.value
    const membership = membershipOf(tx, leaving.personId, leaving.organisationId)!
    if (isLastAdministrator(tx, membership))
      return refused({ kind: 'invalid', field: 'person', reason: 'last-administrator' })
    if (wouldLoseCluster(tx, leaving.personId))
      return refused({ kind: 'invalid', field: 'person', reason: 'last-cluster-administrator' })
    const heir = heirOf(tx, facts, leaving, now)
    if (!heir.ok) return heir
    const act: Act = { actor, reason: leaving.reason, now }
    if (leaving.choice === 'reassign' && heir.value) passOn(tx, facts, heir.value, act)
    else cancelAll(tx, facts, act)
    for (const { id: labId } of facts.orphanedLabs)
      storeStewardship(tx, { labId, personId: heir.value!.id, role: 'owner' })
    endStewardships(tx, leaving, now)
    stopWaiting(tx, leaving, now)
    endMembershipRow(tx, membership, now)
    closeInvitationsTo(tx, leaving, now)
    recordPart(tx, actor, { kind: 'membership-ended', part: leaving, at: now })
    tellOfPart(tx, { ...facts, personId: leaving.personId, change: 'let-go', at: now })
    return done(null)
  })
}

/** Whether nobody would run the cluster any more: who belongs nowhere has no role. */
function wouldLoseCluster(tx: Db, personId: number): boolean {
  const administrators = clusterAdministrators(tx)
  const isOnly = administrators.length > 0 && administrators.every((id) => id === personId)
  return isOnly && membershipsOfPerson(tx, personId).filter(({ state }) => state === 'active').length === 1
}

/** Who takes over; null where there is nothing to take. They belong to the organisation and may use what they get. */
function heirOf(tx: Db, facts: LeavingFacts, leaving: Leaving, now: number): Result<Person | null> {
  const { reservations, orphanedLabs } = facts
  if (reservations.length > 0 && leaving.choice === null)
    return refused({ kind: 'invalid', field: 'choice', reason: 'choice' })
  const passes = reservations.length > 0 && leaving.choice === 'reassign'
  if (!passes && orphanedLabs.length === 0) return done(null)
  const heir = personByEmail(tx, leaving.successor.trim(), now)
  const belongs = heir && membershipOf(tx, heir.id, leaving.organisationId)?.state === 'active'
  if (!heir || !belongs || heir.id === leaving.personId) return refused(notHeir('successor'))
  const missing = passes ? unqualifiedFor(tx, heir, reservations, now) : []
  if (missing.length > 0) return refused(notHeir('successor-qualification', { resources: missing.join(', ') }))
  return done(heir)
}

const notHeir = (reason: string, values: Readonly<Record<string, string>> = {}): Refusal => ({
  ...{ kind: 'invalid', field: 'successor', reason, values },
})

/** The names of what the person may not use. */
function unqualifiedFor(tx: Db, person: Person, reservations: readonly Reservation[], now: number): string[] {
  const { resourceById } = catalogueOf(tx)
  const ids = new Set(
    reservations.flatMap(({ resourceId, also }) => [resourceId, ...also.map((each) => each.resourceId)]),
  )
  return [...ids]
    .map((id) => resourceById.get(id)!)
    .filter((resource) => {
      const { qualificationRequired: needed } = resource.policy
      if (needed === null || person.stewardOf.has(resource.labId)) return false
      const held = qualificationHeld(tx, person, resource, now)
      const ended = held && (held.lapsedAt !== undefined || (held.expiresAt !== null && held.expiresAt <= now))
      return !held || ended || !reaches(held.level, needed)
    })
    .map((resource) => resource.name[person.locale])
}

interface Act {
  readonly actor: Person
  readonly reason: string | null
  readonly now: number
}

function passOn(tx: Db, { person, reservations }: LeavingFacts, heir: Person, { actor, reason, now }: Act) {
  for (const id of seriesIn(reservations)) handOverSeries(tx, id, heir.id)
  for (const reservation of reservations) {
    const passed = handOver(tx, reservation, heir.id)
    if (reservation.seriesId !== null) continue
    // Out of one calendar and into the other.
    tellRequester(
      tx,
      { ...passed, requesterId: reservation.requesterId, state: 'cancelled' },
      { kind: 'cancelled', at: now },
    )
    tellOf(tx, passed, {
      toRequester: passed.state === 'requested' ? 'requested' : 'confirmed',
      actor,
      reason,
      at: now,
    })
  }
  for (const id of seriesIn(reservations)) {
    const present = seriesById(tx, id)!
    updateSeries(tx, { ...present, calendarSequence: nextSequence(tx, present) })
    tellFormerRequester(tx, id, person.id, now)
    tellOfSeries(tx, id, { toRequester: 'series-changed', actor, reason, at: now })
  }
}

/** Lets go of reservations to come, whose time is taken from their requester: nobody is late. Mails go out. */
export function cancelAll(tx: Db, { reservations }: Pick<LeavingFacts, 'reservations'>, { actor, reason, now }: Act) {
  const { resourceById } = catalogueOf(tx)
  const cancelled = reservations.map((reservation) => {
    const resource = resourceById.get(reservation.resourceId)!
    return letGo(tx, { reservation, resource }, { person: actor, reason, now, isForced: true })
  })
  for (const each of cancelled)
    if (each.seriesId === null) tellOf(tx, each, { toRequester: 'cancelled', actor, reason, at: now })
  for (const id of seriesIn(cancelled)) {
    const present = currentSeries(tx, seriesById(tx, id)!)
    updateSeries(tx, { ...present, calendarSequence: nextSequence(tx, present) })
    const dates = cancelled.filter(({ seriesId }) => seriesId === id)
    tellOfSeries(tx, id, { toRequester: 'series-cancelled', actor, reason, dates, at: now })
  }
}

const seriesIn = (reservations: readonly Reservation[]): readonly number[] => [
  ...new Set(reservations.flatMap(({ seriesId }) => (seriesId === null ? [] : [seriesId]))),
]

/** Ends what a person waits for in the name of an organisation. */
export function stopWaiting(tx: Db, part: Part, now: number) {
  for (const id of waitingFor(tx, part)) {
    deleteOffer(tx, id)
    setEntryState(tx, entryById(tx, id)!, 'left', now)
  }
  endFormHold(tx, part.personId, now)
}
