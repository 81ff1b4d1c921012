import { type FreeWish, isWhole } from '../../server/domain/free-wish.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { Person } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { earliestFree, type Slot } from './free-slots.ts'
import { freeThroughout } from './free-throughout.ts'

const MINUTE = 60_000

export interface Asker {
  /** Null for a visitor. */
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

/** The earliest time of each resource for a length of its own, asked once for all that share a length. */
export function earliestOf(
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
