import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { administratorsOf } from '../../db/queries/memberships.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { coordinatorIds } from '../../db/queries/unanswered.ts'
import type { EntityYear } from '../domain/state-aid-entity.ts'
import type { Ledger } from '../domain/state-aid-ledger.ts'
import type { StateAidMail, StateAidMailKind } from '../domain/state-aid-mail.ts'

/** Tells those who answer for the book: coordinators, administrators of the organisation, owners of the labs concerned. */
export function tellOfStateAid(tx: Db, kind: StateAidMailKind, ledger: Ledger, at: number): void {
  const { entity, year, figures } = ledger
  const payload: StateAidMail = {
    ...{ entity: { slug: entity.slug, name: entity.name }, year },
    organisation: catalogueOf(tx).organisationById.get(entity.organisationId)!.name,
    limit: kind === 'state-aid-limit' ? figures.alert : null,
    forecastLimit: figures.forecastAlert,
    ...{ share: figures.share, forecast: figures.forecast, economicHours: figures.done.economic },
    ...{ capacityHours: figures.capacityHours, headroomHours: figures.headroomHours },
  }
  for (const personId of keepersOf(tx, ledger, at)) queueMail(tx, { personId, kind, payload, at })
}

function keepersOf(tx: Db, { entity, resources }: EntityYear, at: number): ReadonlySet<number> {
  const { resourceById } = catalogueOf(tx)
  const labs = new Set(resources.flatMap(({ resourceId }) => resourceById.get(resourceId)?.labId ?? []))
  const owners = [...labs].flatMap((labId) => stewardsOfLab(tx, labId, at).filter(({ role }) => role === 'owner'))
  return new Set([
    ...coordinatorIds(tx),
    ...administratorsOf(tx, entity.organisationId),
    ...owners.map(({ personId }) => personId),
  ])
}
