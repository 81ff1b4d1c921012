import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { faultStatusOf } from '../../db/queries/faults.ts'
import { rightNowOf } from '../../db/queries/right-now.ts'
import { LabBoard, LabBoardPage } from '../../views/labs/lab-board-page.tsx'
import type { App } from '../app.ts'
import type { NowKind } from '../domain/right-now.ts'
import { found } from '../plugins/found.ts'

const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const Query = Type.Object({ refresh: Type.Optional(Type.String({ maxLength: 5 })) })

const SECONDS = 30

/** What runs first, then what is down, then what can be had. */
const ORDER: readonly NowKind[] = ['taken', 'partly', 'outage', 'unavailable', 'free', 'closed']

/** A lab at this moment, for a display on its wall; `?refresh=1` asks again by itself without scripts. */
export function labBoard(app: App): void {
  app.get(
    '/labs/:slug/now',
    { config: { access: 'anyone' }, schema: { params: Slug, querystring: Query } },
    async (request, reply) => {
      const { labBySlug, resourcesOfLab } = catalogueOf(app.db)
      const lab = found(labBySlug.get(request.params.slug))
      const resources = (resourcesOfLab.get(lab.id) ?? []).filter(
        ({ status }) => status === 'active' || status === 'out_of_service',
      )
      const now = app.clock()
      const faults = faultStatusOf(
        app.db,
        resources.map(({ id }) => id),
      )
      const lines = resources
        .map((resource) => ({
          resource,
          now: rightNowOf(app.db, resource, request.person, now),
          fault: faults.get(resource.id) ?? null,
        }))
        .sort((a, b) => ORDER.indexOf(a.now.kind) - ORDER.indexOf(b.now.kind))
      const refreshes = request.query.refresh === '1'
      if (refreshes) reply.header('refresh', String(SECONDS))
      return reply.page(request.isPartial ? LabBoard : LabBoardPage, { lab, lines, refreshes })
    },
  )
}
