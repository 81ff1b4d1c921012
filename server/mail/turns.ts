/** Does one piece of work after the other; one that takes long is overtaken, so that it holds up nobody else. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Each begins when the one before it is done, or has taken so many milliseconds. */
export function turns(overtakenAfterMs: number): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const before = last
    const mine = Promise.withResolvers<void>()
    last = mine.promise
    await before
    const overtaken = setTimeout(mine.resolve, overtakenAfterMs)
    try {
      return await work()
    } finally {
      clearTimeout(overtaken)
      mine.resolve()
    }
  }
}
