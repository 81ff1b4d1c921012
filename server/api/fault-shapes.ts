import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { notesOfFault } from '../../db/queries/faults.ts'
import type { App } from '../app.ts'
import { FAULT_SEVERITIES, FAULT_STATES, LONGEST_FAULT, type ToldFault } from '../domain/fault.ts'
import { PHOTO_BYTES } from '../domain/photo.ts'
import { instant, instantOrNull } from './presenters.ts'
import { nullable, oneOf } from './schemas.ts'

const closed = { additionalProperties: false }
const UtcInstant = Type.String({ description: 'RFC 3339, UTC' })
const Words = Type.String({ maxLength: LONGEST_FAULT })

/** A third more than its bytes, as base64 is. */
export const PHOTO_LETTERS = Math.ceil((PHOTO_BYTES + 1) / 3) * 4

export const FaultIn = Type.Object(
  {
    severity: oneOf(FAULT_SEVERITIES, {
      description: '`note`: something to know, `limits`: usable with care, `stops`: not usable',
    }),
    words: Words,
    photo: Type.Optional(
      Type.String({
        maxLength: PHOTO_LETTERS,
        contentEncoding: 'base64',
        description: 'JPEG, PNG or WebP of at most 10 MB; drawn anew, so that nothing but its picture is kept',
      }),
    ),
  },
  closed,
)

export const FaultAnswerIn = Type.Object({ words: Type.Optional(Words) }, closed)
export const FaultMergeIn = Type.Object(
  {
    into: Type.Integer({ minimum: 1, description: 'The report of the same resource that goes on in its place' }),
    words: Type.Optional(Words),
  },
  closed,
)

export const FaultOut = Type.Object({
  id: Type.Integer(),
  resource: Type.String(),
  severity: oneOf(FAULT_SEVERITIES),
  state: oneOf(FAULT_STATES),
  words: Type.String(),
  reporter: nullable(Type.Object({ id: Type.Integer(), name: Type.String() }, { description: 'For stewards' })),
  merged_into: nullable(Type.Integer()),
  outage: nullable(Type.Integer({ description: 'The outage it led to' })),
  photos: Type.Array(Type.String({ description: 'Path of the picture' })),
  created_at: UtcInstant,
  resolved_at: nullable(UtcInstant),
})

export const FaultWithNotes = Type.Object({
  ...FaultOut.properties,
  notes: Type.Array(
    Type.Object({
      person: Type.String(),
      words: Type.String(),
      state: nullable(oneOf(FAULT_STATES, { description: 'The state it left the report in, where it changed' })),
      at: UtcInstant,
    }),
  ),
})

export const FaultStatusOut = nullable(
  Type.Object(
    { severity: oneOf(FAULT_SEVERITIES), since: UtcInstant },
    { description: 'The worst fault that stands, as everybody may know it' },
  ),
)

/** A report; who told it is for stewards. */
export function faultOut(app: App, fault: ToldFault, cares: boolean) {
  const { id, resourceId, severity, state, words, reporterId, reporterName, mergedIntoId, outageId, photoIds } = fault
  return {
    ...{ id, resource: catalogueOf(app.db).resourceById.get(resourceId)!.slug, severity, state, words },
    reporter: cares ? { id: reporterId, name: reporterName } : null,
    ...{ merged_into: mergedIntoId, outage: outageId },
    photos: photoIds.map((photo) => `/api/v1/faults/${id}/photos/${photo}`),
    ...{ created_at: instant(fault.createdAt), resolved_at: instantOrNull(fault.resolvedAt) },
  }
}

export const faultWithNotes = (app: App, fault: ToldFault, cares: boolean) => ({
  ...faultOut(app, fault, cares),
  notes: notesOfFault(app.db, fault.id).map(({ personName, text, state, at }) => ({
    ...{ person: personName, words: text, state, at: instant(at) },
  })),
})
