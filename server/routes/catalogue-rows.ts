import type { Db } from '../../db/connect.ts'
import { earliestFree, type Slot } from '../../db/queries/free-slots.ts'
import { freeThroughout } from '../../db/queries/free-throughout.ts'
import type { CatalogueRow } from '../../views/equipment/catalogue-list.tsx'
import type { FreeWish } from '../../views/equipment/catalogue-page.tsx'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Interval } from '../domain/interval.ts'
import type { Locale, Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, localDayOf, startOfDay } from '../domain/zone.ts'
import { modeOf } from './board.ts'

const MINUTE = 60_000
const DAY = 86_400_000

interface Asker {
  readonly person: Person | null
  readonly now: number
}

/**
 * With a length: what can be reserved for so long within the span. Without one: what is free all through it, or, over
 * more than a day, what can be reserved at all in it.
 */
export function freeAmong(db: Db, resources: readonly Resource[], wish: FreeWish, asker: Asker): Resource[] {
  if (isWhole(wish)) return freeThroughout(db, resources, wish.span, asker.person, asker.now)
  const found = earliestOf(db, resources, wish.span, ({ policy }) => wish.minutes ?? policy.minMinutes, asker)
  return resources.filter((each) => found.has(each.id))
}

const isWhole = ({ span, minutes }: FreeWish) => minutes === null && span.end - span.start <= DAY

interface RowContext extends Asker {
  readonly catalogue: Catalogue
  readonly locale: Locale
  readonly zone: string
  readonly minutes: number | null
  readonly wish: FreeWish | null
}

/** Entries with their next free time: in the time wished for, else within a fortnight. */
export function catalogueRows(db: Db, resources: readonly Resource[], context: RowContext): CatalogueRow[] {
  const { catalogue, locale, zone, now, minutes, wish } = context
  const span = wish?.span ?? { start: now, end: startOfDay(addDays(localDayOf(now, zone), 14), zone) }
  const wished = minutes ?? (wish && isWhole(wish) ? (span.end - span.start) / MINUTE : null)
  const lengthFor = ({ policy }: Resource) =>
    minutes ?? Math.min(Math.max(policy.minMinutes, wished ?? USUAL), policy.maxMinutes)
  const slots = earliestOf(db, resources, span, lengthFor, context)
  return resources.map((resource) => {
    const slot = slots.get(resource.id)
    return {
      resource,
      organisation: catalogue.organisationById.get(resource.organisationId)!,
      lab: catalogue.labById.get(resource.labId)!,
      name: resource.name[locale],
      next: slot ? { start: slot.start, end: slot.end, mode: modeOf(slot) } : null,
    }
  })
}

const USUAL = 60

/** The earliest time of each resource for a length of its own, asked once for all that share a length. */
function earliestOf(
  db: Db,
  resources: readonly Resource[],
  { start: from, end: to }: Interval,
  minutesFor: (resource: Resource) => number,
  { person, now }: Asker,
): Map<number, Slot> {
  const groups = Map.groupBy(resources, minutesFor)
  const slots = [...groups].flatMap(([minutes, group]) =>
    earliestFree(db, group, { durationMs: minutes * MINUTE, from, to, person, now }),
  )
  return new Map(slots.map((slot) => [slot.resource.id, slot]))
}
