import { clip, type Interval, lengthOf } from './interval.ts'
import { spanOfDays } from './local-months.ts'
import { groupOf, type Purpose } from './purpose.ts'
import type { PartWish } from './reservation.ts'
import type { Resource } from './resource.ts'
import { type Limit, limitReached, MOST_SHARE } from './state-aid.ts'
import { daysOfYear } from './state-aid-entity.ts'
import type { Ledger } from './state-aid-ledger.ts'

/** What a reservation does to the State-aid book of an entity in a year. */
export interface LedgerEffect {
  readonly entity: { readonly slug: string; readonly name: string }
  readonly year: number
  /** Its economic hours by weight; 0 where its purpose is not economic. */
  readonly hours: number
  /** Shares of the annual capacity, of 1, with everything confirmed to 31 December: without it and with it. */
  readonly before: number | null
  readonly after: number | null
  /** Hours left to 20 % with it; below zero once it is passed. */
  readonly headroomHours: number
  /** The highest limit that is reached with it and not without. */
  readonly passes: Limit | null
}

/** A reservation, or several dates of one, as far as the ledger counts it. */
export interface LedgerWish {
  /** The leading resource and what is taken along. */
  readonly takes: readonly PartWish[]
  readonly times: readonly Interval[]
  readonly purpose: Purpose
  /** Reservations it stands for: what they bring already is not counted twice. */
  readonly of: readonly number[]
}

export function ledgerEffect(ledger: Ledger, wish: LedgerWish): LedgerEffect {
  const { entity, year, figures, parts } = ledger
  const counted = parts.filter(({ isCounted }) => isCounted)
  const sum = (hours: (part: Ledger['parts'][number], span: Interval) => number) =>
    counted.reduce((total, part) => {
      const span = spanOfDays(daysOfYear(year), part.resource.timeZone)
      return total + part.weight * hours(part, span)
    }, 0)
  const known = sum(({ coming }) => wish.of.reduce((hours, id) => hours + (coming.get(id) ?? 0), 0))
  const isEconomic = groupOf(wish.purpose) === 'economic'
  const hours = isEconomic ? sum(({ resource }, span) => hoursOn(resource, wish, span)) : 0
  const before = figures.done.economic + figures.confirmed - known
  const share = (economic: number) => (figures.capacityHours === 0 ? null : economic / figures.capacityHours)
  const [least, most] = [share(before), share(before + hours)]
  return {
    ...{ entity: { slug: entity.slug, name: entity.name }, year, hours, before: least, after: most },
    headroomHours: MOST_SHARE * figures.capacityHours - before - hours,
    passes: limitReached(most) === limitReached(least) ? null : limitReached(most),
  }
}

/** Whether it takes anything of an entity. */
export const touchesAny = (resources: readonly Resource[], { takes }: Pick<LedgerWish, 'takes'>): boolean =>
  resources.some((resource) => unitsOn(resource, takes) > 0)

function hoursOn(resource: Resource, { takes, times }: LedgerWish, span: Interval): number {
  const units = unitsOn(resource, takes)
  return units === 0 ? 0 : (units * times.reduce((sum, time) => sum + lengthOf(clip([time], span)), 0)) / 3_600_000
}

/** What takes a resource with it takes all of it. */
function unitsOn(resource: Resource, takes: readonly PartWish[]): number {
  const own = takes.find(({ resourceId }) => resourceId === resource.id)
  if (own) return own.units
  return takes.some(({ resourceId }) => resource.above.includes(resourceId)) ? resource.capacity : 0
}
