import type { Db } from '../../db/connect.ts'
import type { Alternative } from '../domain/alternatives.ts'
import type { Person } from '../domain/person.ts'
import { isSteward } from '../domain/stewardship.ts'
import { alternativesFor } from './alternatives-for.ts'
import { type Assessment, assess, resourceWith } from './assess.ts'
import { firstStateOf, type ReservationRequest } from './request-reservation.ts'
import { reasonOf, weigh } from './weigh.ts'

export type PreviewRequest = Pick<
  ReservationRequest,
  'resourceId' | 'start' | 'end' | 'units' | 'projectCode' | 'override' | 'also'
> & { readonly purpose: string | null }

export interface Preview extends Assessment {
  readonly allowed: boolean
  /** The state the reservation would begin in, or null when it would be refused. */
  readonly state: 'confirmed' | 'requested' | 'completed' | null
  readonly alternatives: readonly Alternative[]
}

/** What `requestReservation` would say. Changes nothing. An override counts for stewards only. */
export function previewReservation(db: Db, person: Person, request: PreviewRequest, now: number): Preview {
  const resource = resourceWith(db, request.resourceId)
  const { start, end, units, purpose, projectCode = null, also = [] } = request
  const wanted = { start, end, units, purpose, projectCode, also }
  const override = isSteward(person, resource) ? reasonOf(request.override) : null
  const { standing, conflicts } = weigh(assess(db, { person, resource, wanted }, now), override)
  const allowed = standing.length + conflicts.length === 0
  return {
    allowed,
    state: allowed
      ? (firstStateOf(
          db,
          {
            ...{ person, start, end, purpose },
            resources: [resource, ...also.map((each) => resourceWith(db, each.resourceId))],
          },
          now,
        ) as Preview['state'])
      : null,
    violations: standing,
    conflicts,
    alternatives: allowed ? [] : alternativesFor(db, person, request, now),
  }
}
