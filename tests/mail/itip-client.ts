import ICAL from 'ical.js'
import { expanded, type Read } from '../support/calendar-reader.ts'

/**
 * What a calendar does with the instances it knows when a new invitation to the whole series comes: some forget all of
 * them, some keep those whose SEQUENCE is higher (RFC 5546, 2.1.5). Both have to come to the same.
 */
export type Habit = 'forgets' | 'keeps'

interface Component {
  readonly sequence: number
  readonly isCancelled: boolean
  readonly event: ICAL.Component
}

/** The series or the single event under '', instances under the instant of their RECURRENCE-ID. */
type Entry = Map<string, Component>

/** A calendar that does what invitations and withdrawals tell it, in the order in which they come, and nothing else. */
export function calendarClient(habit: Habit) {
  const entries = new Map<string, Entry>()
  const zones = new Map<string, ICAL.Component>()
  /** Messages that said nothing new. */
  let stale = 0

  function apply(text: string): void {
    const calendar = new ICAL.Component(ICAL.parse(text))
    const method = String(calendar.getFirstPropertyValue('method'))
    for (const zone of calendar.getAllSubcomponents('vtimezone'))
      zones.set(String(zone.getFirstPropertyValue('tzid')), zone)
    const events = calendar.getAllSubcomponents('vevent').toSorted((a, b) => nameOf(a).length - nameOf(b).length)
    for (const event of events) take(method, event)
  }

  function take(method: string, event: ICAL.Component): void {
    const uid = String(event.getFirstPropertyValue('uid'))
    const entry: Entry = entries.get(uid) ?? new Map()
    entries.set(uid, entry)
    const name = nameOf(event)
    const sequence = Number(event.getFirstPropertyValue('sequence'))
    const known = Math.max(entry.get(name)?.sequence ?? -1, entry.get('')?.sequence ?? -1)
    if (sequence < known) {
      stale++
      return
    }
    if (name === '') {
      for (const [other, { sequence: theirs }] of entry)
        if (habit === 'forgets' || method === 'CANCEL' || theirs <= sequence) entry.delete(other)
    }
    entry.set(name, { sequence, isCancelled: method === 'CANCEL', event })
  }

  /** What the calendar shows, in order of time. */
  function shown(): Read[] {
    const all = [...entries.values()].flatMap((entry) => {
      const whole = entry.get('')
      const instances = [...entry].flatMap(([name, each]) => (name === '' ? [] : [each]))
      if (whole?.isCancelled) return []
      if (whole) return expanded(textOf([whole, ...instances]))
      return instances.flatMap((each) => expanded(textOf([alone(each)])))
    })
    return all.filter(({ status }) => status !== 'CANCELLED').sort((a, b) => a.start - b.start || a.end - b.end)
  }

  const textOf = (components: readonly Component[]): string =>
    [
      'BEGIN:VCALENDAR',
      ...[...zones.values()].map(String),
      ...components.map(({ event }) => String(event)),
      'END:VCALENDAR',
    ].join('\r\n')

  return { apply, shown, stale: () => stale }
}

/** Which instance it is, as an instant or a local time; empty for a whole series and for what does not repeat. */
const nameOf = (event: ICAL.Component): string => String(event.getFirstPropertyValue('recurrence-id') ?? '')

/** An instance of a series that this calendar was never invited to stands by itself. */
function alone(one: Component): Component {
  const event = ICAL.Component.fromString(String(one.event))
  event.removeProperty('recurrence-id')
  return { ...one, event }
}
