import type { FastifyRequest } from 'fastify'
import { formHoldOf, liveHoldsOn } from '../../db/queries/holds.ts'
import { formatOf } from '../../views/format.ts'
import type { ReservationFields } from '../../views/reservations/reservation-form.tsx'
import type { HoldShown } from '../../views/waiting/hold-line.tsx'
import type { App } from '../app.ts'
import type { Interval } from '../domain/interval.ts'
import type { Resource } from '../domain/resource.ts'
import { holdTime } from '../operations/hold-time.ts'
import type { Refusal } from '../operations/result.ts'
import { type ReadRequest, wishOf } from './reservation-check.ts'
import { readTime } from './reservation-fields.ts'

/** What stands at this moment, nothing changed: the time in the form is the reader's already, or nobody has asked. */
export function heldNow(
  app: App,
  { person, locale }: FastifyRequest,
  resource: Resource,
  fields: ReservationFields,
): HoldShown {
  const span = readTime(fields, resource.timeZone)
  if (!span) return { kind: 'no', until: '' }
  const now = app.clock()
  const own = [formHoldOf(app.db, person!.id), ...liveHoldsOn(app.db, resource, now)].find(
    (each) =>
      each?.personId === person!.id && each.expiresAt > now && each.resourceId === resource.id && isAll(each, span),
  )
  return own ? { kind: 'mine', until: clockOf(own.expiresAt, resource, locale) } : { kind: 'none', until: '' }
}

const isAll = (held: Interval, span: Interval) => held.start <= span.start && held.end >= span.end

/** Keeps the time that stands in the form for whoever fills it in, or says why not. */
export function holdNow(app: App, request: FastifyRequest, { resource, fields, read }: ReadRequest): HoldShown {
  if (!read.span) return { kind: 'no', until: '' }
  const wish = wishOf(resource, fields, read.span, read)
  const result = holdTime(app.db, request.person!, wish, app.clock())
  if (!result.ok) return refusedHold(result.refusal, resource, request)
  return { kind: 'mine', until: clockOf(result.value.expiresAt, resource, request.locale) }
}

function refusedHold(refusal: Refusal, resource: Resource, { locale }: FastifyRequest): HoldShown {
  if (refusal.kind === 'invalid') return { kind: 'too-long', until: '' }
  const [until] = refusal.kind === 'rules' ? refusal.conflicts.flatMap(({ heldUntil }) => heldUntil ?? []) : []
  const isOnlyHeld = until !== undefined && refusal.kind === 'rules' && refusal.violations.length === 0
  return isOnlyHeld ? { kind: 'other', until: clockOf(until, resource, locale) } : { kind: 'no', until: '' }
}

const clockOf = (at: number, { timeZone }: Resource, locale: 'pl' | 'en') => formatOf(locale, timeZone).clock(at)
