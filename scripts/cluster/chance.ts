/** Pseudo-random numbers that are the same on every machine: mulberry32. */
export interface Chance {
  /** [0, 1). */
  next(): number
  /** A whole number in [least, most]. */
  whole(least: number, most: number): number
  isLuck(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** By weight; weights need not sum to 1. */
  weighted<T>(items: readonly (readonly [item: T, weight: number])[]): T
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    isLuck: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) if ((left -= weight) < 0) return item
      return items.at(-1)![0]
    },
  }
}
