import { Duration } from 'luxon'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personByEmail, personById } from '../../db/queries/people.ts'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import type { Resource } from '../domain/resource.ts'
import { DAY_MS } from '../domain/zone.ts'
import { invalid } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'

/** The longest span a call answers about. */
export const LONGEST_DAYS = 400

/** The resource of a path; 404 when there is none. */
export function resourceBySlug(app: App, slug: string): Resource {
  return found(catalogueOf(app.db).resourceBySlug.get(slug))
}

/** Whom an id or an e-mail address names; null for nobody. */
export function personIdOf(app: App, person: number | string): number | null {
  const text = String(person).trim()
  const named = /^\d{1,15}$/.test(text) ? personById(app.db, Number(text)) : personByEmail(app.db, text)
  return named?.id ?? null
}

/** The span of `from` and `to`; names the field that is wrong. */
export function spanFrom(query: { from: string; to: string }): Interval {
  const span = { start: Date.parse(query.from), end: Date.parse(query.to) }
  if (span.end <= span.start) throw invalid('to', 'must be after from')
  if (span.end - span.start > LONGEST_DAYS * DAY_MS)
    throw invalid('to', `must be at most ${LONGEST_DAYS} days after from`)
  return span
}

/** Months and years have no length of their own, so hours, days of 24 hours and weeks it is. */
export function millisecondsOf(text: string): number {
  const duration = Duration.fromISO(text)
  const length = duration.isValid && duration.years === 0 && duration.months === 0 ? duration.toMillis() : 0
  if (length < 60_000 || length % 1000 !== 0) throw invalid('duration', 'must be an ISO 8601 duration such as PT3H')
  return length
}

/** The version that an If-Match names, `"7"`; NaN for any other text. */
export const versionOf = (match: string): number => Number(/^(?:W\/)?"?(\d+)"?$/.exec(match.trim())?.[1] ?? Number.NaN)

/** The scope of a change or a cancellation. */
export const scopeOf = (body: { scope: string; from?: string | undefined; include_changed?: boolean | undefined }) => ({
  scope: body.scope as 'all' | 'following',
  from: body.from === undefined ? undefined : Date.parse(body.from),
  includeChanged: body.include_changed,
})
