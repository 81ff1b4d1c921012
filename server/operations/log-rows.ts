import { Readable } from 'node:stream'
import { setImmediate as pause } from 'node:timers/promises'
import { parse } from 'csv-parse'

/** A line of a CSV file: its number, counted from 1, and its cells. */
export interface LogRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Characters that are read at once: a few milliseconds of work, after which others have their turn. */
const PIECE = 32_768

/** The rows of a CSV text one after the other, whatever separates its cells; the first are the headings. */
export async function* logRows(content: string): AsyncGenerator<LogRow> {
  const parser = Readable.from(piecesOf(content)).pipe(
    parse({
      bom: true,
      delimiter: separatorOf(content),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 65_536,
    }),
  )
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>)
    yield { line: info.lines, cells: record }
}

async function* piecesOf(content: string): AsyncGenerator<string> {
  for (let at = 0; at < content.length; at += PIECE) {
    // Half of a letter beyond the basic plane at an edge comes together again with the other half.
    yield content.slice(at, at + PIECE)
    await pause()
  }
}

const SEPARATORS = [';', '\t', ',', '|'] as const

/** The one that the first line has most of. */
function separatorOf(content: string): string {
  const first = content.slice(0, Math.min(4096, (content.search(/[\r\n]/) + 1 || 4097) - 1))
  const countOf = (separator: string) => first.split(separator).length
  return SEPARATORS.toSorted((a, b) => countOf(b) - countOf(a))[0]!
}

/** A file as text: UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else what Windows writes in Central Europe. */
export function textOfLog(bytes: Buffer): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1250').decode(bytes)
  }
}
