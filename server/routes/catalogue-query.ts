import { Type } from 'typebox'
import type { Chosen } from '../domain/facets.ts'
import type { Interval } from '../domain/interval.ts'
import { addDays, instantOf, isDay, isInCalendar, isLocal, startOfDay } from '../domain/zone.ts'

/** A value that a form may send once, several times or not at all. */
export const Several = Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())]))

type Sent = string | readonly string[] | undefined

/** What was sent, without blanks: a form sends its empty fields, too. */
export const listOf = (sent: Sent): string[] =>
  [sent ?? []]
    .flat()
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** The first value sent, or an empty text. */
export const textOf = (sent: Sent): string => listOf(sent)[0] ?? ''

const LONGEST_MINUTES = 31 * 1440

/** Minutes from `120` or `PT2H`; null for anything else. */
export function minutesOf(sent: Sent): number | null {
  const text = textOf(sent)
  const [, days, hours, minutes] = /^P(?:(\d{1,2})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?)?$/.exec(text) ?? []
  const length = /^\d{1,5}$/.test(text)
    ? Number(text)
    : Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return length >= 1 && length <= LONGEST_MINUTES ? length : null
}

/** Page number from 1. */
export const pageNumberOf = (sent: Sent): number => (/^[1-9]\d{0,4}$/.test(textOf(sent)) ? Number(textOf(sent)) : 1)

/**
 * An instant from `2026-11-24`, `2026-11-24T09:00` on the wall clock or an RFC 3339 one with its offset. A day means
 * its start, as an end the end of it. Null for anything else.
 */
export function momentOf(text: string, zone: string, isEnd: boolean): number | null {
  if (isDay(text)) return startOfDay(isEnd ? addDays(text, 1) : text, zone)
  if (isLocal(text)) return instantOf(text, zone)
  const at = /T\d{2}:\d{2}.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN
  return isInCalendar(at) ? at : null
}

export type FreeSpan =
  | { readonly kind: 'none' }
  | { readonly kind: 'span'; readonly span: Interval }
  | { readonly kind: 'fault'; readonly field: 'free_from' | 'free_to'; readonly reason: 'unreadable' | 'order' }

const DAY = 86_400_000
const FARTHEST = 400 * DAY

/** The time in which something shall be free. One end alone means a week from it, or from now until then. */
export function freeSpanOf(from: string, to: string, zone: string, now: number): FreeSpan {
  if (from === '' && to === '') return { kind: 'none' }
  const start = from === '' ? now : momentOf(from, zone, false)
  if (start === null) return { kind: 'fault', field: 'free_from', reason: 'unreadable' }
  const end = to === '' ? start + 7 * DAY : momentOf(to, zone, true)
  if (end === null) return { kind: 'fault', field: 'free_to', reason: 'unreadable' }
  if (end <= start) return { kind: 'fault', field: 'free_to', reason: 'order' }
  return { kind: 'span', span: { start, end: Math.min(end, start + FARTHEST) } }
}

/** Addresses of the pages before and after, with the same query. */
export function linksAround(page: number, pages: number, query: readonly (readonly [string, string])[], path: string) {
  const url = (number: number) => {
    const search = new URLSearchParams(
      query.filter(([, value]) => value !== '').map(([name, value]): [string, string] => [name, value]),
    )
    if (number > 1) search.set('page', String(number))
    return `${path}?${search}`
  }
  return { previousUrl: page > 1 ? url(page - 1) : null, nextUrl: page < pages ? url(page + 1) : null }
}

/** Choices as the fields that a form would send. */
export const sentAs = (chosen: Chosen): (readonly [string, string])[] =>
  Object.entries(chosen).flatMap(([name, values]) => values.map((value) => [name, value] as const))
