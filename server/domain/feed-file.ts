import { type CalendarEntry, entryLines, spanLines } from './calendar-file.ts'
import { calendarText, foldedText, type Lines, textLine, utcStamp } from './calendar-lines.ts'
import type { Interval } from './interval.ts'
import { type CalendarSeries, seriesLines } from './series-calendar.ts'

/** A calendar that others ask for again and again. */
export interface FeedFile {
  readonly name: string
  readonly about: string
  /** The domain of the UIDs; the same for the life of an installation. */
  readonly host: string
  /** As `feedEntryText` writes them: what did not change need not be written again. */
  readonly entries: readonly string[]
  /** The zones that stand in them. */
  readonly entryZones: ReadonlySet<string>
  readonly series: readonly Changing<CalendarSeries>[]
  readonly busy: readonly BusyEntry[]
  /** DTSTAMP of what must not tell when it was made, epoch ms. */
  readonly stamp: number
}

/** The moment of its last change is the DTSTAMP, so that a calendar nobody changed stays the same to the letter. */
type Changing<T> = T & { readonly changedAt: number }

/** Time taken by somebody: no number, no name, no moment of booking. */
export interface BusyEntry extends Interval {
  readonly slug: string
  readonly timeZone: string
  readonly summary: string
  readonly location: string
}

/** The file of a feed (RFC 5545 with NAME and REFRESH-INTERVAL of RFC 7986, and what was there before them). */
export function feedFile({ name, about, host, entries, entryZones, series, busy, stamp }: FeedFile): string {
  const head = [
    textLine('NAME', name),
    textLine('X-WR-CALNAME', name),
    textLine('DESCRIPTION', about),
    textLine('X-WR-CALDESC', about),
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
  ]
  const zones = new Set([...entryZones, ...[...series, ...busy].map(({ timeZone }) => timeZone)])
  const components = [
    ...entries,
    ...series.flatMap((each) => seriesLines(each, { host, now: each.changedAt })),
    ...busyLines(busy, host, stamp),
  ]
  return calendarText('PUBLISH', zones, components, head)
}

export const feedEntryText = (entry: Changing<CalendarEntry>, host: string): string =>
  foldedText(entryLines(entry, { host, now: entry.changedAt }))

/** Those that begin together on one resource are told apart by their number. */
function busyLines(busy: readonly BusyEntry[], host: string, stamp: number): Lines[] {
  const counts = new Map<string, number>()
  return busy.map(({ start, end, slug, timeZone, summary, location }) => {
    const place = `${slug}-${utcStamp(start)}`
    const number = (counts.get(place) ?? 0) + 1
    counts.set(place, number)
    return [
      'BEGIN:VEVENT',
      `UID:busy-${place}-${number}@${host}`,
      `DTSTAMP:${utcStamp(stamp)}`,
      ...spanLines({ start, end }, timeZone),
      textLine('SUMMARY', summary),
      textLine('LOCATION', location),
      'CLASS:PRIVATE',
      'TRANSP:OPAQUE',
      'END:VEVENT',
    ]
  })
}
