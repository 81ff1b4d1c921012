import type { Db } from '../../db/connect.ts'
import { requesterOf } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import { type Quota, shareOf } from '../domain/quota.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { quotaUses } from './standing-of.ts'

interface QuotaAsker {
  readonly reservation: ReservationDetail
  readonly resource: Resource
  readonly withShared: boolean
}

export interface QuotaShare {
  readonly quota: Quota
  /** Minutes or reservations that its holder has besides, in the period of what they ask for. */
  readonly used: number
  readonly asked: number
}

/**
 * What a request takes of each limit that its requester has; those that a project or an organisation shares only when
 * asked for, as they are too slow to count for a list.
 */
export function quotaShares(
  db: Db,
  { reservation, resource, withShared }: QuotaAsker,
  now: number,
): readonly QuotaShare[] {
  const quotas = resource.quotas.filter(({ per }) => withShared || per === 'person')
  if (quotas.length === 0) return []
  const wish = {
    person: requesterOf(db, reservation),
    resource: { ...resource, quotas },
    wanted: { ...reservation, projectCode: reservation.project?.code ?? null },
    except: reservation.id,
    memory: undefined,
  }
  return quotaUses(db, wish, projectsOf(db, reservation.requesterId), now).flatMap((use) => {
    if (use.quota.exemptPurposes.includes(reservation.purpose)) return []
    return shareOf(use, reservation, resource.timeZone, now) ?? []
  })
}
