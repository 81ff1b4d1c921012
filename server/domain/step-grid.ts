import { minutesOfDay } from './zone.ts'

const MINUTE = 60_000

/** Whether an instant lies on the steps counted from local midnight on the wall clock. */
export function isOnGrid(at: number, stepMinutes: number, zone: string): boolean {
  return minutesOfDay(at, zone) % stepMinutes === 0
}

/** The first instant on the steps at or after `at`. */
export function gridUp(at: number, stepMinutes: number, zone: string): number {
  return gridFrom(at, stepMinutes, zone, 1)
}

/** The last instant on the steps at or before `at`. */
export function gridDown(at: number, stepMinutes: number, zone: string): number {
  return gridFrom(at, stepMinutes, zone, -1)
}

/** A jump may land beyond a change of the clocks, where the steps lie elsewhere: then it looks again. */
function gridFrom(at: number, stepMinutes: number, zone: string, direction: 1 | -1): number {
  let instant = at
  for (let tries = 0; tries < 50; tries++) {
    const minutes = minutesOfDay(instant, zone)
    const past = minutes % stepMinutes
    if (past === 0) return instant
    // The steps begin anew at midnight.
    const jump = direction === 1 ? Math.min(stepMinutes - past, 1440 - minutes) : -past
    instant = Math.round(instant + jump * MINUTE)
  }
  return instant
}
