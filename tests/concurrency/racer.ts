import { type Db, openDb } from '../../db/connect.ts'
import { claimsDuring, insertClaim } from '../../db/queries/claims.ts'
import { personById } from '../../db/queries/people.ts'
import { insertReservation } from '../../db/queries/reservations.ts'
import type { Person } from '../../server/domain/person.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'

/** `unguarded`: look, then write, in a transaction that takes its lock late, as most programs do. */
export type Manner = 'guarded' | 'unguarded'
export type Answer = 'booked' | 'taken' | 'failed'

export interface Race {
  readonly file: string
  readonly resourceId: number
  readonly personId: number
  readonly hours: number
  readonly manner: Manner
  readonly now: number
}

const HOUR = 3_600_000

/** A process of its own that asks for every hour of the race in turn, and reports what came of each. */
process.once('message', (race: Race) => {
  const db = openDb(race.file)
  const person = personById(db, race.personId)!
  const book = race.manner === 'guarded' ? bookGuarded : bookUnguarded
  const answers = hoursOf(race).map((start) => book(db, person, race, start))
  db.$client.close()
  process.send?.(answers, () => process.disconnect())
})
process.send?.('ready')

/** Free hours of working days, three of each. */
function hoursOf({ hours, now }: Race): number[] {
  const monday = now + 7 * 24 * HOUR
  return Array.from({ length: hours }, (_, i) => monday + (i % 5) * 24 * HOUR + Math.floor(i / 5) * HOUR)
}

function bookGuarded(db: Db, person: Person, { resourceId, now }: Race, start: number): Answer {
  const wish = { resourceId, start, end: start + HOUR, units: 1, title: 'Race', purpose: 'own_research' as const }
  const result = requestReservation(db, person, wish, now)
  if (result.ok) return 'booked'
  return result.refusal.kind === 'rules' && result.refusal.conflicts.length > 0 ? 'taken' : 'failed'
}

function bookUnguarded(db: Db, person: Person, { resourceId, now }: Race, start: number): Answer {
  const span = { start, end: start + HOUR }
  if (claimsDuring(db, resourceId, span).length > 0) return 'taken'
  try {
    db.$client.transaction(() => insertBoth(db, person, { resourceId, ...span, now })).deferred()
    return 'booked'
  } catch {
    return 'failed'
  }
}

interface Span {
  readonly resourceId: number
  readonly start: number
  readonly end: number
  readonly now: number
}

function insertBoth(db: Db, person: Person, { resourceId, start, end, now }: Span): void {
  const { id } = insertReservation(db, {
    resourceId,
    requesterId: person.id,
    organisationId: person.organisationId,
    projectId: null,
    start,
    end,
    units: 1,
    state: 'confirmed',
    purpose: 'own_research',
    title: 'Race',
    note: null,
    createdAt: now,
    decideBy: null,
    decidedById: null,
    decidedAt: null,
    decisionReason: null,
  })
  const claim = { resourceId, reservationId: id, start, end, units: 1 }
  insertClaim(db, { ...claim, setupMinutes: 0, cleanupMinutes: 0, tentative: false })
}
