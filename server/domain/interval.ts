/** [start, end) in UTC epoch milliseconds. Two spans that only touch do not overlap. */
export interface Interval {
  readonly start: number
  readonly end: number
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end
}
