import { Type } from 'typebox'
import type { UsageDetail } from '../../db/queries/usages.ts'
import type { Resource } from '../domain/resource.ts'
import { USAGE_SOURCES } from '../domain/usage.ts'
import { instant, instantOrNull } from './presenters.ts'
import { Instant, nullable, oneOf } from './schemas.ts'

const closed = { additionalProperties: false }
const Whom = (description: string) =>
  Type.Optional(
    nullable(
      Type.Union([Type.Integer({ minimum: 1 }), Type.String({ minLength: 1, maxLength: 254 })], { description }),
    ),
  )
const OfReservation = Type.Optional(nullable(Type.Integer({ minimum: 1, description: 'The reservation it was of' })))
const Units = Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }))

export const UsageIn = Type.Object(
  {
    start: Instant,
    end: Instant,
    reservation: OfReservation,
    person: Whom('An id or an e-mail address; the requester of the reservation unless told'),
    units: Units,
    reason: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
  },
  closed,
)

export const UsagePatch = Type.Object(
  {
    start: Type.Optional(Instant),
    end: Type.Optional(Instant),
    reservation: OfReservation,
    person: Whom('An id or an e-mail address; null for nobody known'),
    units: Units,
    reason: Type.String({ maxLength: 500, description: 'Why the record was wrong; stays in the history' }),
  },
  closed,
)

export const UsageOut = Type.Object({
  id: Type.Integer(),
  resource: Type.String(),
  start: Type.String({ description: 'RFC 3339, UTC' }),
  end: nullable(Type.String({ description: 'Null while it runs' })),
  units: Type.Integer(),
  reservation: nullable(Type.Integer()),
  person: nullable(Type.Object({ id: Type.Integer(), name: Type.String() })),
  source: oneOf(USAGE_SOURCES),
  estimated: Type.Boolean({ description: 'Nobody said when it ended' }),
  reason: nullable(Type.String()),
})

export function usageOut(resource: Resource, usage: UsageDetail) {
  const { id, start, end, units, reservationId, personId, personName, source, isEstimated, reason } = usage
  return {
    ...{ id, resource: resource.slug, start: instant(start), end: instantOrNull(end), units },
    ...{ reservation: reservationId, person: personId === null ? null : { id: personId, name: personName ?? '' } },
    ...{ source, estimated: isEstimated, reason },
  }
}
