import type { WeekStart } from './week-calendar.ts'
import type { WeekRow } from './week-rows.ts'
import type { Segment } from './week-segments.ts'

/** One `<td>`: `rows` rows of a day from row `row` on, [start, end). */
export interface WeekCell {
  readonly row: number
  readonly rows: number
  readonly start: number
  readonly end: number
  readonly content: CellContent
}

export type CellContent =
  /** A start to pick; in a coarse row the first of the stretch until `until`. */
  | { readonly kind: 'free'; readonly start: WeekStart; readonly until: number }
  /** A start at which less time is left than wanted. */
  | { readonly kind: 'short'; readonly start: WeekStart; readonly until: number }
  /** Free, but nothing can start here. */
  | { readonly kind: 'margin' }
  /** Local time that the clocks skip on this day. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'segment'; readonly segment: Segment }
  /** Several states in one row. */
  | { readonly kind: 'mixed'; readonly parts: readonly CellContent[] }

const MARGIN: CellContent = { kind: 'margin' }
const SKIPPED: CellContent = { kind: 'skipped' }

/** The cells of a day: a state over several rows is one cell, each row with a start has its own. */
export function cellsOf(
  rows: readonly WeekRow[],
  edges: readonly number[],
  segments: readonly Segment[],
  starts: readonly WeekStart[],
): WeekCell[] {
  const cells: { row: number; rows: number; start: number; end: number; content: CellContent }[] = []
  let segment = 0
  let start = 0
  for (let row = 0; row < rows.length; row++) {
    const from = edges[row]!
    const to = edges[row + 1]!
    while (segment < segments.length && segments[segment]!.end <= from) segment++
    const firstStart = start
    while (start < starts.length && starts[start]!.at < to) start++
    const content = to <= from ? SKIPPED : contentOf(from, to, segments, segment, starts.slice(firstStart, start))
    const last = cells.at(-1)
    if (last && isSame(last.content, content)) {
      last.rows++
      last.end = to
    } else cells.push({ row, rows: 1, start: from, end: to, content })
  }
  return cells
}

function contentOf(
  from: number,
  to: number,
  segments: readonly Segment[],
  first: number,
  starts: readonly WeekStart[],
): CellContent {
  const parts: CellContent[] = []
  let filler: Segment | undefined
  for (let i = first; i < segments.length && segments[i]!.start < to; i++) {
    const segment = segments[i]!
    if (segment.kind === 'gap') {
      const free = startContent(starts, segment, to)
      if (free) parts.push(free)
      filler ??= segment
    } else if (isFiller(segment)) {
      const length = (each: Segment) => Math.min(each.end, to) - Math.max(each.start, from)
      if (!filler || (filler.kind !== 'gap' && length(segment) > length(filler))) filler = segment
    } else {
      parts.push({ kind: 'segment', segment })
    }
  }
  if (parts.length > 1) return { kind: 'mixed', parts }
  if (parts.length === 1) return parts[0]!
  if (!filler || filler.kind === 'gap') return MARGIN
  return { kind: 'segment', segment: filler }
}

/** The first start of the row in the gap that is long enough, else the first that is too short. */
function startContent(starts: readonly WeekStart[], gap: Segment, rowEnd: number): CellContent | null {
  const inside = starts.filter((each) => each.at >= gap.start && each.at < gap.end)
  const until = Math.min(gap.end, rowEnd)
  const free = inside.find((each) => each.isLongEnough)
  if (free) return { kind: 'free', start: free, until }
  return inside[0] ? { kind: 'short', start: inside[0], until } : null
}

/** States that give way to any other in the same row. */
const isFiller = ({ kind }: Segment) => kind === 'closed' || kind === 'holiday' || kind === 'past' || kind === 'beyond'

function isSame(a: CellContent, b: CellContent): boolean {
  if (a.kind === 'segment') return b.kind === 'segment' && a.segment === b.segment
  return a.kind === b.kind && (a.kind === 'margin' || a.kind === 'skipped')
}
