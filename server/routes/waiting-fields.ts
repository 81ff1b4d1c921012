import { catalogueOf } from '../../db/queries/catalogue.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { WaitingFields, WaitingFormPageProps } from '../../views/waiting/waiting-form-page.tsx'
import type { App } from '../app.ts'
import type { Locale } from '../domain/person.ts'
import { MOST_MINUTES } from '../domain/policy.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, isDay, localDayOf, startOfDay } from '../domain/zone.ts'
import type { WaitingWish } from '../operations/join-waiting-list.ts'
import { type FormBody, fieldsFrom, readForm } from './reservation-fields.ts'

const MINUTE = 60_000
const WEEK_DAYS = 7

/** The form as sent; the reservation form sends only the very time. What was left out is proposed. */
export function waitingFieldsFrom(app: App, body: FormBody, resource: Resource): WaitingFields {
  const { date, start, end_date, end, start_fold, end_fold, units } = fieldsFrom(body)
  const exact = { date, start, end_date, end, start_fold, end_fold, units }
  const from = body['from'] ?? (isDay(date) ? date : localDayOf(app.clock(), resource.timeZone))
  return {
    ...exact,
    kind: body['kind'] === 'any' ? 'any' : 'exact',
    length: body['length'] ?? String(lengthTyped(app, body, resource) ?? resource.policy.minMinutes),
    from,
    to: body['to'] ?? (isDay(from) ? addDays(from, WEEK_DAYS - 1) : ''),
  }
}

function lengthTyped(app: App, body: FormBody, resource: Resource): number | null {
  const { span } = exactOf(app, body, resource, 'pl')
  return span && span.end > span.start ? (span.end - span.start) / MINUTE : null
}

const exactOf = ({ db }: App, body: FormBody, { timeZone }: Resource, locale: Locale) =>
  readForm(fieldsFrom(body), timeZone, { catalogue: catalogueOf(db), locale })

interface ReadWaiting extends Pick<WaitingFormPageProps, 'errors' | 'doubled'> {
  /** Null while something cannot be read. */
  readonly wish: WaitingWish | null
}

/** What the form means in the resource's zone; every fault has its sentence at its field. */
export function readWaiting(
  app: App,
  body: FormBody,
  fields: WaitingFields,
  resource: Resource,
  locale: Locale,
): ReadWaiting {
  const { span, units, timeErrors, errors: all, doubled } = exactOf(app, body, resource, locale)
  const base = { resourceId: resource.id, units }
  const unitsError = all['units'] ? { units: all['units'] } : {}
  if (fields.kind === 'exact') {
    const wish = span && !all['units'] ? { ...base, ...span, durationMinutes: null } : null
    return { wish, errors: { ...timeErrors, ...unitsError }, doubled }
  }
  const errors = { ...anyErrors(fields, locale), ...unitsError }
  if (Object.keys(errors).length > 0) return { wish: null, errors, doubled: [] }
  const { timeZone } = resource
  const period = { start: startOfDay(fields.from, timeZone), end: startOfDay(addDays(fields.to, 1), timeZone) }
  return { wish: { ...base, ...period, durationMinutes: Number(fields.length) }, errors: {}, doubled: [] }
}

function anyErrors({ length, from, to }: WaitingFields, locale: Locale): Record<string, string> {
  const t = translateInto(locale)
  const minutes = Number(length)
  const isLength = Number.isInteger(minutes) && minutes > 0 && minutes <= MOST_MINUTES
  return {
    ...(isLength ? {} : { length: t('waiting.bad-length') }),
    ...(isDay(from) ? {} : { from: t('waiting.bad-day') }),
    ...(isDay(to) ? (isDay(from) && to < from ? { to: t('waiting.bad-order') } : {}) : { to: t('waiting.bad-day') }),
  }
}
