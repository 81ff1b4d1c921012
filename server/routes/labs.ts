import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { LabsPage } from '../../views/labs/labs-page.tsx'
import type { App } from '../app.ts'
import { labLineOf, labLinesOf } from '../domain/lab-lines.ts'
import type { Person } from '../domain/person.ts'
import type { Organisation } from '../domain/resource.ts'

/** All labs by organisation, one's own first; `scope=all` shows those outside the cluster, too. */
export function labs(app: App): void {
  const querystring = Type.Object({ scope: Type.Optional(Type.String()) })
  app.get('/labs', { config: { access: 'anyone' }, schema: { querystring } }, ({ query, person }, reply) => {
    const catalogue = catalogueOf(app.db)
    const scope = query.scope === 'all' ? 'all' : 'members'
    const groups = catalogue.organisations
      .filter((organisation) => organisation.isMember || scope === 'all')
      .toSorted((a, b) => placeOf(a, person) - placeOf(b, person))
      .map((organisation) => ({ organisation, labs: labLinesOf(organisation, catalogue) }))
      .filter((group) => group.labs.length > 0)
    const mine = catalogue.labs.filter((lab) => person?.stewardOf.has(lab.id)).map((lab) => labLineOf(lab, catalogue))
    return reply.page(LabsPage, { mine, groups, scope })
  })
}

const placeOf = ({ id, isMember }: Organisation, person: Person | null) =>
  id === person?.organisationId ? 0 : isMember ? 1 : 2
