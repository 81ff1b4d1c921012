import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { OrganisationPage } from '../../views/organisations/organisation-page.tsx'
import { type OrganisationLine, OrganisationsPage } from '../../views/organisations/organisations-page.tsx'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { labLinesOf } from '../domain/lab-lines.ts'
import { organisationData } from '../domain/linked-data.ts'
import { keepsPolonList } from '../domain/polon.ts'
import type { Organisation } from '../domain/resource.ts'
import { HttpRefusal } from '../plugins/access.ts'

const config = { access: 'anyone' } as const
const Slug = Type.Object({ slug: Type.String() })

/** Whose equipment it is. */
export function organisations(app: App): void {
  app.get('/organisations', { config }, (_request, reply) => {
    const catalogue = catalogueOf(app.db)
    const lines = catalogue.organisations.map((each) => lineOf(each, catalogue))
    return reply.page(OrganisationsPage, {
      // Authorities oversee the cluster and own nothing.
      members: lines.filter(
        ({ organisation, labCount }) => organisation.isMember && (labCount > 0 || organisation.kind !== 'authority'),
      ),
      elsewhere: lines.filter(({ organisation }) => !organisation.isMember),
    })
  })

  app.get('/organisations/:slug', { config, schema: { params: Slug } }, (request, reply) => {
    const catalogue = catalogueOf(app.db)
    const organisation = catalogue.organisationBySlug.get(request.params.slug)
    if (!organisation) throw new HttpRefusal(404, 'not-found')
    const labs = labLinesOf(organisation, catalogue)
    const data = organisationData(
      organisation,
      catalogue.labsOfOrganisation.get(organisation.id) ?? [],
      app.settings.publicUrl,
    )
    const { person } = request
    const mayReport = person !== null && keepsPolonList(person, organisation.id, catalogue)
    return reply.page(OrganisationPage, { organisation, labs, data, mayReport })
  })
}

function lineOf(organisation: Organisation, catalogue: Catalogue): OrganisationLine {
  const labs = labLinesOf(organisation, catalogue)
  return { organisation, labCount: labs.length, resourceCount: labs.reduce((sum, each) => sum + each.resourceCount, 0) }
}
