import type { Db } from '../../db/connect.ts'
import { reservationsOfSeries } from '../../db/queries/series.ts'
import type { Series } from '../domain/series.ts'

/**
 * The SEQUENCE of a series that calendars are told of anew: above that of every single date they were told of since.
 * Some keep what they know of a date where its number is the higher one, whatever the series has come to.
 */
export function nextSequence(tx: Db, series: Series): number {
  const own = reservationsOfSeries(tx, series.id).map((each) => each.calendarSequence)
  return series.calendarSequence + Math.max(0, ...own) + 1
}
