import type { Db } from '../../db/connect.ts'
import { outages } from '../../db/schema/index.ts'
import type { OutageKind } from '../../server/domain/availability-rule.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { Chance } from './chance.ts'
import type { BookedResource } from './example-bookings.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const PLANNED: readonly (readonly [kind: OutageKind, reason: string, hours: number])[] = [
  ['maintenance', 'Przegląd roczny', 8],
  ['maintenance', 'Wymiana filtrów', 4],
  ['calibration', 'Kalibracja', 6],
  ['cleaning', 'Czyszczenie i dezynfekcja', 4],
]
const BREAKDOWNS = [
  'Awaria zasilania',
  'Usterka pompy próżniowej',
  'Awaria chłodzenia',
  'Błąd sterownika',
  'Nieszczelność instalacji',
]

/** A few planned stops a year, now and then a breakdown, and on some equipment one ahead of us. */
export function insertOutages(db: Db, chance: Chance, resource: BookedResource, year: Interval, now: number) {
  const planned: Interval[] = []
  const breakdowns: Interval[] = []
  const stop = (start: number, hours: number, kind: OutageKind, reason: string) => {
    const span = { start, end: start + hours * HOUR_MS }
    const isPlanned = kind !== 'breakdown'
    ;(isPlanned ? planned : breakdowns).push(span)
    db.insert(outages)
      .values({
        resourceId: resource.id,
        startAt: span.start,
        endAt: span.end,
        kind,
        isPlanned,
        reason,
        createdById: resource.ownerId,
        createdAt: Math.min(now, span.start),
      })
      .run()
  }
  const days = (now - year.start) / DAY_MS
  for (let i = chance.whole(2, 4); i > 0; i--) {
    const [kind, reason, hours] = chance.pick(PLANNED)
    stop(weekdayMorning(year.start + chance.whole(1, days - 2) * DAY_MS), hours, kind, reason)
  }
  for (
    let i = chance.weighted([
      [0, 5],
      [1, 4],
      [2, 2],
    ] as const);
    i > 0;
    i--
  )
    stop(
      weekdayMorning(year.start + chance.whole(1, days - 6) * DAY_MS) + 3 * HOUR_MS,
      chance.pick([5, 8, 24, 30, 52]),
      'breakdown',
      chance.pick(BREAKDOWNS),
    )
  if (chance.isLuck(0.25))
    stop(weekdayMorning(now + chance.whole(4, 16) * DAY_MS), 6, 'maintenance', 'Przegląd okresowy')
  return { planned: planned.sort((a, b) => a.start - b.start), breakdowns }
}

/** 07:00 UTC of that day, or of the Monday after when it is a weekend. */
function weekdayMorning(at: number): number {
  const morning = Math.floor(at / DAY_MS) * DAY_MS + 7 * HOUR_MS
  const weekday = new Date(morning).getUTCDay()
  return morning + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * DAY_MS
}
