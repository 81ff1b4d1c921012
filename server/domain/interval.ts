/** [start, end) in UTC epoch milliseconds. Two spans that only touch do not overlap. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** Something that takes `units` of a capacity for its time. */
export interface Load extends Interval {
  readonly units: number
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end
}

/** The parts of `spans` inside `within`, in their order; what is empty falls out. */
export function clip(spans: readonly Interval[], within: Interval): Interval[] {
  const parts: Interval[] = []
  for (const { start, end } of spans) {
    const from = Math.max(start, within.start)
    const to = Math.min(end, within.end)
    if (from < to) parts.push({ start: from, end: to })
  }
  return parts
}

/** The union as sorted spans with gaps between them: overlapping and touching ones are joined, empty ones dropped. */
export function merge(spans: readonly Interval[]): Interval[] {
  if (isMerged(spans)) return spans.map(({ start, end }) => ({ start, end }))
  const sorted = spans.filter(({ start, end }) => start < end).sort((a, b) => a.start - b.start)
  const union: { start: number; end: number }[] = []
  let last: { start: number; end: number } | undefined
  for (const { start, end } of sorted) {
    if (last && start <= last.end) {
      if (end > last.end) last.end = end
    } else union.push((last = { start, end }))
  }
  return union
}

/** What of `from` no cut touches, as a union. */
export function subtract(from: readonly Interval[], cuts: readonly Interval[]): Interval[] {
  const keep = asMerged(from)
  const gone = asMerged(cuts)
  const rest: Interval[] = []
  let next = 0
  for (const { start, end } of keep) {
    let at = start
    while (next < gone.length && gone[next]!.end <= at) next++
    for (let i = next; i < gone.length && gone[i]!.start < end; i++) {
      const cut = gone[i]!
      if (cut.start > at) rest.push({ start: at, end: cut.start })
      at = cut.end
    }
    if (at < end) rest.push({ start: at, end })
  }
  return rest
}

/** The time in both, as a union. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left = asMerged(a)
  const right = asMerged(b)
  const both: Interval[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const start = Math.max(left[i]!.start, right[j]!.start)
    const end = Math.min(left[i]!.end, right[j]!.end)
    if (start < end) both.push({ start, end })
    if (left[i]!.end < right[j]!.end) i++
    else j++
  }
  return both
}

/** The length of the union in milliseconds: time covered twice counts once. */
export function lengthOf(spans: readonly Interval[]): number {
  let length = 0
  for (const { start, end } of asMerged(spans)) length += end - start
  return length
}

/** Whether one span of the union holds all of `span`. Touching spans count as one. */
export function covers(spans: readonly Interval[], span: Interval): boolean {
  for (const { start, end } of asMerged(spans)) {
    if (start > span.start) return false
    if (end >= span.end) return true
  }
  return false
}

/** The most units in use at any one moment of `within`. */
export function peakLoad(items: readonly Load[], within: Interval): number {
  let load = 0
  let peak = 0
  for (const [, change] of changesDuring(items, within)) {
    load += change
    if (load > peak) peak = load
  }
  return peak
}

/** The load over all of `within` as steps: no gaps, stretches of zero included, equal neighbours joined. */
export function loadProfile(items: readonly Load[], within: Interval): Load[] {
  const steps: { start: number; end: number; units: number }[] = []
  let from = within.start
  let load = 0
  const closeAt = (at: number) => {
    if (at <= from) return
    const last = steps.at(-1)
    if (last?.units === load) last.end = at
    else steps.push({ start: from, end: at, units: load })
    from = at
  }
  for (const [at, change] of changesDuring(items, within)) {
    closeAt(at)
    load += change
  }
  closeAt(within.end)
  return steps
}

/** Moments and changes of load inside `within`, in order; at the same moment what ends comes before what begins. */
function changesDuring(items: readonly Load[], within: Interval): [at: number, change: number][] {
  const changes: [number, number][] = []
  for (const { start, end, units } of items) {
    const from = Math.max(start, within.start)
    const to = Math.min(end, within.end)
    if (from < to) changes.push([from, units], [to, -units])
  }
  return changes.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}

const asMerged = (spans: readonly Interval[]): readonly Interval[] => (isMerged(spans) ? spans : merge(spans))

function isMerged(spans: readonly Interval[]): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const { start, end } of spans) {
    if (start <= last || end <= start) return false
    last = end
  }
  return true
}
