import {
  type CalendarWords,
  type Invitation,
  isShownTwice,
  localLine,
  type Origin,
  peopleOf,
  recurrenceIdLine,
  seriesUidOf,
  spanLines,
  statusOf,
  wordLines,
} from './calendar-file.ts'
import { calendarText, isTellable, isUtc, type Lines, utcStamp } from './calendar-lines.ts'
import type { Interval } from './interval.ts'
import { holdsTime, type State } from './lifecycle.ts'
import { startsBetween } from './recurrence.ts'
import { parseRecurrence, type RecurrenceRule } from './recurrence-rule.ts'
import { floatingAt, floatingOf, floatingText, instantOf, placeLocal } from './zone.ts'

/** A series as calendars show it: one entry with a rule, and an instance for each occurrence that leaves the rule. */
export interface CalendarSeries extends CalendarWords {
  readonly seriesId: number
  /** Rises with every change of the series (RFC 5545, 3.8.7.4). */
  readonly sequence: number
  /** The wall clock that the series keeps. */
  readonly timeZone: string
  readonly startLocal: string
  readonly rrule: string
  /** Exact elapsed time of each. */
  readonly durationMinutes: number
  /** All that have a reservation. What else the rule has is left out. */
  readonly occurrences: readonly CalendarOccurrence[]
}

export interface CalendarOccurrence extends Interval {
  /** Its local start by the rule, wherever it has been moved to. */
  readonly local: string
  /** Of its own; that of the series is added to it. */
  readonly sequence: number
  readonly state: State
  /** Where they are not those of the series. */
  readonly words: CalendarWords | null
}

/** The invitation to a whole series, or its withdrawal once no occurrence holds its time. */
export function seriesInvitationFor(series: CalendarSeries, invitation: Invitation): string {
  const plan = planOf(series)
  return seriesText(invitation.method, plan, invitation, (state) => peopleOf(invitation, state))
}

/** A series for download: one entry that other calendars expand to the occurrences booked. */
export function seriesCalendarFile(series: CalendarSeries, origin: Origin): string {
  return seriesText('PUBLISH', planOf(series), origin, () => [])
}

/** The entry of a series and its instances, for a calendar that holds more than this series. */
export const seriesLines = (series: CalendarSeries, origin: Origin): readonly Lines[] =>
  componentsOf('PUBLISH', planOf(series), origin, () => [])

/** The starts that the entry says by itself, and the instances that say more. */
interface Plan {
  readonly series: CalendarSeries
  readonly state: State
  readonly start: string
  /** Null where the starts are listed one by one. */
  readonly rrule: string | null
  readonly added: readonly string[]
  readonly leftOut: readonly string[]
  readonly deviating: readonly CalendarOccurrence[]
}

function planOf(series: CalendarSeries): Plan {
  const holding = series.occurrences.filter(({ state }) => holdsTime(state))
  // A withdrawn series still says which one it was.
  const live = (holding.length > 0 ? holding : series.occurrences).toSorted((a, b) => (a.local < b.local ? -1 : 1))
  const state = live.find((each) => statusOf(each.state) === 'CONFIRMED')?.state ?? live[0]?.state ?? 'cancelled'
  const locals = live.map(({ local }) => local)
  const deviating = live.filter((each) => deviates(each, series, state))
  return { series, state, deviating, ...(ruleFor(series, locals) ?? listFor(series, locals)) }
}

type Starts = Pick<Plan, 'start' | 'rrule' | 'added' | 'leftOut'>

/** The rule, where other calendars read it alike; it ends with the last of these starts. */
function ruleFor({ startLocal, rrule, timeZone }: CalendarSeries, locals: readonly string[]): Starts | null {
  const parsed = parseRecurrence(rrule)
  if (rrule === '' || !parsed.ok || !isPlain(parsed.rule)) return null
  if (!isTellable(timeZone) && !isUtc(timeZone)) return null
  const rule = { startLocal, rrule, exdates: [], rdates: [], validUntil: null }
  const known = new Set(locals)
  const last = locals.at(-1)
  if (last === undefined) return null
  const all = startsBetween(rule, floatingOf(startLocal), floatingOf(last) + 1, timeZone).map(floatingText)
  const lastOfRule = all.findLast((local) => known.has(local))
  const start = all[0]
  if (!start || !lastOfRule || locals[0]! < start) return null
  // A first start that the clocks skip would shift the whole rule in some calendars.
  if (placeLocal(start, timeZone).kind === 'gap') return null
  const inRule = new Set(all)
  return {
    start,
    rrule: `${withoutEnd(rrule)};UNTIL=${utcStamp(instantOf(`${lastOfRule.slice(0, 10)}T23:59:59`, timeZone))}`,
    added: locals.filter((local) => !inRule.has(local)),
    leftOut: all.filter((local) => local <= lastOfRule && !known.has(local)),
  }
}

/** Every start by itself; the first too, which not every calendar takes from DTSTART where dates are listed. */
const listFor = ({ startLocal }: CalendarSeries, locals: readonly string[]): Starts => ({
  start: locals[0] ?? startLocal,
  rrule: null,
  added: locals.length > 1 ? locals : [],
  leftOut: [],
})

/** COUNT would count what is left out at the end; a last moment says the same to everyone, and in UTC it must be. */
const withoutEnd = (rrule: string) =>
  rrule
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .filter((part) => !/^(COUNT|UNTIL)=/.test(part))
    .join(';')

/**
 * The rules people use, and all calendars read them alike; of others the starts are listed. ical.js, for one, takes
 * days of the month under DAILY for all days and never ends on some months under MONTHLY.
 */
function isPlain({ freq, byDay, byMonthDay, byMonth, byWeekNo, byYearDay, bySetPos }: RecurrenceRule): boolean {
  if (byWeekNo.length + byYearDay.length > 0) return false
  if (freq === 'DAILY') return byMonth.length + byMonthDay.length + bySetPos.length === 0
  if (freq === 'WEEKLY') return byMonth.length + bySetPos.length === 0
  const isOneDay = byDay.length === 0 || byMonthDay.length === 0
  if (freq === 'MONTHLY') return byMonth.length === 0 && isOneDay && (bySetPos.length === 0 || isCounted(byDay))
  return byMonth.length <= 1 && byDay.length + bySetPos.length === 0 && byMonthDay.length <= byMonth.length
}

const isCounted = (byDay: RecurrenceRule['byDay']) => byDay.length > 0 && byDay.every(({ nth }) => nth === null)

/** Whether the entry would say something else of it, or calendars might read the clocks of its day in other ways. */
function deviates({ local, start, end, state, words }: CalendarOccurrence, series: CalendarSeries, ofSeries: State) {
  const { timeZone, durationMinutes } = series
  const length = durationMinutes * 60_000
  return (
    words !== null ||
    statusOf(state) !== statusOf(ofSeries) ||
    start !== instantOf(local, timeZone) ||
    end !== start + length ||
    placeLocal(local, timeZone).kind !== 'unique' ||
    isShownTwice(end, timeZone) ||
    floatingAt(end, timeZone) - floatingAt(start, timeZone) !== length
  )
}

function seriesText(method: string, plan: Plan, origin: Origin, people: (state: State) => Lines): string {
  return calendarText(method, new Set([plan.series.timeZone]), componentsOf(method, plan, origin, people))
}

function componentsOf(method: string, plan: Plan, { host, now }: Origin, people: (state: State) => Lines): Lines[] {
  const { series, deviating, state } = plan
  const head = (sequence: number) => [`SEQUENCE:${sequence}`, `DTSTAMP:${utcStamp(now)}`]
  const uid = `UID:${seriesUidOf(series.seriesId, host)}`
  const tail = (of: State) => [
    `STATUS:${method === 'CANCEL' ? 'CANCELLED' : statusOf(of)}`,
    `TRANSP:${holdsTime(of) ? 'OPAQUE' : 'TRANSPARENT'}`,
    ...people(of),
    'END:VEVENT',
  ]
  const entry = [
    'BEGIN:VEVENT',
    uid,
    ...head(series.sequence),
    ...ruleLines(plan),
    ...wordLines(series),
    ...tail(state),
  ]
  const instances = deviating.map((each) => [
    'BEGIN:VEVENT',
    uid,
    recurrenceIdLine(each.local, series.timeZone),
    ...head(series.sequence + each.sequence),
    ...spanLines(each, series.timeZone),
    ...wordLines(each.words ?? series),
    ...tail(each.state),
  ])
  return [entry, ...(method === 'CANCEL' ? [] : instances)]
}

/**
 * DTEND says the length on most days; a series that begins on a day whose clocks change says it as DURATION, whose
 * hours are exact (RFC 5545, 3.3.6).
 */
function ruleLines({ series, start, rrule, added, leftOut }: Plan): Lines {
  const { timeZone, durationMinutes } = series
  const length = durationMinutes * 60_000
  const at = instantOf(start, timeZone)
  const end = floatingText(floatingOf(start) + length)
  const isEven = placeLocal(end, timeZone).kind === 'unique' && instantOf(end, timeZone) === at + length
  return [
    localLine('DTSTART', [start], timeZone),
    isEven ? localLine('DTEND', [end], timeZone) : `DURATION:PT${durationMinutes}M`,
    ...(rrule === null ? [] : [`RRULE:${rrule}`]),
    ...(leftOut.length === 0 ? [] : [localLine('EXDATE', leftOut, timeZone)]),
    ...(added.length === 0 ? [] : [localLine('RDATE', added, timeZone)]),
  ]
}
