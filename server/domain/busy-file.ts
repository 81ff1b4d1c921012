import type { Interval } from './interval.ts'

export interface BusyFile {
  readonly slug: string
  /** The domain of the UID; the same for the life of an installation. */
  readonly host: string
  /** DTSTAMP, UTC epoch ms: a time that does not change while the file says the same. */
  readonly now: number
  readonly within: Interval
  readonly busy: readonly Interval[]
  /** Asked for and not yet decided; it counts as taken all the same. */
  readonly tentative: readonly Interval[]
  readonly outages: readonly Interval[]
}

/** Public free/busy time of a resource (RFC 5545, 3.6.4): when it is taken, and nothing else. */
export function busyFileOf({ slug, host, now, within, busy, tentative, outages }: BusyFile): string {
  const period = (type: string) => (each: Interval) => `FREEBUSY;FBTYPE=${type}:${stamp(each.start)}/${stamp(each.end)}`
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Aparatura//Aparatura//PL',
    'METHOD:PUBLISH',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'BEGIN:VFREEBUSY',
    ...folded(`UID:busy-${slug}@${host}`),
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(within.start)}`,
    `DTEND:${stamp(within.end)}`,
    ...busy.map(period('BUSY')),
    ...tentative.map(period('BUSY-TENTATIVE')),
    ...outages.map(period('BUSY-UNAVAILABLE')),
    'END:VFREEBUSY',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

/** `20261124T080000Z` */
const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** Lines of at most 75 octets (RFC 5545, 3.1); slugs and hosts are ASCII. */
function folded(line: string): string[] {
  const lines = [line.slice(0, 75)]
  for (let at = 75; at < line.length; at += 74) lines.push(` ${line.slice(at, at + 74)}`)
  return lines
}
