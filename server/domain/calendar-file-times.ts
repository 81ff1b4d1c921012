import type { FileProperty } from './calendar-file-events.ts'
import { DAY_MS, floatingAt, floatingOf, instantOf, isDay, isLocal, isValidZone, localOf } from './zone.ts'

/** Where a time of a calendar file stands: whole days and floating times (RFC 5545, 3.3.5) are the place's own. */
export interface FileTime {
  /** As the file says it: `2026-01-05` or `2026-01-05T08:00:00`. */
  readonly text: string
  readonly isDay: boolean
  /** Null for a time that has no zone of its own. */
  readonly zone: string | null
}

/** The times of a property, in order; null when one cannot be read or its zone is nobody's. */
export function timesOf(property: FileProperty, zoneNames: ReadonlyMap<string, string>): readonly FileTime[] | null {
  const { tzid } = property.params
  const zone = tzid === undefined ? null : zoneNamed(String(tzid), zoneNames)
  if (zone === undefined) return null
  const times = property.values.map((value) => timeOf(value, zone))
  return times.every((time) => time !== null) ? times : null
}

function timeOf(value: unknown, zone: string | null): FileTime | null {
  if (typeof value !== 'string') return null
  // A date without VALUE=DATE, as many programs write it, has no hours.
  const text = value.replace(/T::$/, '')
  if (text.length === 10 && isDay(text)) return { text, isDay: true, zone: null }
  const local = text.replace(/Z$/, '')
  return isLocal(local) ? { text: local, isDay: false, zone: text === local ? zone : 'UTC' } : null
}

/** What the place's clock shows then; a day stays a day. */
export function inZone({ text, isDay: isWhole, zone }: FileTime, placeZone: string): string {
  if (isWhole || zone === null || zone === placeZone) return isWhole || text.length === 19 ? text : `${text}:00`
  return localOf(instantOf(text, zone), placeZone)
}

const YEARS_LOOKED_AT = 5

/**
 * How many milliseconds the place's clock is ahead of the zone's, when that is the same all year round from the
 * start on; null when one of them changes its clocks otherwise, and a rule cannot be kept in both.
 */
export function steadyLead(zone: string, placeZone: string, startLocal: string): number | null {
  const lead = (at: number) => floatingAt(at, placeZone) - floatingAt(at, zone)
  const start = instantOf(startLocal, zone)
  const first = lead(start)
  for (let day = 1; day <= YEARS_LOOKED_AT * 366; day++) if (lead(start + day * DAY_MS) !== first) return null
  return first
}

/** Wall-clock minutes from one time to another, both on the place's clock; days count from their midnight. */
export const minutesBetween = (from: string, to: string): number => (floatingDay(to) - floatingDay(from)) / 60_000
const floatingDay = (text: string) => floatingOf(text.length === 10 ? `${text}T00:00` : text)

const MAX_TZID = 100

/** The IANA zone a TZID means; undefined when nobody knows. */
function zoneNamed(tzid: string, zoneNames: ReadonlyMap<string, string>): string | undefined {
  if (tzid.length > MAX_TZID) return undefined
  const ofPath = /[A-Za-z_]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?$/.exec(tzid)?.[0]
  return [tzid, zoneNames.get(tzid), ofPath, WINDOWS_ZONES[tzid]].find(
    (name) => name !== undefined && isValidZone(name),
  )
}

/** The names Outlook gives to the zones of those who share calendars with this cluster (Unicode CLDR, windowsZones). */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  'Central European Standard Time': 'Europe/Warsaw',
  'Central Europe Standard Time': 'Europe/Budapest',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'GMT Standard Time': 'Europe/London',
  'FLE Standard Time': 'Europe/Kyiv',
  'GTB Standard Time': 'Europe/Bucharest',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'Eastern Standard Time': 'America/New_York',
  'Pacific Standard Time': 'America/Los_Angeles',
}
