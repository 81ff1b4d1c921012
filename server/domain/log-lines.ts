import type { LogColumn, LogFault, LogReading } from './log-import.ts'
import { logInstant, logLength, secondOf } from './log-time.ts'
import { addDays, localDayOf } from './zone.ts'

/** One use as a log tells it. Instants in UTC epoch ms. */
export interface LogEntry {
  readonly line: number
  readonly start: number
  readonly end: number
  /** As it stands there: a name or an address. */
  readonly person: string
  readonly note: string
}

export type ReadLine = LogEntry | { readonly line: number; readonly fault: LogFault; readonly text: string }

const LONGEST_MS = 31 * 86_400_000
const LONGEST_PERSON = 200
const LONGEST_NOTE = 500

/** The headings as names that differ: what is blank or said twice is known by its place. */
export function headingsOf(cells: readonly string[]): string[] {
  const names = cells.map((cell) => cell.trim().slice(0, 100))
  return names.map((name, i) => (name === '' || names.indexOf(name) < i ? `${name} #${i + 1}`.trim() : name))
}

/** Reads the cells of a line into a use, or says why it stays out. */
export function lineReader(
  headings: readonly string[],
  reading: LogReading,
  now: number,
): (line: number, cells: readonly string[]) => ReadLine {
  const place = (column: LogColumn) => (reading[column] === null ? -1 : headings.indexOf(reading[column]))
  const at = {
    start: place('start'),
    startTime: place('startTime'),
    end: place('end'),
    endTime: place('endTime'),
    length: place('length'),
    person: place('person'),
    note: place('note'),
  }
  const { format, zone, lengthUnit } = reading
  const instantOf = (text: string) => logInstant(text, format, zone)
  return (line, cells) => {
    const cell = (index: number) => (index < 0 ? '' : (cells[index] ?? '').trim())
    const no = (fault: LogFault) => ({ line, fault, text: cells.join(' | ').slice(0, 200) })
    const joined = (date: number, time: number) => `${cell(date)} ${cell(time)}`.trim()
    const start = instantOf(joined(at.start, at.startTime))
    if (start === null) return no('start')
    const end = endOf(start)
    if (typeof end === 'string') return no(end)
    if (end <= start) return no('order')
    if (end > now) return no('future')
    if (end - start > LONGEST_MS) return no('long')
    const person = cell(at.person).slice(0, LONGEST_PERSON)
    return { line, start, end, person, note: cell(at.note).slice(0, LONGEST_NOTE) }

    function endOf(begun: number): number | LogFault {
      if (at.end < 0 && at.endTime < 0) {
        const length = logLength(cell(at.length), lengthUnit)
        return length === null ? 'length' : begun + length
      }
      const written = at.end < 0 ? cell(at.endTime) : joined(at.end, at.endTime)
      const isTimeAlone = /^\d{1,2}:\d\d/.test(written)
      const ended = isTimeAlone ? onDayOf(begun, written) : instantOf(written)
      if (ended === null) return 'end'
      // The clocks went back in between: the hour it ended in was the second of two.
      return ended <= begun ? secondOf(ended, zone) : ended
    }
  }

  /** A time of day is of the day it began, or of the next where that would be earlier. */
  function onDayOf(begun: number, time: string): number | null {
    const day = localDayOf(begun, zone)
    const same = logInstant(`${day} ${time}`, 'iso', zone)
    return same !== null && same <= begun ? logInstant(`${addDays(day, 1)} ${time}`, 'iso', zone) : same
  }
}
