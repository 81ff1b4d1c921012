import { getVtimezoneComponent } from '@touch4it/ical-timezones'
import { localOf } from './zone.ts'

/** Content lines of iCalendar (RFC 5545, 3.1), not yet folded. */
export type Lines = readonly string[]

/**
 * A VCALENDAR of these components as text, with a VTIMEZONE for each of the zones. Every line ends with CRLF. `about`
 * says what the calendar as a whole is. A component that is text already stands as it is.
 */
export function calendarText(
  method: string,
  zones: ReadonlySet<string>,
  components: readonly (Lines | string)[],
  about: Lines = [],
): string {
  const head = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Aparatura//Aparatura//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    ...about,
    ...[...zones].flatMap((zone) => vtimezoneOf(zone) ?? []),
  ]
  let text = foldedText(head)
  for (const each of components) text += typeof each === 'string' ? each : foldedText(each)
  return `${text}END:VCALENDAR\r\n`
}

/** Lines as they are sent: folded, each ended with CRLF. */
export function foldedText(lines: Lines): string {
  let text = ''
  for (const line of lines) text += `${folded(line)}\r\n`
  return text
}

/** A property of free text; nothing typed can end its line. */
export const textLine = (name: string, text: string): string => `${name}:${escaped(text)}`

/** TEXT may hold no control characters but tab and line ends (RFC 5545, 3.3.11). */
function escaped(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
      .replace(/[\\;,]/g, '\\$&')
      .replace(/\r\n|\r|\n/g, '\\n')
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NEEDS_ESCAPE = /[\u0000-\u0008\u000A-\u001F\u007F\\;,]/

/** `20261124T080000Z` */
export const utcStamp = (at: number): string => `${localStamp(new Date(at).toISOString())}Z`

/** `20261124T090000` of a local time `2026-11-24T09:00:00`. */
export const localStamp = (local: string): string =>
  local.slice(0, 4) + local.slice(5, 7) + local.slice(8, 13) + local.slice(14, 16) + local.slice(17, 19)

/** A moment on the wall clock of its zone, or in UTC where the zone cannot be told. */
export const momentLine = (name: string, at: number, zone: string): string =>
  isTellable(zone) ? `${name};TZID=${zone}:${localStamp(localOf(at, zone))}` : `${name}:${utcStamp(at)}`

/** Whether calendars can be told this zone's clock. */
export const isTellable = (zone: string): boolean => vtimezoneOf(zone) !== null

export const isUtc = (zone: string): boolean => /^(Etc\/)?(UTC|GMT|Zulu)$/.test(zone)

const vtimezones = new Map<string, Lines | null>()

function vtimezoneOf(zone: string): Lines | null {
  let lines = vtimezones.get(zone)
  if (lines === undefined) {
    const text = isUtc(zone) ? null : getVtimezoneComponent(zone)
    // The name is the one the events use, not an alias of it.
    lines = text
      ? text
          .trim()
          .replace(/^TZID:.*$/m, `TZID:${zone}`)
          .split(/\r?\n/)
          // Nothing that we send makes a reader's program ask another site.
          .filter((line) => !line.startsWith('TZURL:'))
      : null
    if (vtimezones.size >= MAX_KEPT) vtimezones.clear()
    vtimezones.set(zone, lines)
  }
  return lines
}

const MAX_KEPT = 100
const MAX_OCTETS = 75

/** Lines of at most 75 octets, never cut inside a letter. */
function folded(line: string): string {
  if (line.length * 3 <= MAX_OCTETS) return line
  const length = Buffer.byteLength(line)
  if (length <= MAX_OCTETS) return line
  return length === line.length ? foldedPlain(line) : foldedLetters(line)
}

/** Of letters that are one octet each. */
function foldedPlain(line: string): string {
  let text = line.slice(0, MAX_OCTETS)
  for (let at = MAX_OCTETS; at < line.length; at += MAX_OCTETS - 1)
    text += `\r\n ${line.slice(at, at + MAX_OCTETS - 1)}`
  return text
}

function foldedLetters(line: string): string {
  let [text, from, at, octets] = ['', 0, 0, 0]
  for (const letter of line) {
    const size = octetsOf(letter.codePointAt(0)!)
    if (octets + size > MAX_OCTETS) {
      text += `${line.slice(from, at)}\r\n `
      from = at
      octets = 1
    }
    at += letter.length
    octets += size
  }
  return text + line.slice(from)
}

/** In UTF-8; half a pair of surrogates becomes U+FFFD. */
function octetsOf(code: number): number {
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
