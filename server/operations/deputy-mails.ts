import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { Deputyship } from '../../db/queries/deputyships.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import type { DeputyMailKind } from '../domain/deputy-mail.ts'
import type { Person } from '../domain/person.ts'

/** Tells a deputy of their time, with its entry in their calendar. */
export function tellDeputy(
  tx: Db,
  { id, personId, labId, start, end }: Deputyship,
  { kind, actor, at }: { readonly kind: DeputyMailKind; readonly actor: Person; readonly at: number },
): void {
  const { labById, organisationById } = catalogueOf(tx)
  const { slug, name, city, organisationId, timeZone } = labById.get(labId)!
  const organisation = organisationById.get(organisationId)!
  // What has begun ends now; what has not is gone.
  const isLeft = kind === 'deputy-named' || start < at
  queueMail(tx, {
    ...{ personId, kind, at },
    payload: {
      ...{ deputyshipId: id, lab: { slug, name, city }, start, timeZone, actor: actor.name },
      organisation: { slug: organisation.slug, name: organisation.name },
      end: kind === 'deputy-ended' && isLeft ? at : end,
      method: isLeft ? 'REQUEST' : 'CANCEL',
      sequence: kind === 'deputy-named' ? 0 : 1,
    },
  })
}
