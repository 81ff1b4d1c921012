import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { labelCodesOf } from '../../db/queries/labels.ts'
import { LabelsPage } from '../../views/labels/labels-page.tsx'
import type { App } from '../app.ts'
import { isSteward } from '../domain/stewardship.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import { listOf, Several } from './catalogue-query.ts'

const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })

/** Sheets of labels of a lab's equipment, all of it or what is picked. */
export function labels(app: App): void {
  app.get(
    '/manage/labs/:slug/labels',
    { config: { access: 'steward' }, schema: { params: Slug, querystring: Type.Object({ resource: Several }) } },
    async (request, reply) => {
      const { labBySlug, resourcesOfLab, organisationById } = catalogueOf(app.db)
      const lab = found(labBySlug.get(request.params.slug))
      if (!isSteward(request.person, { labId: lab.id })) throw new HttpRefusal(403, 'forbidden')
      const resources = (resourcesOfLab.get(lab.id) ?? []).filter(({ status }) => status !== 'retired')
      const codes = labelCodesOf(
        app.db,
        resources.map(({ id }) => id),
      )
      const picked = listOf(request.query.resource)
      return reply.page(LabelsPage, {
        lab,
        organisation: organisationById.get(lab.organisationId)!.name[request.locale],
        labels: resources.map((resource) => ({
          resource,
          address: `${app.settings.publicUrl}/r/${codes.get(resource.id)}`,
          isShown: picked.length === 0 || picked.includes(resource.slug),
        })),
      })
    },
  )
}
