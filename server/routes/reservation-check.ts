import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { resourcesAskedBy } from '../../db/queries/training.ts'
import type { Check } from '../../views/components/check-panel.tsx'
import { type Checked, checkOf } from '../../views/reservations/check-of.ts'
import type { ReservationFields } from '../../views/reservations/reservation-form.tsx'
import { translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import { LONGEST_EVER } from '../domain/booking-rules.ts'
import { accessoriesOf } from '../domain/catalogue.ts'
import type { Interval } from '../domain/interval.ts'
import type { PartWish } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import type { Violation, ViolationCode } from '../domain/violation.ts'
import { previewChange } from '../operations/change-reservation.ts'
import { previewReservation } from '../operations/preview-reservation.ts'
import { stockLeft } from '../operations/stock-left.ts'
import { type FormBody, fieldsFrom, type ReadForm, readForm, takenFrom, timeFields } from './reservation-fields.ts'

/** A sent form, read: what was typed, where, and what it means. */
export interface ReadRequest {
  readonly resource: Resource
  readonly fields: ReservationFields
  readonly read: ReadForm
}

/** The form as sent; a time taken from the panel replaces the one typed, and everything else stays. */
export function readRequest(app: App, request: FastifyRequest, asked: Resource): ReadRequest {
  const body = request.body as FormBody
  const taken = takenFrom(body.take)
  const resource = (taken && catalogueOf(app.db).resourceBySlug.get(taken.slug)) ?? asked
  const fields = fieldsFrom(taken ? { ...body, ...timeFields(taken, resource.timeZone) } : body)
  const reading = { catalogue: catalogueOf(app.db), locale: request.locale }
  return { resource, fields, read: readForm(fields, resource.timeZone, reading) }
}

/** The verdict on a new reservation; null while the time cannot be read. */
export function checkNew(app: App, request: FastifyRequest, { resource, fields, read }: ReadRequest): Check | null {
  if (!read.span) return null
  // A purpose not chosen yet is the form's business, not the time's.
  const wish = { ...wishOf(resource, fields, read.span, read), purpose: read.purpose ?? 'own_research' }
  const checked = verdict(app, request, resource, previewReservation(app.db, request.person!, wish, app.clock()))
  return { ...checked, stock: stockOf(app, request, resource, { ...read.span, also: read.also }) }
}

/** What is left of each accessory that can be taken along. */
function stockOf(
  app: App,
  { person, locale }: FastifyRequest,
  resource: Resource,
  wish: Interval & AlsoWanted,
): string[] {
  if (wish.end <= wish.start || wish.end - wish.start > LONGEST_EVER) return []
  const catalogue = catalogueOf(app.db)
  const hosts = [resource, ...wish.also.map((part) => catalogue.resourceById.get(part.resourceId)!)]
  const t = translateInto(locale)
  const asked = { ...wish, person: person!, now: app.clock() }
  const hostOf = new Map(hosts.flatMap((host) => accessoriesOf(host, catalogue).map((each) => [each, host])))
  return [...hostOf].map(([each, host]) =>
    t('also.left', { name: each.name[locale], left: stockLeft(app.db, each, host, asked), count: each.capacity }),
  )
}

interface AlsoWanted {
  readonly also: readonly PartWish[]
  /** The reservation that is being changed. */
  readonly except?: number
}

/** The same for a change. A reservation stays on its resource, so nothing elsewhere is offered. */
export function checkChange(
  app: App,
  request: FastifyRequest,
  { resource, fields, read }: ReadRequest,
  id: number,
): Check | null {
  if (!read.span) return null
  const change = { ...wishOf(resource, fields, read.span, read), ...(read.purpose && { purpose: read.purpose }) }
  const preview = previewChange(app.db, request.person!, id, change, app.clock())
  if (!preview) return null
  const stock = stockOf(app, request, resource, { ...read.span, also: read.also, except: id })
  return { ...verdict(app, request, resource, preview), elsewhere: [], isWorthWaiting: false, stock }
}

/** A preview or a refusal in the reader's words. */
export function verdict(app: App, { locale, person }: FastifyRequest, resource: Resource, checked: Checked): Check {
  const { organisationById } = catalogueOf(app.db)
  return checkOf(checked, {
    page: { locale, t: translateInto(locale) },
    resource,
    organisationName: (other: Resource) => organisationById.get(other.organisationId)!.name[locale],
    asked: person ? resourcesAskedBy(app.db, person.id) : new Set(),
  })
}

/** The panel where the time itself cannot be read. */
export function unreadable(faults: readonly string[], request: FastifyRequest): Check {
  const t = translateInto(request.locale)
  return {
    verdict: 'stop',
    headline: t('check.refused'),
    hint: t('check.problems', { count: faults.length }),
    problems: faults.map((title) => ({ title, hint: '' })),
    nearest: [],
    elsewhere: [],
    passed: [],
  }
}

/** The field a rule is about, where there is one to point at. */
const FIELD: Partial<Record<ViolationCode, string>> = {
  'end-before-start': 'end',
  'too-short': 'end',
  'too-long': 'end',
  'in-the-past': 'date',
  'too-soon': 'start',
  'beyond-horizon': 'date',
  'off-step': 'start',
  closed: 'start',
  units: 'units',
  purpose: 'purpose',
  project: 'project',
  parts: 'with',
}

/** Field → sentence, for rules that are about one. */
export function fieldErrors(violations: readonly Violation[], { locale }: FastifyRequest, { timeZone }: Resource) {
  const fieldOf = ({ code, resource }: Violation) => (resource ? `with-${resource.slug}` : FIELD[code])
  return Object.fromEntries(
    violations.flatMap((each) => {
      const field = fieldOf(each)
      return field ? [[field, violationText(locale, each, timeZone).message]] : []
    }),
  ) as Record<string, string>
}

/** The wish a form expresses. */
export const wishOf = (resource: Resource, fields: ReservationFields, span: Interval, { units, also }: ReadForm) => ({
  resourceId: resource.id,
  start: span.start,
  end: span.end,
  units,
  also,
  projectCode: fields.project || null,
  override: fields.override || null,
})
