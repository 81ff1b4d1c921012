import type { Db } from '../../db/connect.ts'
import { tracesOf } from '../../db/queries/day-traces.ts'
import type { Slot } from '../../db/queries/free-slots.ts'
import type { TimelineProps } from '../../views/find/slot-timeline.tsx'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, localDayOf, minutesOfDay, startOfDay } from '../domain/zone.ts'
import { modeOf } from './board.ts'

const HOUR = 3_600_000
const MOST_ROWS = 12
const MOST_DAYS = 5
const USUAL = { from: 8 * 60, to: 18 * 60 }

interface Context {
  readonly chosen: readonly Resource[]
  readonly person: Person | null
  readonly zone: string
  readonly now: number
  /** The last day of the period. */
  readonly until: string
}

/** The first days on which something was found, a row for each resource; chosen ones that have nothing follow. */
export function slotTimeline(
  db: Db,
  slots: readonly Slot[],
  { chosen, person, zone, now, until }: Context,
): Omit<TimelineProps, 'page'> {
  const resources = [...new Set([...slots.map((slot) => slot.resource), ...chosen])].slice(0, MOST_ROWS)
  const days = daysShown(slots, until)
  const window = windowFor(slots)
  const asked = resources.flatMap((resource) =>
    days.map((day) => ({ resource, day: dayIn(day, resource.timeZone, window) })),
  )
  const traces = tracesOf(db, asked, person, now)
  return {
    zone,
    window,
    days: days.map((day) => ({ day, noon: startOfDay(day, zone) + 12 * HOUR })),
    rows: resources.map((resource, row) => ({
      resource,
      isChosen: chosen.includes(resource),
      slots: slots
        .filter((slot) => slot.resource.id === resource.id)
        .map((slot) => ({ start: slot.start, end: slot.end, mode: modeOf(slot) })),
      cells: days.map((_, i) => {
        const at = row * days.length + i
        return { day: asked[at]!.day, trace: traces[at]! }
      }),
    })),
  }
}

/** The days the times begin on, and where these are few the days after the first. */
function daysShown(slots: readonly Slot[], until: string): string[] {
  const found = [...new Set(slots.map((slot) => localDayOf(slot.start, slot.resource.timeZone)))].sort()
  const first = found[0] ?? until
  const next = Array.from({ length: MOST_DAYS }, (_, i) => addDays(first, i)).filter((day) => day <= until)
  const spare = next.filter((day) => !found.includes(day)).slice(0, Math.max(0, MOST_DAYS - found.length))
  return [...found.slice(0, MOST_DAYS), ...spare].sort()
}

/** 8–18 as on the clock, or as much more as the times need. */
function windowFor(slots: readonly Slot[]) {
  let { from, to } = USUAL
  for (const { start, end, resource } of slots) {
    const first = minutesOfDay(start, resource.timeZone)
    const isOver = localDayOf(start, resource.timeZone) !== localDayOf(end - 1, resource.timeZone)
    if (isOver) return { from: 0, to: 24 }
    from = Math.min(from, first)
    to = Math.max(to, minutesOfDay(end - 1, resource.timeZone))
  }
  return { from: Math.floor(from / 60), to: Math.ceil(to / 60) }
}

function dayIn(day: string, zone: string, { from, to }: { from: number; to: number }) {
  const start = startOfDay(day, zone)
  const end = startOfDay(addDays(day, 1), zone)
  return { start, end, windowStart: start + from * HOUR, windowEnd: Math.min(end, start + to * HOUR) }
}
