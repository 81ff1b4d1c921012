import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countedReservations } from '../../db/queries/counted-reservations.ts'
import { monthsOfReport, utilisationReport } from '../../db/queries/utilisation-report.ts'
import { CountedReservationsPage } from '../../views/reports/counted-reservations-page.tsx'
import { UtilisationPage } from '../../views/reports/utilisation-page.tsx'
import type { App } from '../app.ts'
import { COUNTED_FIGURES } from '../domain/counted-reservation.ts'
import { spanOfDays } from '../domain/local-months.ts'
import type { Person } from '../domain/person.ts'
import { linesOf } from '../domain/report-lines.ts'
import { periodBefore, yearUpTo } from '../domain/report-period.ts'
import { type ReportQuery, readReportQuery } from '../domain/report-query.ts'
import { isSteward } from '../domain/stewardship.ts'
import { SMALLEST_GROUP } from '../domain/utilisation-figures.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'

const config = { access: 'reports' } as const
const PER_PAGE = 100

/** The utilisation report and the reservations behind its figures. */
export function reportRoutes(app: App): void {
  app.get('/reports', { config }, async (_request, reply) => reply.redirect('/reports/utilisation', 303))

  app.get('/reports/utilisation', { config }, async (request, reply) => {
    const query = queryOf(app, request.query, request.person!)
    const now = app.clock()
    const report = utilisationReport(app.db, query, now)
    const earlier = periodBefore(query.days, query.comparison)
    const before = earlier && utilisationReport(app.db, { ...query, days: earlier }, now)
    return reply.code(query.fault ? 422 : 200).page(UtilisationPage, {
      catalogue: catalogueOf(app.db),
      query,
      report,
      lines: linesOf(report, before, query),
      before: earlier && before && { days: earlier, total: before.total.figures },
      months: monthsOfReport(app.db, query.resources, yearUpTo(query.days), now),
    })
  })

  app.get('/reports/utilisation/reservations', { config }, async (request, reply) => {
    const said = request.query as Record<string, unknown>
    const query = queryOf(app, { ...said, of: `resource:${String(said['resource'] ?? '')}` }, request.person!)
    if (query.fault) throw invalid(query.fault.field, query.fault.reason)
    const resource = query.resources[0]!
    const figure = COUNTED_FIGURES.find((each) => each === said['figure']) ?? 'booked'
    const all = countedReservations(app.db, resource, spanOfDays(query.days, resource.timeZone), figure, app.clock())
    const caresFor = isSteward(request.person, resource)
    const pageCount = Math.max(1, Math.ceil(all.length / PER_PAGE))
    const pageNumber = Math.min(pageCount, Math.max(1, Math.floor(Number(said['page'])) || 1))
    return reply.page(CountedReservationsPage, {
      catalogue: catalogueOf(app.db),
      resource,
      days: query.days,
      figure,
      items: all.slice((pageNumber - 1) * PER_PAGE, pageNumber * PER_PAGE),
      count: all.length,
      pageNumber,
      pageCount,
      hours: {
        booked: all.reduce((sum, each) => sum + each.bookedHours, 0),
        used: all.reduce((sum, each) => sum + each.usedHours, 0),
      },
      isFew: !caresFor && isFew(all),
      linksToReservations: caresFor,
    })
  })
}

/** What the address asks, of what this person may read; a scope that holds nothing for them does not exist. */
function queryOf(app: App, raw: unknown, person: Person): ReportQuery {
  const reader = { person, now: app.clock(), timeZone: app.settings.timeZone }
  const query = readReportQuery(raw as Record<string, unknown>, catalogueOf(app.db), reader)
  if (!query) throw new HttpRefusal(404, 'not-found')
  return query
}

const isFew = (items: readonly { personId: number | null }[]) =>
  items.length > 0 && new Set(items.map(({ personId }) => personId)).size < SMALLEST_GROUP
