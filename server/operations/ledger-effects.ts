import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entitiesIn } from '../../db/queries/state-aid.ts'
import { ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import { type LedgerEffect, type LedgerWish, ledgerEffect, touchesAny } from '../domain/ledger-effect.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { EntityYear } from '../domain/state-aid-entity.ts'
import type { Ledger } from '../domain/state-aid-ledger.ts'
import { localDayOf } from '../domain/zone.ts'

/**
 * What reservations would do to the State-aid books of what they take: an effect for each entity and year, none where
 * nothing is of an entity. Books are read once, however many reservations are asked about.
 */
export function ledgerEffects(db: Db, now: number): (wish: LedgerWish) => readonly LedgerEffect[] {
  const { resourceById } = catalogueOf(db)
  const entities = new Map<number, readonly EntityYear[]>()
  const books = new Map<string, Ledger>()
  const bookOf = (entity: EntityYear) => {
    const key = `${entity.entity.id} ${entity.year}`
    return books.get(key) ?? kept(books, key, ledgerOf(db, entity, now))
  }
  return (wish) => {
    const zone = resourceById.get(wish.takes[0]?.resourceId ?? 0)?.timeZone ?? 'UTC'
    const yearOf = (at: number) => Number(localDayOf(at, zone).slice(0, 4))
    const years = new Set(wish.times.flatMap(({ start, end }) => [yearOf(start), yearOf(end - 1)]))
    return [...years].flatMap((year) => {
      const all = entities.get(year) ?? kept(entities, year, entitiesIn(db, year))
      return all
        .filter(({ resources }) =>
          touchesAny(
            resources.flatMap(({ resourceId }) => resourceById.get(resourceId) ?? []),
            wish,
          ),
        )
        .map((entity) => ledgerEffect(bookOf(entity), wish))
    })
  }
}

/** Of reservations that are made: one, or the dates of a series. */
export const wishOf = (reservations: readonly Reservation[]): LedgerWish => {
  const first = reservations[0]!
  return {
    takes: [{ resourceId: first.resourceId, units: first.units }, ...first.also],
    times: reservations,
    purpose: first.purpose,
    of: reservations.map(({ id }) => id),
  }
}

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value)
  return value
}
