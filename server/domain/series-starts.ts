import { firstOccurrence, firstStartFrom, type Recurring, startsBetween } from './recurrence.ts'
import { floatingOf, floatingText, placeLocal } from './zone.ts'

/** The most occurrences a series of reservations may have. */
export const MAX_SERIES_OCCURRENCES = 1000
/** No occurrence starts this many years after the first, or later. */
export const MAX_SERIES_YEARS = 5

export interface SeriesStart {
  /** What the rule says, `2027-03-28T02:30:00`, also where the clocks skip it. */
  readonly local: string
  /** The instant it stands for. */
  readonly at: number
  /** How far the change of the clocks moved it on the wall; 0 on all other days. */
  readonly movedMinutes: number
}

export interface SeriesStarts {
  readonly starts: readonly SeriesStart[]
  /** Which bound ended the series before its rule did. */
  readonly cut: 'occurrences' | 'years' | null
}

/** Every start of a series, within the bounds, in the order of the wall clock. */
export function expandSeries(rule: Recurring, zone: string): SeriesStarts {
  const first = firstOccurrence(rule, zone)
  if (first === null) return { starts: [], cut: null }
  const end = yearsAfter(floatingOf(first))
  const found = startsBetween(rule, floatingOf(first), end, zone)
  const starts = found.slice(0, MAX_SERIES_OCCURRENCES).map((start) => placed(floatingText(start), zone))
  if (found.length > starts.length) return { starts, cut: 'occurrences' }
  return { starts, cut: firstStartFrom(rule, end, zone) === null ? null : 'years' }
}

/** From 29 February on it is 1 March. */
function yearsAfter(floating: number): number {
  const date = new Date(floating)
  return date.setUTCFullYear(date.getUTCFullYear() + MAX_SERIES_YEARS)
}

function placed(local: string, zone: string): SeriesStart {
  const place = placeLocal(local, zone)
  if (place.kind === 'gap') return { local, at: place.at, movedMinutes: place.gapMinutes }
  return { local, at: place.kind === 'twice' ? place.first : place.at, movedMinutes: 0 }
}
