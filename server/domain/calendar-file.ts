import { getVtimezoneComponent } from '@touch4it/ical-timezones'
import ical, {
  ICalAttendeeStatus,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import { DateTime } from 'luxon'
import type { Interval } from './interval.ts'
import { holdsTime, type State } from './lifecycle.ts'

/** A reservation as a calendar shows it: times in UTC epoch ms, words already in the reader's language. */
export interface CalendarEntry extends Interval {
  readonly reservationId: number
  /** Rises with every change of time or state (RFC 5545, 3.8.7.4). */
  readonly sequence: number
  readonly state: State
  /** IANA zone of the resource: calendars show its wall clock. */
  readonly timeZone: string
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly url: string
}

export interface Mailbox {
  readonly name: string
  readonly email: string
}

export type CalendarMethod = 'REQUEST' | 'CANCEL'

interface Origin {
  /** The domain of the UIDs; the same for the life of an installation. */
  readonly host: string
  /** When this file is made (DTSTAMP), epoch ms. */
  readonly now: number
}

interface Invitation extends Origin {
  readonly method: CalendarMethod
  readonly organizer: Mailbox
  readonly attendees: readonly Mailbox[]
}

/** The iCalendar object of an invitation by mail or of its withdrawal (RFC 5546, 3.2.2 and 3.2.5). */
export function invitationFor(entry: CalendarEntry, invitation: Invitation): string {
  const calendar = calendarWith(ICalCalendarMethod[invitation.method])
  const status = invitation.method === 'CANCEL' ? ICalEventStatus.CANCELLED : statusOf(entry.state)
  const answer = entry.state === 'requested' ? ICalAttendeeStatus.TENTATIVE : ICalAttendeeStatus.ACCEPTED
  calendar.createEvent({
    ...eventOf(entry, invitation),
    status,
    organizer: cleanMailbox(invitation.organizer),
    attendees: invitation.attendees.map((each) => ({ ...cleanMailbox(each), status: answer, rsvp: false })),
  })
  return textOf(calendar)
}

/** A published calendar of reservations, for download and for feeds. Those let go are marked cancelled. */
export function calendarOf(entries: readonly CalendarEntry[], origin: Origin): string {
  const calendar = calendarWith(ICalCalendarMethod.PUBLISH)
  for (const entry of entries) calendar.createEvent({ ...eventOf(entry, origin), status: statusOf(entry.state) })
  return textOf(calendar)
}

/** The same for every mail, file and feed, so that calendars know the reservation again. */
const calendarUidOf = (reservationId: number, host: string): string => `reservation-${reservationId}@${host}`

function calendarWith(method: ICalCalendarMethod) {
  const calendar = ical({ method, prodId: { company: 'Aparatura', product: 'Aparatura', language: 'EN' } })
  // A name here would write stamps without a zone; the generator alone adds the VTIMEZONE of every event's zone.
  calendar.timezone({ name: null, generator: getVtimezoneComponent })
  return calendar
}

/** Every line ends with CRLF, the last one too (RFC 5545, 3.1). */
const textOf = (calendar: ICalCalendar) => `${calendar.toString()}\r\n`

function eventOf(entry: CalendarEntry, { host, now }: Origin): ICalEventData {
  const zone =
    isSecondOfTwo(entry.start, entry.timeZone) || isSecondOfTwo(entry.end, entry.timeZone) ? 'UTC' : entry.timeZone
  return {
    id: calendarUidOf(entry.reservationId, host),
    sequence: entry.sequence,
    stamp: DateTime.fromMillis(now, { zone: 'UTC' }),
    start: DateTime.fromMillis(entry.start, { zone }),
    end: DateTime.fromMillis(entry.end, { zone }),
    timezone: zone === 'UTC' ? null : zone,
    summary: clean(entry.summary),
    description: clean(entry.description),
    location: clean(entry.location),
    url: entry.url,
    transparency: holdsTime(entry.state) ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  }
}

/** A local time that occurs twice means the first in iCalendar (RFC 5545, 3.3.5); the second is told in UTC. */
function isSecondOfTwo(instant: number, zone: string): boolean {
  const local = DateTime.fromMillis(instant, { zone })
  const [first, second] = local.getPossibleOffsets()
  return first !== undefined && second !== undefined && local.toMillis() > Math.min(first.toMillis(), second.toMillis())
}

function statusOf(state: State): ICalEventStatus {
  if (state === 'requested') return ICalEventStatus.TENTATIVE
  return holdsTime(state) ? ICalEventStatus.CONFIRMED : ICalEventStatus.CANCELLED
}

/** TEXT may hold no control characters but tab and line ends (RFC 5545, 3.3.11). */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
}

function cleanMailbox({ name, email }: Mailbox): Mailbox {
  return { name: clean(name).replace(/\s+/g, ' ').trim() || email, email: email.replace(/\s/g, '') }
}
