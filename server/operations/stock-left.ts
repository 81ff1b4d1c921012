import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyTimeOf } from '../domain/conflicts.ts'
import { type Interval, peakLoad } from '../domain/interval.ts'
import { takenWith } from '../domain/parts.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { othersDuring } from './assess.ts'

interface Question extends Interval {
  readonly person: Person
  readonly now: number
  /** The reservation that is being changed: its own units are left to it. */
  readonly except?: number | undefined
}

/** How many of an accessory are left all through a time on a resource, its set-up and clean-up included. */
export function stockLeft(db: Db, accessory: Resource, host: Resource, { start, end, ...looking }: Question): number {
  const [, asUsed] = takenWith({ resource: host, units: 1 }, [{ resourceId: accessory.id, units: 1 }], catalogueOf(db))
  const span = busyTimeOf({ start, end }, asUsed!.resource.policy)
  const others = othersDuring(db, accessory, span, {
    now: looking.now,
    personId: looking.person.id,
    except: looking.except,
  })
  return Math.max(0, accessory.capacity - peakLoad(others, span))
}
