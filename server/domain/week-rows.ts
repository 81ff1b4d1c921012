import type { Interval } from './interval.ts'
import { DAY_MS, floatingAt, placeFloating } from './zone.ts'

const HOUR = 3_600_000
const MINUTE = 60_000

/** A row of the week table in minutes of the local day. Coarse ones hold several hours. */
export interface WeekRow {
  readonly from: number
  readonly to: number
  readonly isCoarse: boolean
}

/**
 * Two speeds: fine rows of one step where the resource is mostly open, the rest of the day in a row each. Fine is
 * 8–18 and every hour the week is open at; of a resource open most of the day and night only 8–18, of one open at
 * night its night.
 */
export function rowsFor(open: readonly Interval[], zone: string, stepMinutes: number): WeekRow[] {
  const fine = fineHours(openHours(open, zone))
  const height = rowMinutes(stepMinutes)
  const rows: WeekRow[] = []
  for (let hour = 0; hour < 24; ) {
    let next = hour
    while (next < 24 && fine[next] === fine[hour]) next++
    if (fine[hour])
      for (let at = hour * 60; at < next * 60; at += height)
        rows.push({ from: at, to: Math.min(at + height, next * 60), isCoarse: false })
    else rows.push({ from: hour * 60, to: next * 60, isCoarse: true })
    hour = next
  }
  return rows
}

/**
 * The instants at which the rows of a local day begin, and the end of the last. A row the clocks skip is empty; the
 * hour they show two times is wholly in its last row.
 */
export function edgesOf(rows: readonly WeekRow[], day: number, zone: string): number[] {
  const midnight = day * DAY_MS
  const start = placeFloating(midnight, zone)
  const end = placeFloating(midnight + DAY_MS, zone)
  const before = midnight - start
  const after = midnight + DAY_MS - end
  const minutes = [...rows.map((row) => row.from), 1440]
  if (before === after) return minutes.map((minute) => start + minute * MINUTE)
  const change = changeOf({ start, end }, midnight - start, zone)
  return minutes.map((minute) => {
    const early = midnight + minute * MINUTE - before
    return early < change ? early : Math.max(change, midnight + minute * MINUTE - after)
  })
}

/** The hours of the local day, 0–23, in which the resource is open on some day. */
function openHours(open: readonly Interval[], zone: string): boolean[] {
  const hours = new Array<boolean>(24).fill(false)
  for (const { start, end } of open) {
    const first = Math.floor(floatingAt(start, zone) / HOUR)
    const last = Math.min(Math.ceil(floatingAt(end, zone) / HOUR), first + 24)
    for (let hour = first; hour < last; hour++) hours[hour % 24] = true
  }
  return hours
}

function fineHours(open: readonly boolean[]): boolean[] {
  const isWorking = (hour: number) => hour >= 8 && hour < 18
  const count = open.filter(Boolean).length
  if (count > 16) return open.map((_, hour) => isWorking(hour))
  const isAway = count > 0 && !open.some((isOpen, hour) => isOpen && isWorking(hour))
  return open.map((isOpen, hour) => isOpen || (!isAway && isWorking(hour)))
}

/** Short steps share a row, so that a day stays readable; the row links to the first start in it. */
function rowMinutes(stepMinutes: number): number {
  if (stepMinutes >= 60) return 60
  return stepMinutes >= 15 && 60 % stepMinutes === 0 ? stepMinutes : 30
}

/** The moment of the day at which the clocks change. */
function changeOf({ start, end }: Interval, offset: number, zone: string): number {
  let [known, beyond] = [start, end]
  while (beyond - known > MINUTE) {
    const middle = known + Math.floor((beyond - known) / MINUTE / 2) * MINUTE
    if (floatingAt(middle, zone) - middle === offset) known = middle
    else beyond = middle
  }
  return beyond
}
