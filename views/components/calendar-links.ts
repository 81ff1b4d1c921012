import type { Interval } from '../../server/domain/interval.ts'
import { DAY_MS, dayText, floatingAt, placeFloating } from '../../server/domain/zone.ts'
import { escapeHtml } from '../jsx-runtime.ts'

/** What a calendar shows besides its week: kept in every link it makes. */
export interface CalendarQuery {
  /** Minutes the reader needs, or null for any length. */
  readonly duration: number | null
  readonly isList: boolean
}

/** On a nav: its links swap only the calendar where scripts run. The address changes as for any link. */
export const SWAPS_CALENDAR = {
  'hx-boost:inherited': 'true',
  'hx-target:inherited': '#calendar',
  'hx-swap:inherited': 'outerHTML show:none',
} as const

/** `/equipment/tem/calendar?week=2026-W48&duration=120` */
export function calendarUrl(slug: string, week: string, { duration, isList }: CalendarQuery): string {
  return `/equipment/${slug}/calendar?week=${week}${duration ? `&duration=${duration}` : ''}${isList ? '&view=list' : ''}`
}

/**
 * Makes links into the reservation form, already escaped for an attribute. Times go as local ones; where the clocks
 * show a time two times the second goes as an instant, for a local time means the first.
 */
export function reserveLinks(slug: string, zone: string): (start: number, end: number) => string {
  const base = escapeHtml(`${formUrl(slug)}&start=`)
  return (start, end) => `${base}${stampOf(start, zone)}&amp;end=${stampOf(end, zone)}`
}

/** The same into the form of the waiting list. */
export function waitLinks(slug: string, zone: string): (start: number, end: number) => string {
  const base = escapeHtml(`/waiting-list/new?resource=${encodeURIComponent(slug)}&start=`)
  return (start, end) => `${base}${stampOf(start, zone)}&amp;end=${stampOf(end, zone)}`
}

/** One such link, not yet escaped. */
export const reserveUrl = (slug: string, zone: string, { start, end }: Interval): string =>
  `${formUrl(slug)}&start=${stampOf(start, zone)}&end=${stampOf(end, zone)}`

const formUrl = (slug: string) => `/reservations/new?resource=${encodeURIComponent(slug)}`

const HOURS = Array.from({ length: 1440 }, (_, i) => `T${two(Math.floor(i / 60))}:${two(i % 60)}`)
let lastDay = 0
let lastDayText = '1970-01-01'

/** `2026-11-24T09:00`. Neighbouring links are mostly of one day, whose text is kept. */
function stampOf(at: number, zone: string): string {
  const floating = floatingAt(at, zone)
  if (placeFloating(floating, zone) !== at) return new Date(at).toISOString().replace(':00.000Z', 'Z')
  const day = Math.floor(floating / DAY_MS)
  if (day !== lastDay) {
    lastDay = day
    lastDayText = dayText(day)
  }
  return lastDayText + HOURS[Math.floor((floating - day * DAY_MS) / 60_000)]
}

function two(figure: number) {
  return figure < 10 ? `0${figure}` : String(figure)
}
