import ICAL from 'ical.js'

/** A property of an event, its values as jCal (RFC 7265) writes them: `2026-01-05T08:00:00`, `2026-01-05`. */
export interface FileProperty {
  readonly name: string
  /** Names in small letters. */
  readonly params: Readonly<Record<string, string | readonly string[]>>
  readonly values: readonly unknown[]
}

/** An event of a calendar file as it stands there, its recurrence as plain text. */
export interface FileEvent {
  readonly properties: readonly FileProperty[]
}

export type FileFault = 'too-large' | 'too-many' | 'unreadable' | 'no-events'

export type FileEvents =
  | { readonly ok: true; readonly events: readonly FileEvent[]; readonly zoneNames: ReadonlyMap<string, string> }
  /** `line` is the first that cannot be read, counted from 1, where there is one. */
  | { readonly ok: false; readonly fault: FileFault; readonly line: number | null }

/** Some hundred times a usual one; what costs the parser most stays below 50 ms. */
export const MAX_FILE_LENGTH = 200_000
export const MAX_FILE_EVENTS = 100

/** RRULE under a name of nobody's: the parser would refuse the whole file for one rule that it does not know. */
const RULE_NAME = 'x-aparatura-rule'

/** The events of an iCalendar file (RFC 5545), and what its time zones say they are: TZID → X-LIC-LOCATION. */
export function eventsOfFile(text: string): FileEvents {
  const no = (fault: FileFault, line: number | null = null) => ({ ok: false, fault, line }) as const
  if (text.length > MAX_FILE_LENGTH) return no('too-large')
  if (text.includes('\0') || !text.isWellFormed()) return no('unreadable')
  if ((text.match(/^BEGIN:VEVENT\s*$/gim)?.length ?? 0) > MAX_FILE_EVENTS) return no('too-many')
  const calendars = parsed(text.replace(/^\uFEFF/, ''))
  if (!calendars) return no('unreadable', brokenLine(text))
  const components = calendars.flatMap((each) => each[2])
  const events = components
    .filter(([name]) => name === 'vevent')
    .map(([, properties]) => ({ properties: properties.map(propertyOf) }))
  if (events.length > MAX_FILE_EVENTS) return no('too-many')
  if (events.length === 0) return no('no-events')
  return { ok: true, events, zoneNames: zoneNamesOf(components) }
}

type JProperty = readonly [name: string, params: FileProperty['params'], type: string, ...values: unknown[]]
type JComponent = readonly [name: string, properties: readonly JProperty[], components: readonly JComponent[]]

function parsed(text: string): readonly JComponent[] | null {
  const whole = text.replaceAll(/\r?\n[ \t]/g, '').replaceAll(/^RRULE(?=[;:])/gim, RULE_NAME.toUpperCase())
  try {
    const found = ICAL.parse(whole) as readonly unknown[]
    const list = (typeof found[0] === 'string' ? [found] : found) as readonly JComponent[]
    return list.length > 0 && list.every(([name]) => name === 'vcalendar') ? list : null
  } catch {
    return null
  }
}

const propertyOf = ([name, params, , ...values]: JProperty): FileProperty => ({
  name: name === RULE_NAME ? 'rrule' : name,
  params,
  values,
})

function zoneNamesOf(components: readonly JComponent[]): ReadonlyMap<string, string> {
  const valueIn = (properties: readonly JProperty[], name: string) => properties.find((each) => each[0] === name)?.[3]
  return new Map(
    components
      .filter(([name]) => name === 'vtimezone')
      .map(([, properties]) => [
        String(valueIn(properties, 'tzid')),
        String(valueIn(properties, 'x-lic-location') ?? ''),
      ]),
  )
}

/** A line that is neither `NAME…:…` nor the rest of the one before. */
function brokenLine(text: string): number | null {
  const index = text
    .split(/\r?\n/)
    .findIndex((line) => line !== '' && !/^[ \t]/.test(line) && !/^[A-Za-z0-9-]+[;:]/.test(line))
  return index < 0 ? null : index + 1
}
