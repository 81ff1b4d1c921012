import { floatingAt, placeFloating } from '../../server/domain/zone.ts'
import { formatOf } from '../format.ts'
import { escapeHtml } from '../jsx-runtime.ts'

/** What a calendar shows besides its week: kept in every link it makes. */
export interface CalendarQuery {
  /** Minutes the reader needs, or null for any length. */
  readonly duration: number | null
  readonly isList: boolean
}

/** `/equipment/tem/calendar?week=2026-W48&duration=120` */
export function calendarUrl(slug: string, week: string, { duration, isList }: CalendarQuery): string {
  return `/equipment/${slug}/calendar?week=${week}${duration ? `&duration=${duration}` : ''}${isList ? '&view=list' : ''}`
}

/**
 * Makes links into the reservation form, already escaped for an attribute. Times go as local ones; where the clocks
 * show a time two times the second goes as an instant, for a local time means the first.
 */
export function reserveLinks(slug: string, zone: string): (start: number, end: number) => string {
  const base = escapeHtml(`/reservations/new?resource=${encodeURIComponent(slug)}&start=`)
  const { isoLocal } = formatOf('en', zone)
  const stamp = (at: number) =>
    placeFloating(floatingAt(at, zone), zone) === at
      ? isoLocal(at)
      : new Date(at).toISOString().replace(':00.000Z', 'Z')
  return (start, end) => `${base}${stamp(start)}&amp;end=${stamp(end)}`
}
