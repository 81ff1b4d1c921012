import { createHash } from 'node:crypto'
import type { Hours } from '../../server/domain/availability.ts'
import type { Interval } from '../../server/domain/interval.ts'
import type { DaySpan } from '../../server/domain/local-months.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { COUNTED_AS } from '../../server/domain/utilisation-pack.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { hoursOf } from './opening-hours.ts'
import { prepared } from './prepared.ts'
import { sourcesOf } from './utilisation-facts.ts'

/** By what a figure that was counted before is known to hold still. */
export interface Stamps {
  /** Sum of the revisions of everything in the span that went into it: they only ever rise. */
  stampOf(resource: Resource, span: Interval): number
  /** What else went into it: the rules of opening, the capacity, the notice of cancellations. */
  inputsOf(resource: Resource): string
}

export function stampsOf(db: Db, resources: readonly Resource[], days: DaySpan): Stamps {
  const revisions = revisionsOf(db, new Set(resources.flatMap(sourcesOf)), days)
  const inputs = new Map<number, string>()
  return {
    stampOf: (resource, span) => stampOf(revisions, sourcesOf(resource), span),
    inputsOf(resource) {
      let text = inputs.get(resource.id)
      if (text === undefined) inputs.set(resource.id, (text = inputsOf(db, resource)))
      return text
    },
  }
}

/** Resource id → month (UTC, 202611; 0 for all of time) → revision. */
type Revisions = ReadonlyMap<number, ReadonlyMap<number, number>>

const REVISIONS = `
  SELECT m.resource_id, m.month, m.revision FROM json_each(:ids) j
  CROSS JOIN resource_months m ON m.resource_id = j.value AND (m.month = 0 OR m.month BETWEEN :first AND :last)`

function revisionsOf(db: Db, sources: ReadonlySet<number>, { from, to }: DaySpan): Revisions {
  const first = utcMonth(Date.parse(from) - 86_400_000)
  const last = utcMonth(Date.parse(to) + 86_400_000)
  const asked = { ids: JSON.stringify([...sources]), first, last }
  const rows = prepared(db, REVISIONS).raw().all(asked) as [number, number, number][]
  const revisions = new Map<number, Map<number, number>>()
  for (const [id, month, revision] of rows) {
    const months = revisions.get(id)
    if (months) months.set(month, revision)
    else revisions.set(id, new Map([[month, revision]]))
  }
  return revisions
}

/** What shares time with the span begins or ends in one of its UTC months, or is so long that it is in month 0. */
function stampOf(revisions: Revisions, sources: readonly number[], { start, end }: Interval): number {
  const first = utcMonth(start)
  const last = utcMonth(end - 1)
  let stamp = 0
  for (const source of sources) {
    const months = revisions.get(source)
    if (!months) continue
    stamp += months.get(0) ?? 0
    for (let month = first; month <= last; month = after(month)) stamp += months.get(month) ?? 0
  }
  return stamp
}

function utcMonth(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1
}

const after = (month: number) => (month % 100 === 12 ? month + 89 : month + 1)

function inputsOf(db: Db, resource: Resource): string {
  const catalogue = catalogueOf(db)
  const notices = sourcesOf(resource).map((id) => catalogue.resourceById.get(id)?.policy.cancelNoticeMinutes ?? 0)
  return `${COUNTED_AS}/${resource.capacity}/${resource.above.join()}/${notices.join()}/${digestOf(hoursOf(db, resource.id))}`
}

const digests = new WeakMap<Hours, string>()

/** Of the hours of a resource, which it may share with others of its lab. */
function digestOf(hours: Hours): string {
  let digest = digests.get(hours)
  if (!digest) {
    const { timeZone, observesHolidays, rules } = hours
    const text = JSON.stringify([timeZone, observesHolidays, rules])
    digests.set(hours, (digest = createHash('sha256').update(text).digest('base64url').slice(0, 22)))
  }
  return digest
}
