import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { administratorsOf } from '../../db/queries/memberships.ts'
import { clusterAdministrators } from '../../db/queries/people.ts'
import { queueAccountMail } from '../../db/queries/queue-mail.ts'
import type { Person } from '../domain/person.ts'
import type { Organisation } from '../domain/resource.ts'
import { done, type Result, refused } from './result.ts'

/** The organisation, for who runs it or the whole cluster. Refusals: `not-found`, `forbidden`. */
export function runOrganisation(db: Db, person: Person, organisationId: number): Result<Organisation> {
  const organisation = catalogueOf(db).organisationById.get(organisationId)
  if (!organisation) return refused({ kind: 'not-found' })
  return runs(person, organisationId) ? done(organisation) : refused({ kind: 'forbidden' })
}

/** Whether the person runs the organisation, or all of them. */
export const runs = (person: Person, organisationId: number): boolean =>
  person.administers.has(organisationId) || person.role === 'administrator'

/** Tells who runs the organisation, else who runs the cluster, that somebody asks to belong to it. */
export function tellOfAsker(tx: Db, organisation: Organisation, asker: string, at: number): void {
  const own = administratorsOf(tx, organisation.id)
  for (const personId of own.length > 0 ? own : clusterAdministrators(tx))
    queueAccountMail(tx, {
      ...{ personId, kind: 'membership-asked', at },
      payload: {
        ...{ about: 'account', expiresAt: null, asker, organisation: organisation.name },
        path: `/manage/organisations/${organisation.slug}`,
      },
    })
}
