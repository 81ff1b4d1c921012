import type { Db } from '../../db/connect.ts'
import { projectOf } from '../../db/queries/projects.ts'
import { reservationsOfSeries, shiftOccurrenceNames, skipsOfSeries } from '../../db/queries/series.ts'
import { holdsTime } from '../domain/lifecycle.ts'
import type { Reservation } from '../domain/reservation.ts'
import { isMoved } from '../domain/reservation-change.ts'
import type { Series } from '../domain/series.ts'
import { occurrencesOf } from '../domain/series-plan.ts'
import { shiftedRule } from '../domain/series-shift.ts'
import type { SeriesChange } from './change-series.ts'
import { currentSeries } from './find-series.ts'
import { nextSequence } from './series-sequence.ts'
import { reasonOf } from './weigh.ts'

/** An occurrence that a change of its series has changed. */
export interface Pair {
  readonly before: Reservation
  readonly after: Reservation
}

/** The series after its occurrences: what holds for all of it is written into its rule, the rest is theirs alone. */
export function seriesAfter(tx: Db, series: Series, change: SeriesChange, pairs: readonly Pair[], now: number): Series {
  const isWhole = coversAll(tx, series, pairs, now)
  const moved = pairs.some(({ before, after }) => isMoved(before, after) || after.state !== before.state)
  const present = currentSeries(tx, series)
  const sequenced = { ...present, calendarSequence: moved ? nextSequence(tx, present) : present.calendarSequence }
  if (change.scope !== 'all' && !isWhole) return sequenced
  const { shiftMinutes = 0, units, title, purpose, projectCode, note, durationMinutes } = change
  const after: Series = {
    ...sequenced,
    units: units ?? series.units,
    title: title ?? series.title,
    purpose: purpose ?? series.purpose,
    note: note === undefined ? series.note : reasonOf(note),
    durationMinutes: durationMinutes ?? series.durationMinutes,
    ...(projectCode !== undefined && {
      projectId: projectCode === null ? null : (projectOf(tx, series.requesterId, projectCode)?.id ?? null),
    }),
  }
  const shifted = isWhole && shiftMinutes !== 0 ? shiftedRule(after, shiftMinutes) : null
  if (shifted) shiftOccurrenceNames(tx, series.id, shiftMinutes)
  return shifted ?? after
}

/** Whether every occurrence that holds time was changed: none has begun, none was left alone. */
function coversAll(tx: Db, series: Series, pairs: readonly Pair[], now: number): boolean {
  const letGo = reservationsOfSeries(tx, series.id).filter(({ state }) => !holdsTime(state))
  const settled = new Set([
    ...letGo.map((each) => each.occurrenceLocal!),
    ...pairs.map(({ before }) => before.occurrenceLocal!),
    ...skipsOfSeries(tx, series.id).map(({ local }) => local),
  ])
  return occurrencesOf(series).every(({ local, start }) => start > now && settled.has(local))
}
