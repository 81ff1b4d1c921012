import { catalogueOf } from '../../db/queries/catalogue.ts'
import { DashboardPage } from '../../views/reports/dashboard-page.tsx'
import type { App } from '../app.ts'
import type { Person } from '../domain/person.ts'
import { readReportQuery } from '../domain/report-query.ts'
import { labsDecidedBy } from '../domain/stewardship.ts'
import { dashboardOf } from '../operations/see-dashboard.ts'
import { HttpRefusal } from '../plugins/access.ts'

const config = { access: 'reports' } as const

/** Where the reports begin: how the equipment stands today, how it is used, what waits. */
export function reportDashboard(app: App): void {
  app.get('/reports', { config }, async (request, reply) => {
    const person = request.person!
    const raw = request.query as Record<string, unknown>
    const reader = { person, now: app.clock(), timeZone: app.settings.timeZone }
    const catalogue = catalogueOf(app.db)
    const query = readReportQuery(raw, catalogue, reader)
    if (!query) throw new HttpRefusal(404, 'not-found')
    const isPeriodAsked = Boolean(raw['from'] || raw['to']) && !query.fault
    const dashboard = dashboardOf(app.db, query, isPeriodAsked, reader)
    const said = {
      ...(isPeriodAsked ? query.days : {}),
      ...(query.scope ? { of: `${query.scope.kind}:${query.scope.slug}` } : {}),
    }
    return reply.code(query.fault ? 422 : 200).page(DashboardPage, { catalogue, dashboard, said })
  })

  // As every report it has an address of its kind: mails lead there.
  app.get('/reports/dashboard', { config }, async (request, reply) =>
    reply.redirect(`/reports${request.url.slice('/reports/dashboard'.length)}`, 303),
  )

  app.get('/reports/pol-on', { config: { access: 'manager' } }, async (request, reply) => {
    const slug = polonOrganisation(app, request.person!)
    if (!slug) throw new HttpRefusal(403, 'forbidden')
    return reply.redirect(`/manage/organisations/${slug}/pol-on`, 303)
  })
}

/** The organisation whose list a person keeps: the one they act for, where there are several. */
function polonOrganisation(app: App, person: Person): string | undefined {
  const { labById, organisationById } = catalogueOf(app.db)
  const ids = new Set([...person.administers, ...labsDecidedBy(person).map((id) => labById.get(id)!.organisationId)])
  const id = ids.has(person.organisationId) ? person.organisationId : [...ids][0]
  return id === undefined ? undefined : organisationById.get(id)?.slug
}
