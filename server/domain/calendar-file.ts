import { calendarText, isTellable, type Lines, localStamp, momentLine, textLine, utcStamp } from './calendar-lines.ts'
import type { Interval } from './interval.ts'
import { holdsTime, type State } from './lifecycle.ts'
import type { OccurrenceOfSeries } from './reservation-mail.ts'
import { DAY_MS, instantOf, localOf, offsetMinutes, placeLocal } from './zone.ts'

/** What a calendar shows of an entry, in the reader's language. */
export interface CalendarWords {
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly url: string
}

/** A reservation as a calendar shows it: times in UTC epoch ms. */
export interface CalendarEntry extends Interval, CalendarWords {
  readonly reservationId: number
  /** What names it instead where it is no reservation: it takes no time then. */
  readonly name?: string
  /** Rises with every change of time or state (RFC 5545, 3.8.7.4). */
  readonly sequence: number
  readonly state: State
  /** IANA zone of the resource: calendars show its wall clock. */
  readonly timeZone: string
  /** The series it is an occurrence of: the entry is then one instance of the series' entry. */
  readonly series?: OccurrenceOfSeries | null
}

export interface Mailbox {
  readonly name: string
  readonly email: string
}

export type CalendarMethod = 'REQUEST' | 'CANCEL'

export interface Origin {
  /** The domain of the UIDs; the same for the life of an installation. */
  readonly host: string
  /** When this file is made (DTSTAMP), epoch ms. */
  readonly now: number
}

export interface Invitation extends Origin {
  readonly method: CalendarMethod
  readonly organizer: Mailbox
  readonly attendees: readonly Mailbox[]
}

/** The iCalendar object of an invitation by mail or of its withdrawal (RFC 5546, 3.2.2 and 3.2.5). */
export function invitationFor(entry: CalendarEntry, invitation: Invitation): string {
  const status = invitation.method === 'CANCEL' ? 'CANCELLED' : statusOf(entry.state)
  const event = eventOf(entry, { ...invitation, status, people: peopleOf(invitation, entry.state) })
  return calendarText(invitation.method, new Set(zonesOf(entry)), [event])
}

/** A published calendar of reservations, for download. Those let go are marked cancelled. */
export function calendarOf(entries: readonly CalendarEntry[], origin: Origin): string {
  const events = entries.map((entry) => entryLines(entry, origin))
  return calendarText('PUBLISH', new Set(entries.flatMap(zonesOf)), events)
}

/** One entry of a published calendar. */
export const entryLines = (entry: CalendarEntry, origin: Origin): Lines =>
  eventOf(entry, { ...origin, status: statusOf(entry.state), people: [] })

/** ORGANIZER and ATTENDEE lines. Nobody is asked to answer: the reservation is what counts. */
export function peopleOf({ organizer, attendees }: Invitation, state: State): Lines {
  const answer = state === 'requested' ? 'TENTATIVE' : 'ACCEPTED'
  return [
    `ORGANIZER;${personOf(organizer)}`,
    ...attendees.map((each) => `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=${answer};RSVP=FALSE;${personOf(each)}`),
  ]
}

export function statusOf(state: State): 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED' {
  if (state === 'requested') return 'TENTATIVE'
  return holdsTime(state) ? 'CONFIRMED' : 'CANCELLED'
}

/** The same for every mail, file and feed, so that calendars know the series again. */
export const seriesUidOf = (seriesId: number, host: string): string => `series-${seriesId}@${host}`

/** Which instance of a series: its local start by the rule, also where the clocks skip it (RFC 5545, 3.8.4.4). */
export const recurrenceIdLine = (local: string, zone: string): string => localLine('RECURRENCE-ID', [local], zone)

/** Local starts of a series, in UTC where calendars cannot be told its zone. */
export const localLine = (name: string, locals: readonly string[], zone: string): string =>
  isTellable(zone)
    ? `${name};TZID=${zone}:${locals.map(localStamp).join(',')}`
    : `${name}:${locals.map((local) => utcStamp(instantOf(local, zone))).join(',')}`

/**
 * DTSTART and DTEND. A local time that the clocks show twice means the first (RFC 5545, 3.3.5), but not every calendar
 * knows that: it is told in UTC.
 */
export function spanLines({ start, end }: Interval, zone: string): Lines {
  const told = isShownTwice(start, zone) || isShownTwice(end, zone) ? 'UTC' : zone
  return [momentLine('DTSTART', start, told), momentLine('DTEND', end, told)]
}

export function isShownTwice(at: number, zone: string): boolean {
  // Only the two nights of a change need a closer look.
  if (offsetMinutes(at - DAY_MS, zone) === offsetMinutes(at + DAY_MS, zone)) return false
  return placeLocal(localOf(at, zone), zone).kind === 'twice'
}

export const wordLines = ({ summary, description, location, url }: CalendarWords): Lines => [
  textLine('SUMMARY', summary),
  textLine('LOCATION', location),
  textLine('DESCRIPTION', description),
  `URL;VALUE=URI:${url.replace(/\s/g, '')}`,
]

interface EventParts extends Origin {
  readonly status: string
  readonly people: Lines
}

function eventOf(entry: CalendarEntry, { host, now, status, people }: EventParts): Lines {
  const { series } = entry
  return [
    'BEGIN:VEVENT',
    `UID:${series ? seriesUidOf(series.id, host) : `${entry.name ?? `reservation-${entry.reservationId}`}@${host}`}`,
    ...(series ? [recurrenceIdLine(series.recurrenceLocal, series.timeZone)] : []),
    `SEQUENCE:${entry.sequence}`,
    `DTSTAMP:${utcStamp(now)}`,
    ...spanLines(entry, entry.timeZone),
    ...wordLines(entry),
    `STATUS:${status}`,
    `TRANSP:${holdsTime(entry.state) && entry.name === undefined ? 'OPAQUE' : 'TRANSPARENT'}`,
    ...people,
    'END:VEVENT',
  ]
}

const zonesOf = ({ timeZone, series }: CalendarEntry) => (series ? [timeZone, series.timeZone] : [timeZone])

/** A name goes between quotes, so it may hold none itself. */
function personOf({ name, email }: Mailbox): string {
  const known = name
    .replaceAll('"', '’')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const address = email.replace(/\s/g, '')
  return `CN="${known || address}":mailto:${address}`
}
