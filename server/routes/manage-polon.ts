import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { polonStatusesAt, recordsOf } from '../../db/queries/records.ts'
import { polonFile } from '../../views/records/polon-file.ts'
import { PolonPage } from '../../views/records/polon-page.tsx'
import type { App } from '../app.ts'
import { keepsPolonList, polonListOf } from '../domain/polon.ts'
import type { Organisation } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { localDayOf, startOfDay } from '../domain/zone.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import { writtenFile } from '../reports/written-file.ts'

const config = { access: 'manager' } as const
const schema = {
  params: Type.Object({ slug: Type.String({ maxLength: 120 }) }),
  querystring: Type.Object({ year: Type.Optional(Type.String({ maxLength: 10 })) }),
}
const YEARS_BACK = 5

/** The yearly list of an organisation's apparatus for POL-on, for who runs it or decides in one of its labs. */
export function managePolon(app: App): void {
  const path = '/manage/organisations/:slug/pol-on'

  app.get(path, { config, schema }, async (request, reply) => {
    const organisation = runOrganisation(app, request, request.params.slug)
    const years = yearsOf(app)
    return reply.page(PolonPage, {
      organisation,
      years,
      list: listOf(app, organisation, yearFrom(request.query.year, years)),
      isMine: (resource) => isSteward(request.person, resource),
    })
  })

  for (const format of ['csv', 'xlsx'] as const)
    app.get(`${path}.${format}`, { config, schema }, async (request, reply) => {
      const { locale } = request
      const organisation = runOrganisation(app, request, request.params.slug)
      const list = listOf(app, organisation, yearFrom(request.query.year, yearsOf(app)))
      const file = await writtenFile(polonFile({ organisation, list, locale, now: app.clock() }), format, locale)
      return reply
        .type(file.contentType)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${file.fileName}"`)
        .send(file.content)
    })
}

function runOrganisation(app: App, { person }: FastifyRequest, slug: string): Organisation {
  const catalogue = catalogueOf(app.db)
  const organisation = found(catalogue.organisationBySlug.get(slug))
  if (!keepsPolonList(person!, organisation.id, catalogue)) throw new HttpRefusal(403, 'forbidden')
  return organisation
}

/** This year and those before it, the last one that has ended first. */
function yearsOf(app: App): number[] {
  const now = Number(localDayOf(app.clock(), app.settings.timeZone).slice(0, 4))
  return Array.from({ length: YEARS_BACK + 1 }, (_, i) => now - i)
}

/** The last year that has ended, unless told otherwise. */
const yearFrom = (text: string | undefined, years: readonly number[]): number =>
  years.find((year) => String(year) === text) ?? years[1]!

function listOf(app: App, organisation: Organisation, year: number) {
  const resources = catalogueOf(app.db).resourcesOfOrganisation.get(organisation.id) ?? []
  const ids = resources.map(({ id }) => id)
  const records = recordsOf(app.db, ids)
  const statuses = polonStatusesAt(app.db, ids, startOfDay(`${year + 1}-01-01`, app.settings.timeZone))
  const rows = resources.map((resource) => {
    const record = records.get(resource.id)!
    return { resource, record: { ...record, polonStatus: statuses.get(resource.id) ?? record.polonStatus } }
  })
  return polonListOf(rows, year)
}
