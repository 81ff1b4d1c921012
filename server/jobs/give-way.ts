import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'

const BUSY = 0.5
const LONGEST_PAUSE_MS = 100

/**
 * A step aside for people: returns at once in an idle process, else rests for as long as the process was busy since the
 * last time, so that a chore alone takes half of it and one among many requests much less.
 */
export function givingWay(): () => Promise<void> {
  let last = performance.eventLoopUtilization()
  return async () => {
    const now = performance.eventLoopUtilization()
    const { utilization, active } = performance.eventLoopUtilization(now, last)
    last = now
    if (utilization > BUSY) await pause(Math.min(active, LONGEST_PAUSE_MS))
  }
}
