import type { Interval, Load } from './interval.ts'

/** A level that holds from one instant to the next: `level[i]` from `at[i]` on, 0 before the first. */
export interface Steps {
  readonly at: readonly number[]
  readonly level: readonly number[]
}

/** How many units are taken when, inside the period. */
export function stepsOf(loads: readonly Load[], period: Interval): Steps {
  const clipped = clippedTo(period, loads)
  return follow(clipped) ? stepsInOrder(clipped) : stepsOfOverlaps(clipped)
}

/**
 * Walks the period through every stretch in which no stream changes.
 * `levels` holds the level of each stream in the order given; it is the same array in every call.
 */
export function sweep(
  streams: readonly Steps[],
  { start, end }: Interval,
  visit: (start: number, end: number, levels: readonly number[]) => void,
): void {
  const next = streams.map(() => 0)
  const levels = streams.map(() => 0)
  for (let now = start; now < end; ) {
    let until = end
    for (let i = 0; i < streams.length; i++) {
      const { at, level } = streams[i]!
      let n = next[i]!
      while (n < at.length && at[n]! <= now) levels[i] = level[n++]!
      next[i] = n
      if (n < at.length && at[n]! < until) until = at[n]!
    }
    visit(now, until, levels)
    now = until
  }
}

function clippedTo({ start, end }: Interval, loads: readonly Load[]): readonly Load[] {
  const kept: Load[] = []
  for (const load of loads) {
    if (load.start >= end || load.end <= start || load.units === 0) continue
    const isInside = load.start >= start && load.end <= end
    kept.push(isInside ? load : { start: Math.max(load.start, start), end: Math.min(load.end, end), units: load.units })
  }
  return kept
}

/** The common case: in order, and each begins when or after the one before has ended. */
function follow(loads: readonly Load[]): boolean {
  for (let i = 1; i < loads.length; i++) if (loads[i]!.start < loads[i - 1]!.end) return false
  return true
}

function stepsInOrder(loads: readonly Load[]): Steps {
  const at: number[] = []
  const level: number[] = []
  for (const load of loads) {
    if (at.at(-1) === load.start) level[level.length - 1] = load.units
    else {
      at.push(load.start)
      level.push(load.units)
    }
    at.push(load.end)
    level.push(0)
  }
  return { at, level }
}

function stepsOfOverlaps(loads: readonly Load[]): Steps {
  const changes = loads.flatMap(({ start, end, units }) => [
    { at: start, by: units },
    { at: end, by: -units },
  ])
  changes.sort((a, b) => a.at - b.at)
  const at: number[] = []
  const level: number[] = []
  let now = 0
  for (const change of changes) {
    now += change.by
    if (at.at(-1) !== change.at) {
      at.push(change.at)
      level.push(now)
    } else level[level.length - 1] = now
  }
  return { at, level }
}
