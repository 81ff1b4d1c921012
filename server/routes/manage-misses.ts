import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { type MissDetail, missesInLabs } from '../../db/queries/misses.ts'
import { MissesPage } from '../../views/manage/misses-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { countsUntil, DECAY_DAYS } from '../domain/conduct.ts'
import { isSteward } from '../domain/stewardship.ts'
import { DAY_MS } from '../domain/zone.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'

/** Who did not come to a lab, or let go too late, for its stewards. */
export function manageMisses(app: App): void {
  app.get(
    '/manage/labs/:slug/misses',
    { config: { access: 'steward' }, schema: { params: Type.Object({ slug: Type.String({ maxLength: 120 }) }) } },
    async ({ params, person, locale }, reply) => {
      const catalogue = catalogueOf(app.db)
      const lab = found(catalogue.labBySlug.get(params.slug))
      if (!isSteward(person, { labId: lab.id })) throw new HttpRefusal(403, 'forbidden')
      const all = missesInLabs(app.db, [lab.id], app.clock() - DECAY_DAYS * DAY_MS)
      const rowOf = ({ reservationId, resourceId, title, start, end, kind, ...miss }: MissDetail) => ({
        ...{ reservationId, title, start, end, kind, until: countsUntil(miss) },
        resource: catalogue.resourceById.get(resourceId)!.name[locale],
        excuse: miss.excusedByName === null ? null : { by: miss.excusedByName, reason: miss.excuse ?? '' },
      })
      const people = [...Map.groupBy(all, (each) => each.personId).values()].map((misses) => ({
        name: misses[0]!.personName,
        organisation: catalogue.organisationById.get(misses[0]!.organisationId)!.name[locale],
        counted: misses.filter((each) => each.excusedAt === null).length,
        misses: misses.map(rowOf),
      }))
      return reply.page(MissesPage, {
        lab: { name: lab.name[locale], timeZone: lab.timeZone },
        crumbs: [
          { label: translateInto(locale)('manage.title'), href: '/manage' },
          { label: lab.name[locale], href: `/labs/${lab.slug}` },
        ],
        people,
      })
    },
  )
}
