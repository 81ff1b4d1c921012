import type { Db } from '../../db/connect.ts'
import { requesterById } from '../../db/queries/people.ts'
import { type Quota, shareOf } from '../domain/quota.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { quotaUses } from './standing-of.ts'

export interface QuotaShare {
  readonly quota: Quota
  /** Minutes or reservations that the requester has besides, in the period of what they ask for. */
  readonly used: number
  readonly asked: number
}

/** What a request takes of each limit that its requester has as a person; those shared by many are too slow to count for a list. */
export function quotaShares(
  db: Db,
  { reservation, resource }: { readonly reservation: ReservationDetail; readonly resource: Resource },
  now: number,
): readonly QuotaShare[] {
  const quotas = resource.quotas.filter(({ per }) => per === 'person')
  if (quotas.length === 0) return []
  const wish = {
    person: requesterById(db, reservation.requesterId),
    resource: { ...resource, quotas },
    wanted: { ...reservation, projectCode: reservation.project?.code ?? null },
    except: reservation.id,
    memory: undefined,
  }
  return quotaUses(db, wish, [], now).flatMap((use) => {
    if (use.quota.exemptPurposes.includes(reservation.purpose)) return []
    return shareOf(use, reservation, resource.timeZone, now) ?? []
  })
}
