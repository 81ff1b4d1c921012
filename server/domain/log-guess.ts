import { LOG_FORMATS, type LogColumn, type LogFormat, type LogReading } from './log-import.ts'
import { logInstant } from './log-time.ts'

/** What columns are usually called, in both languages; the first heading that fits is taken. */
const USUAL: Record<LogColumn, RegExp> = {
  start: /^(start|begin|from|since|od|pocz|rozpocz|data i czas|timestamp|login|log ?in|date|data\b)/i,
  startTime: /^(start ?time|time|godz|czas startu|godzina (start|pocz))/i,
  end: /^(end|stop|until|finish|to$|do$|kon|zako|logout|log ?out|wylog)/i,
  endTime: /^(end ?time|stop ?time|godzina ko|czas ko)/i,
  length: /^(duration|length|runtime|run time|czas trwania|czas pracy|d[łl]ugo|minut|time used)/i,
  person: /^(user|operator|person|osoba|u[żz]ytkownik|e-?mail|name|imi|nazwisko|kto)/i,
  note: /^(note|comment|remark|uwag|opis|sample|pr[óo]bk|method|metod|title|tytu)/i,
}

/** A first idea of how a log is to be read, from its headings and its first lines. */
export function guessedReading(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  zone: string,
): LogReading {
  const named = (column: LogColumn, besides: readonly (string | null)[] = []) =>
    headings.find((each) => USUAL[column].test(each) && !besides.includes(each)) ?? null
  const start = named('start') ?? headings[0] ?? ''
  const end = named('end', [start])
  const samples = (heading: string | null) => rows.map((row) => row[headings.indexOf(heading ?? '')] ?? '')
  const hasTime = (heading: string | null) =>
    samples(heading).some((text) => /\d:\d\d/.test(text) || /^\d{9,}/.test(text))
  const startTime = hasTime(start) ? null : named('startTime', [start, end])
  const endTime = end === null || hasTime(end) ? null : named('endTime', [start, end, startTime])
  const length = end === null ? named('length', [start, startTime]) : null
  const person = named('person', [start, end, length])
  return {
    ...{ start, startTime, end, endTime, length, person, zone },
    note: named('note', [start, end, length, person]),
    lengthUnit: /s(ec|ek)|\(s\)|\[s\]/i.test(length ?? '') ? 'seconds' : 'minutes',
    format: formatOf(samples(start), samples(startTime)),
  }
}

/** The first format that reads all samples, or the most. */
function formatOf(dates: readonly string[], times: readonly string[]): LogFormat {
  const countOf = (format: LogFormat) =>
    dates.filter((date, i) => logInstant(`${date} ${times[i] || ''}`.trim(), format, 'UTC') !== null).length
  return LOG_FORMATS.toSorted((a, b) => countOf(b) - countOf(a))[0]!
}
