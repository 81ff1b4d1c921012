import type { Audience, RuleEffect } from './availability-rule.ts'
import { eventsOfFile, type FileEvent, type FileFault, MAX_FILE_EVENTS } from './calendar-file-events.ts'
import { type FileTime, inZone, minutesBetween, steadyLead, timesOf } from './calendar-file-times.ts'
import { type FieldFault, MAX_LABEL, type RuleDraft, ruleFault } from './hours-change.ts'
import { occurrencesBetween, parseRecurrence } from './recurrence.ts'
import { minutesOf } from './window-length.ts'
import { floatingOf, floatingText } from './zone.ts'

/** What of the file has not become a rule: an event by its title and day, or the file itself. */
export interface ImportProblem {
  /** The title of the event, or its start; null for the file. */
  readonly event: string | null
  /** `invalid.REASON` of the texts is the sentence. */
  readonly reason: string
  readonly values: Readonly<Record<string, string | number>>
}

export interface ImportedRules {
  readonly drafts: readonly RuleDraft[]
  readonly problems: readonly ImportProblem[]
}

const EMPTY = 'recurrence-empty'
const MOST_EMPTY = 10

interface ImportAs {
  /** Of the place the rules are for. */
  readonly zone: string
  readonly effect: RuleEffect
  readonly audience: Audience
}

/**
 * The events of an iCalendar file (RFC 5545) as rules of hours on the place's wall clock: DTSTART with DTEND or
 * DURATION, RRULE, EXDATE, RDATE; an occurrence changed by RECURRENCE-ID is left out and added as a window of its own.
 * What cannot be kept is named, the rest is kept. Never throws, whatever the text.
 */
export function importedRules(text: string, as: ImportAs): ImportedRules {
  const file = eventsOfFile(text)
  if (!file.ok) return { drafts: [], problems: [fileProblem(file.fault, file.line)] }
  const drafts: RuleDraft[] = []
  const problems: ImportProblem[] = []
  const read = file.events.map((event) => eventOf(event, file.zoneNames))
  for (const event of read) {
    if (event.isCancelled) continue
    const result = draftOf(event, read, as)
    if ('reason' in result) problems.push({ event: event.title, reason: result.reason, values: result.values ?? {} })
    else drafts.push(result)
    // To find that a rule has no day at all takes a look at a century of days.
    if (problems.filter(({ reason }) => reason === EMPTY).length < MOST_EMPTY) continue
    problems.push({ event: null, reason: 'calendar-too-many-problems', values: {} })
    break
  }
  return { drafts, problems }
}

function fileProblem(fault: FileFault, line: number | null): ImportProblem {
  const at = fault === 'unreadable' && line !== null
  return {
    event: null,
    reason: `calendar-${at ? 'line' : fault}`,
    values: { limit: MAX_FILE_EVENTS, ...(at && { line }) },
  }
}

/** An event read, undefined where it says nothing, null where what it says has no meaning. */
interface ReadEvent {
  readonly uid: string | null
  readonly title: string
  readonly summary: string
  readonly isCancelled: boolean
  readonly start: FileTime | null | undefined
  readonly end: FileTime | null | undefined
  /** In minutes. */
  readonly duration: number | null | undefined
  readonly rules: readonly string[]
  readonly exdates: readonly FileTime[] | null
  readonly rdates: readonly FileTime[] | null
  readonly instead: FileTime | null | undefined
  readonly isFollowing: boolean
}

function eventOf({ properties }: FileEvent, zoneNames: ReadonlyMap<string, string>): ReadEvent {
  const all = (name: string) => properties.filter((each) => each.name === name)
  const text = (name: string) => {
    const value = all(name)[0]?.values[0]
    return typeof value === 'string' ? value : undefined
  }
  const timesNamed = (name: string) => {
    const lists = all(name).map((each) => timesOf(each, zoneNames))
    return lists.includes(null) ? null : lists.flatMap((each) => each!)
  }
  const time = (name: string) => (all(name).length === 0 ? undefined : (timesNamed(name)?.[0] ?? null))
  const summary = shown(text('summary') ?? '')
  const start = time('dtstart')
  const duration = text('duration')
  return {
    uid: text('uid') ?? null,
    title: summary || start?.text || '',
    summary,
    isCancelled: text('status')?.toUpperCase() === 'CANCELLED',
    start,
    end: time('dtend'),
    duration: duration === undefined ? undefined : minutesOf(duration),
    rules: all('rrule').map(({ values }) => String(values[0])),
    exdates: timesNamed('exdate'),
    rdates: timesNamed('rdate'),
    instead: time('recurrence-id'),
    isFollowing: all('recurrence-id').some(({ params }) => params['range'] !== undefined),
  }
}

/** One line that fits a label. */
const shown = (text: string) =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_LABEL)
    .toWellFormed()

type Fault = Pick<FieldFault, 'reason' | 'values'>

function draftOf(event: ReadEvent, all: readonly ReadEvent[], { zone, effect, audience }: ImportAs): RuleDraft | Fault {
  const { start, exdates, rdates } = event
  if (!start || event.end === null || event.instead === null || !exdates || !rdates)
    return { reason: start === undefined ? 'calendar-start' : 'calendar-time' }
  if (event.isFollowing) return { reason: 'calendar-following' }
  if (event.rules.length > 1) return { reason: 'calendar-two-rules' }
  const rrule = event.rules[0] ?? ''
  const lead = rrule !== '' && start.zone !== null ? steadyLead(start.zone, zone, start.text) : 0
  const startLocal = atMidnight(inZone(start, zone))
  // A rule counts days: on the place's clock it must start on the day it starts on.
  if (lead === null || (rrule !== '' && startLocal.slice(0, 10) !== start.text.slice(0, 10)))
    return { reason: 'calendar-zone', values: { zone: start.zone ?? '' } }
  const durationMinutes = lengthOf(event, startLocal, zone)
  if (durationMinutes === null || durationMinutes <= 0) return { reason: 'calendar-length' }
  const changed = all.flatMap((other) =>
    other !== event && event.uid !== null && other.uid === event.uid && !event.instead && other.instead
      ? other.instead
      : [],
  )
  const draft = synchronised({
    effect,
    audience,
    startLocal,
    durationMinutes,
    rrule,
    exdates: unique([...exdates, ...changed].map((time) => inZone(time, zone))),
    rdates: unique(rdates.map((time) => inZone(time, zone))),
    validUntil: null,
    label: event.summary,
  })
  return ruleFault(draft, zone) ?? draft
}

function lengthOf({ start, end, duration }: ReadEvent, startLocal: string, zone: string): number | null {
  if (end) return minutesBetween(startLocal, inZone(end, zone))
  if (duration !== undefined) return duration
  // RFC 5545, 3.6.1: a day without an end is that day, a time without one takes no time.
  return start?.isDay ? 1440 : null
}

/** RFC 5545, 3.8.2.4: DTSTART is the first occurrence, whether or not it fits the rule. */
function synchronised(draft: RuleDraft): RuleDraft {
  if (draft.rrule === '' || !parseRecurrence(draft.rrule).ok) return draft
  const { startLocal } = draft
  const next = floatingText(floatingOf(startLocal) + 1000)
  const pattern = { ...draft, exdates: [], rdates: [] }
  return occurrencesBetween(pattern, startLocal, next).length > 0
    ? draft
    : { ...draft, rdates: unique([startLocal, ...draft.rdates]) }
}

const atMidnight = (text: string) => (text.length === 10 ? `${text}T00:00:00` : text)
const unique = (texts: readonly string[]) => [...new Set(texts)]
