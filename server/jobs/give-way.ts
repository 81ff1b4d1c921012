import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

const BUSY = 0.5
const PAUSE_MS = 100

/** A step aside for people: returns at once in an idle process, after a pause in one that answers many requests. */
export function givingWay(): () => Promise<void> {
  let last = performance.eventLoopUtilization()
  return async () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    if (utilization > BUSY) await pause(PAUSE_MS)
  }
}
