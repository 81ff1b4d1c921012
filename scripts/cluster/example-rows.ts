import type { Db } from '../../db/connect.ts'
import { prepared } from '../../db/queries/prepared.ts'
import { recordEvent } from '../../db/queries/reservation-events.ts'
import { insertReservation } from '../../db/queries/reservations.ts'
import { type Interval, overlaps } from '../../server/domain/interval.ts'
import { holdsTime, type State } from '../../server/domain/lifecycle.ts'
import type { Chance } from './chance.ts'
import type { BookedResource, Wanted } from './example-bookings.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

interface Situation {
  readonly resource: BookedResource
  readonly wanted: Wanted
  readonly breakdowns: readonly Interval[]
  readonly now: number
}

/** The reservation with what became of it: its claim, its history, and what was really used. */
export function writeReservation(db: Db, chance: Chance, situation: Situation): void {
  const { resource, wanted, now } = situation
  const state = stateOf(chance, situation)
  const createdAt = Math.min(now - chance.whole(5, 2880) * MINUTE_MS, wanted.start - chance.whole(1, 20) * DAY_MS)
  const isDecided = resource.approval === 'owner' && state !== 'requested' && state !== 'expired'
  const decidedAt = isDecided ? Math.min(now, createdAt + chance.whole(20, 2000) * MINUTE_MS, wanted.start) : null
  const { id } = insertReservation(db, {
    ...asked(situation),
    state,
    createdAt,
    decideBy: state === 'requested' ? Math.min(now + 3 * DAY_MS, wanted.start) : null,
    decidedById: isDecided ? resource.ownerId : null,
    decidedAt,
    decisionReason:
      state === 'declined'
        ? chance.pick([
            'Aparat jest w tym czasie potrzebny w projekcie.',
            'Proszę najpierw ustalić sposób przygotowania próbek.',
          ])
        : null,
  })
  if (holdsTime(state)) claim(db, id, situation, state)
  writeHistory(db, chance, situation, { id, state, decidedAt: decidedAt ?? createdAt, isDecided })
  if (state === 'completed' || state === 'in_use') writeUsage(db, chance, situation, { id, state })
  else if (state === 'no_show' && chance.isLuck(0.15))
    writeUsage(db, chance, situation, { id: null, state: 'completed' })
}

function asked({ resource, wanted }: Situation) {
  return {
    resourceId: resource.id,
    requesterId: wanted.person.id,
    organisationId: wanted.person.organisationId,
    projectId: wanted.projectId,
    start: wanted.start,
    end: wanted.end,
    units: 1,
    title: wanted.title,
    purpose: wanted.purpose,
    note: null,
  }
}

function stateOf(chance: Chance, { resource, wanted, breakdowns, now }: Situation): State {
  if (breakdowns.some((breakdown) => overlaps(breakdown, wanted))) return 'cancelled'
  if (wanted.start > now) return ahead(chance, resource)
  const fate = chance.next()
  if (fate < 0.06) return 'cancelled'
  if (resource.approval === 'owner' && fate < 0.09) return fate < 0.085 ? 'declined' : 'expired'
  if (wanted.end > now) return 'in_use'
  return fate < 0.125 ? 'no_show' : 'completed'
}

function ahead(chance: Chance, resource: BookedResource): State {
  if (chance.isLuck(0.04)) return 'cancelled'
  return resource.approval === 'owner' && chance.isLuck(0.12) ? 'requested' : 'confirmed'
}

function claim(db: Db, id: number, { resource, wanted }: Situation, state: State) {
  prepared(
    db,
    `INSERT INTO claims (resource_id, start_at, reservation_id, end_at, units, setup_minutes, cleanup_minutes, is_tentative)
     VALUES (?, ?, ?, ?, 1, ?, ?, ?)`,
  ).run(
    resource.id,
    wanted.start - resource.setupMinutes * MINUTE_MS,
    id,
    wanted.end + resource.cleanupMinutes * MINUTE_MS,
    resource.setupMinutes,
    resource.cleanupMinutes,
    state === 'requested' ? 1 : 0,
  )
}

interface Written {
  readonly id: number
  readonly state: State
  readonly isDecided: boolean
  /** When it was decided, else when it was made. */
  readonly decidedAt: number
}

function writeHistory(db: Db, chance: Chance, { resource, wanted, now }: Situation, written: Written) {
  const { id: reservationId, state, isDecided, decidedAt } = written
  if (isDecided) {
    const kind = state === 'declined' ? 'declined' : 'approved'
    recordEvent(db, { reservationId, personId: resource.ownerId, kind, at: decidedAt })
  }
  if (state === 'expired') recordEvent(db, { reservationId, personId: null, kind: 'expired', at: wanted.start })
  if (state !== 'cancelled') return
  const at = Math.min(now, Math.max(decidedAt, wanted.start - chance.whole(1, 96) * 60 * MINUTE_MS))
  const late = at > wanted.start - resource.cancelNoticeMinutes * MINUTE_MS
  recordEvent(db, { reservationId, personId: wanted.person.id, kind: 'cancelled', details: late ? { late } : {}, at })
}

/** Real use begins a little late and often ends early; one in six was never written down. */
function writeUsage(
  db: Db,
  chance: Chance,
  { resource, wanted }: Situation,
  { id, state }: { id: number | null; state: State },
) {
  if (state === 'completed' && chance.isLuck(0.16)) return
  const minutes = (wanted.end - wanted.start) / MINUTE_MS
  const start = wanted.start + chance.whole(0, Math.min(25, minutes / 6)) * MINUTE_MS
  const end = wanted.end - chance.whole(0, minutes / 4) * MINUTE_MS
  prepared(
    db,
    `INSERT INTO usages (resource_id, reservation_id, person_id, organisation_id, start_at, end_at) VALUES (?, ?, ?, ?, ?, ?)`,
  ).run(resource.id, id, wanted.person.id, wanted.person.organisationId, start, state === 'in_use' ? null : end)
}
