import { personById } from '../../db/queries/people.ts'
import { prepared } from '../../db/queries/prepared.ts'
import { seriesById } from '../../db/queries/series.ts'
import type { Series } from '../../server/domain/series.ts'
import { instantOf, localOf } from '../../server/domain/zone.ts'
import { bookSeries } from '../../server/operations/book-series.ts'
import { cancelSeries } from '../../server/operations/cancel-series.ts'
import { changeSeries } from '../../server/operations/change-series.ts'
import { takeBackOccurrence } from '../../server/operations/take-back-occurrence.ts'
import { type Attempt, type Circumstances, spanFrom } from './race-attempt.ts'

const ZONE = 'Europe/Warsaw'
const MINUTE = 60_000
const DAY = 86_400_000

/** The same time on several days, all or what can be had. */
export function makeSeries({ db, world, chance, now }: Circumstances): Attempt {
  const person = personById(db, chance.pick(world.researcherIds))!
  const resourceId = chance.pick(world.resourceIds)
  const { start, end } = spanFrom(chance, now)
  const startLocal = localOf(start, ZONE)
  const rrule = `FREQ=DAILY;COUNT=${chance.whole(2, 5)}`
  const rule = { timeZone: ZONE, startLocal, durationMinutes: (end - start) / MINUTE, rrule, exdates: [], rdates: [] }
  const onConflict = chance.isLuck(0.7) ? 'skip' : 'reject'
  return {
    ...{ deed: 'series', resourceId, start, end },
    run: (title) =>
      bookSeries(db, person, { ...rule, resourceId, units: 1, title, purpose: 'own_research', onConflict }, now),
  }
}

export function moveSeries(circumstances: Circumstances): Attempt | null {
  const { db, chance, now } = circumstances
  const known = someSeries(circumstances)
  if (!known) return null
  const { id, version, requesterId, resourceId } = known
  const person = personById(db, requesterId)!
  const change = { scope: 'all' as const, shiftMinutes: chance.pick([-60, -30, 30, 60, 1440]) }
  return {
    ...{ deed: 'change series', seriesId: id, resourceId },
    run: () => changeSeries(db, person, id, change, version, now),
  }
}

export function endSeries(circumstances: Circumstances): Attempt | null {
  const { db, world, chance, now } = circumstances
  const known = someSeries(circumstances)
  if (!known) return null
  const { id, requesterId, resourceId } = known
  const person = personById(db, chance.isLuck(0.2) ? world.ownerId : requesterId)!
  return {
    ...{ deed: 'cancel series', seriesId: id, resourceId },
    run: () => cancelSeries(db, person, id, { scope: 'all' }, now),
  }
}

export function takeBack(circumstances: Circumstances): Attempt | null {
  const { db, chance, now } = circumstances
  const known = someSeries(circumstances)
  if (!known) return null
  const { id, requesterId, resourceId, startLocal } = known
  const person = personById(db, requesterId)!
  const local = localOf(instantOf(startLocal, ZONE) + chance.whole(0, 4) * DAY, ZONE)
  return {
    ...{ deed: 'take back', seriesId: id, resourceId },
    run: () => takeBackOccurrence(db, person, id, local, now),
  }
}

/** One of the last that were made. */
function someSeries({ db, chance }: Circumstances): Series | null {
  const last = prepared(db, 'SELECT max(id) FROM series').pluck().get() as number | null
  return last === null ? null : seriesById(db, Math.max(1, last - chance.whole(0, 30)))
}
