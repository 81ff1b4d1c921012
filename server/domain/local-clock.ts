/**
 * Wall clocks for pages that show hundreds of times: plain arithmetic, with the offset of a zone looked up once a day.
 * A *local* number is wall-clock time counted as if it were UTC, so the UTC getters of Date read it.
 */

const DAY = 86_400_000
const HALF_HOUR = 1_800_000

interface Zone {
  readonly format: Intl.DateTimeFormat
  readonly days: Map<number, number | null>
  readonly halfHours: Map<number, number>
}

const zones = new Map<string, Zone>()

/** Milliseconds that the zone's clocks are ahead of UTC at the instant. */
export function offsetAt(zone: string, instant: number): number {
  const known = zones.get(zone) ?? open(zone)
  const day = Math.floor(instant / DAY)
  let offset = known.days.get(day)
  if (offset === undefined) {
    const first = measure(known, day * DAY)
    offset = first === measure(known, (day + 1) * DAY) ? first : null
    known.days.set(day, offset)
  }
  if (offset !== null) return offset
  // The clocks change on this day. No zone changes them but on a full or half hour of UTC.
  const half = Math.floor(instant / HALF_HOUR)
  let exact = known.halfHours.get(half)
  if (exact === undefined) known.halfHours.set(half, (exact = measure(known, half * HALF_HOUR)))
  return exact
}

/** The wall clock of the zone at the instant, as a local number. */
export const localAt = (zone: string, instant: number): number => instant + offsetAt(zone, instant)

/** `2026-11-12` of a local number. */
export function dateOf(local: number): string {
  const date = new Date(local)
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
}

/** `2026-11-12T09:00` of a local number. */
export function stampOf(local: number): string {
  const date = new Date(local)
  return `${dateOf(local)}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
}

export const two = (number: number): string => (number < 10 ? '0' + number : String(number))

function open(zone: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const opened: Zone = { format, days: new Map(), halfHours: new Map() }
  zones.set(zone, opened)
  return opened
}

function measure({ format }: Zone, instant: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value)
  const { year, month, day, hour, minute, second } = part as Record<string, number> & { year: number }
  return Date.UTC(year, month! - 1, day!, hour!, minute!, second!) - instant
}
