/**
 * Since when the system has been watching the clock without a break, and when it last did. What fell due while nobody
 * watched, or while the clock was wrong, is no one's fault: it gets its time again.
 */
export interface Watch {
  readonly since: number
  readonly seen: number
}

const MINUTE = 60_000
const LONGEST_GAP_MS = 10 * MINUTE
/** Clocks of several processes may differ. */
const SKEW_MS = 2 * MINUTE

/** The watch after one more look at the clock: begun anew after a break, a leap forward or a step back. */
export function watchAt(before: Watch | null, now: number): Watch {
  const isSame = before !== null && now <= before.seen + LONGEST_GAP_MS && now >= before.seen - SKEW_MS
  return isSame ? { since: before.since, seen: Math.max(before.seen, now) } : { since: now, seen: now }
}

/** When something that falls due at `at` is done: then, or `patience` ms after the watch began. Null is a watch without end. */
export function dueAt(at: number, watch: Watch | null, patience: number): number {
  return watch === null || at >= watch.since ? at : watch.since + patience
}
