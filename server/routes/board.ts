import type { Db } from '../../db/connect.ts'
import { tracesOf } from '../../db/queries/day-traces.ts'
import type { Slot } from '../../db/queries/free-slots.ts'
import { resourcesAskedBy } from '../../db/queries/training.ts'
import type { BoardDay, BoardRow } from '../../views/find/board.tsx'
import type { Catalogue } from '../domain/catalogue.ts'
import { holidayOn } from '../domain/holidays.ts'
import type { Interval } from '../domain/interval.ts'
import type { Locale, Person } from '../domain/person.ts'
import { addDays, dayNumber, dayText, localDayOf, startOfDay } from '../domain/zone.ts'
import type { Mode } from './catalogue-facets.ts'

export interface BoardContext {
  readonly catalogue: Catalogue
  readonly person: Person | null
  readonly locale: Locale
  readonly zone: string
  readonly now: number
}

/** Rows by the day they begin on. A holiday between two days is told, for it explains the gap. */
export function boardDays(db: Db, slots: readonly Slot[], context: BoardContext): BoardDay[] {
  const rows = rowsOf(db, slots, context)
  const byDay = Map.groupBy(rows, (row) => localDayOf(row.start, context.zone))
  const days = [...byDay.keys()]
  if (days.length === 0) return []
  const first = dayNumber(days[0]!)
  const between = Array.from({ length: dayNumber(days.at(-1)!) - first }, (_, i) => dayText(first + i))
  const holidays = between.filter((day) => !byDay.has(day) && holidayOn(day) !== null)
  return [...days, ...holidays].sort().map((day) => ({
    start: startOfDay(day, context.zone),
    holiday: holidayOn(day, 'PL', context.locale),
    rows: byDay.get(day) ?? [],
  }))
}

function rowsOf(db: Db, slots: readonly Slot[], { catalogue, person, locale, now }: BoardContext): BoardRow[] {
  const days = slots.map((slot) => ({ resource: slot.resource, day: dayAround(slot, slot.resource.timeZone) }))
  const asked = person ? resourcesAskedBy(db, person.id) : new Set()
  const traces = tracesOf(db, days, person, now)
  return slots.map((slot, i) => {
    const { resource } = slot
    return {
      slug: resource.slug,
      name: resource.name[locale],
      techniques: resource.techniques,
      organisation: catalogue.organisationById.get(resource.organisationId)!.name[locale],
      isOwn: resource.organisationId === person?.organisationId,
      timeZone: resource.timeZone,
      mode: modeOf(slot),
      isAsked: asked.has(resource.id),
      start: slot.start,
      end: slot.end,
      freeUntil:
        localDayOf(slot.freeUntil - 1, resource.timeZone) === localDayOf(slot.start, resource.timeZone)
          ? slot.freeUntil
          : null,
      trace: { day: days[i]!.day, marks: traces[i]!.marks },
    }
  })
}

const HOUR = 3_600_000

/** The local day of a time, drawn from 8 to 18 if the time lies there, else whole. */
function dayAround({ start, end }: Interval, zone: string) {
  const day = localDayOf(start, zone)
  const span = { start: startOfDay(day, zone), end: startOfDay(addDays(day, 1), zone) }
  const office = { windowStart: span.start + 8 * HOUR, windowEnd: span.start + 18 * HOUR }
  const isOffice = start >= office.windowStart && end <= office.windowEnd
  return { ...span, ...(isOffice ? office : { windowStart: span.start, windowEnd: span.end }) }
}

export function modeOf({ approval, qualified }: Pick<Slot, 'approval' | 'qualified'>): Mode {
  if (!qualified) return 'qualification'
  return approval === 'owner' ? 'approval' : 'instant'
}
