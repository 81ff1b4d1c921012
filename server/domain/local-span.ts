import type { Interval } from './interval.ts'
import { isDay, localOf, placeLocal } from './zone.ts'

/** Date and hour as a person types them, in wall-clock time of the resource. */
export interface LocalSpanFields {
  readonly date: string
  readonly start: string
  readonly endDate: string
  readonly end: string
  /** Which of two equal hours is meant, when the clocks go back. */
  readonly startFold?: 'first' | 'second' | undefined
  readonly endFold?: 'first' | 'second' | undefined
}

export type LocalFault =
  | { readonly field: 'date' | 'end_date'; readonly kind: 'no-date' }
  | { readonly field: 'start' | 'end'; readonly kind: 'no-time' }
  /** The clocks skip this hour; `instead` is where they land, `HH:MM`. */
  | { readonly field: 'start' | 'end'; readonly kind: 'gap'; readonly instead: string }
  /** The clocks show this hour twice and nothing says which is meant. */
  | { readonly field: 'start' | 'end'; readonly kind: 'twice'; readonly first: number; readonly second: number }

export type LocalSpan =
  | { readonly ok: true; readonly span: Interval }
  | { readonly ok: false; readonly faults: readonly LocalFault[] }

/**
 * The span a person means. An hour that does not exist or occurs twice is never moved silently: it comes back
 * as a fault with what can be meant (time rule 4 of the contract).
 */
export function readLocalSpan(fields: LocalSpanFields, zone: string): LocalSpan {
  const start = readPoint({ date: fields.date, time: fields.start, fold: fields.startFold }, 'start', zone)
  const end = readPoint({ date: fields.endDate || fields.date, time: fields.end, fold: fields.endFold }, 'end', zone)
  return typeof start === 'number' && typeof end === 'number'
    ? { ok: true, span: { start, end } }
    : { ok: false, faults: [start, end].filter((each) => typeof each !== 'number') }
}

interface Point {
  readonly date: string
  readonly time: string
  readonly fold: 'first' | 'second' | undefined
}

function readPoint({ date, time, fold }: Point, field: 'start' | 'end', zone: string): number | LocalFault {
  if (!isDay(date)) return { field: field === 'start' ? 'date' : 'end_date', kind: 'no-date' }
  const clock = clockOf(time)
  if (!clock) return { field, kind: 'no-time' }
  const placed = placeLocal(`${date}T${clock}`, zone)
  if (placed.kind === 'unique') return placed.at
  if (placed.kind === 'gap') return { field, kind: 'gap', instead: localOf(placed.at, zone).slice(11, 16) }
  if (fold) return placed[fold]
  return { field, kind: 'twice', first: placed.first, second: placed.second }
}

/** `9:30`, `09:30`, `9.30`, `0930` or `9` as `HH:MM`; null for what is no hour. */
export function clockOf(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?(?::00)?$/.exec(text.trim())
  if (!match) return null
  const hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null
}

/** The fields a form shows for a span. */
export function fieldsOf(span: Interval, zone: string): LocalSpanFields {
  const start = localOf(span.start, zone)
  const end = localOf(span.end, zone)
  return {
    date: start.slice(0, 10),
    start: start.slice(11, 16),
    endDate: end.slice(0, 10),
    end: end.slice(11, 16),
    ...foldOf('startFold', span.start, zone),
    ...foldOf('endFold', span.end, zone),
  }
}

function foldOf(name: 'startFold' | 'endFold', at: number, zone: string) {
  const placed = placeLocal(localOf(at, zone), zone)
  return placed.kind === 'twice' ? { [name]: placed.first === at ? 'first' : 'second' } : {}
}
