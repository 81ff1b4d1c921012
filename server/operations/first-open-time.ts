import type { Db } from '../../db/connect.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import { audiencesFor } from '../domain/availability.ts'
import { type Interval, subtract } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { gridUp } from '../domain/step-grid.ts'
import { lengthOfWish } from '../domain/waiting.ts'

const MINUTE = 60_000

/** The first start in the period at which the resource is open for so long, whoever has taken it; null when there is none. */
export function firstOpenTime(
  db: Db,
  person: Person,
  resource: Resource,
  wish: Interval & { readonly durationMinutes: number | null },
  now: number,
): number | null {
  const { id, policy, timeZone } = resource
  const span = { start: Math.max(wish.start, now + policy.minNoticeMinutes * MINUTE), end: wish.end }
  if (span.end <= span.start) return null
  const open = subtract(openTimeOf(db, id, span, audiencesFor(person, resource)), outagesDuring(db, id, span))
  for (const each of open) {
    const start = gridUp(Math.max(each.start, span.start), policy.stepMinutes, timeZone)
    if (start + lengthOfWish(wish) <= Math.min(each.end, span.end)) return start
  }
  return null
}
