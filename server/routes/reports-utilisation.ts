import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countedReservations } from '../../db/queries/counted-reservations.ts'
import { countReportAhead, monthsOfReport, utilisationReport } from '../../db/queries/utilisation-report.ts'
import { type CountedItem, CountedReservationsPage } from '../../views/reports/counted-reservations-page.tsx'
import { UtilisationPage } from '../../views/reports/utilisation-page.tsx'
import type { App } from '../app.ts'
import { COUNTED_FIGURES, type CountedReservation, toldOf } from '../domain/counted-reservation.ts'
import { spanOfDays } from '../domain/local-months.ts'
import type { Person } from '../domain/person.ts'
import { linesOf } from '../domain/report-lines.ts'
import { periodBefore, yearUpTo } from '../domain/report-period.ts'
import { type ReportQuery, readReportQuery } from '../domain/report-query.ts'
import { isSteward } from '../domain/stewardship.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'

const config = { access: 'reports' } as const
const PER_PAGE = 100

/** The utilisation report and the reservations behind its figures. */
export function reportsUtilisation(app: App): void {
  app.get('/reports/utilisation', { config }, async (request, reply) => {
    const query = queryOf(app, request.query, request.person!)
    const now = app.clock()
    const earlier = periodBefore(query.days, query.comparison)
    await countReportAhead(app.db, query, { now })
    if (earlier) await countReportAhead(app.db, { ...query, days: earlier }, { now })
    const year = yearUpTo(query.days)
    await countReportAhead(app.db, { ...query, days: year, grouping: 'resource' }, { now, byMonth: true })
    const report = utilisationReport(app.db, query, now)
    const before = earlier && utilisationReport(app.db, { ...query, days: earlier }, now)
    return reply.code(query.fault ? 422 : 200).page(UtilisationPage, {
      catalogue: catalogueOf(app.db),
      query,
      report,
      lines: linesOf(report, before, query),
      before: earlier && before && { days: earlier, total: before.total.figures },
      months: monthsOfReport(app.db, query.resources, year, now),
    })
  })

  app.get('/reports/utilisation/reservations', { config }, async (request, reply) => {
    const said = request.query as Record<string, unknown>
    const of = said['of'] ?? `resource:${String(said['resource'] ?? '')}`
    const query = queryOf(app, { ...said, of }, request.person!)
    // More than a lab is a list nobody reads; its rows lead here.
    if (!query.scope || query.scope.kind === 'organisation') throw new HttpRefusal(404, 'not-found')
    if (query.fault) throw invalid(query.fault.field, query.fault.reason)
    const figure = COUNTED_FIGURES.find((each) => each === said['figure']) ?? 'booked'
    const items = itemsOf(
      query.resources.flatMap((each) =>
        countedReservations(app.db, each, spanOfDays(query.days, each.timeZone), figure, app.clock()),
      ),
      query,
      request.person!,
    )
    const pageCount = Math.max(1, Math.ceil(items.length / PER_PAGE))
    const pageNumber = Math.min(pageCount, Math.max(1, Math.floor(Number(said['page'])) || 1))
    const sum = (of: (line: CountedReservation) => number) => items.reduce((all, { line }) => all + of(line), 0)
    return reply.page(CountedReservationsPage, {
      catalogue: catalogueOf(app.db),
      scope: query.scope,
      days: query.days,
      figure,
      items: items.slice((pageNumber - 1) * PER_PAGE, pageNumber * PER_PAGE),
      count: items.length,
      pageNumber,
      pageCount,
      hours: {
        booked: sum(({ bookedHours }) => bookedHours),
        used: sum(({ usedHours }) => usedHours),
        other: sum(({ otherHours }) => otherHours),
      },
      isFew: items.some(
        ({ line, told }) => line.organisationId !== told.organisationId || line.purpose !== told.purpose,
      ),
    })
  })
}

/** By start, each with as much of it as this person may know. */
function itemsOf(lines: readonly CountedReservation[], { resources }: ReportQuery, person: Person): CountedItem[] {
  const sorted = lines.toSorted((a, b) => a.start - b.start)
  const byId = new Map(resources.map((each) => [each.id, each]))
  const told = toldOf(sorted)
  return sorted.map((line, i) => {
    const resource = byId.get(line.resourceId)!
    const isLinked = isSteward(person, resource)
    return { line, resource, told: isLinked ? line : told[i]!, isLinked }
  })
}

/** What the address asks, of what this person may read; a scope that holds nothing for them does not exist. */
function queryOf(app: App, raw: unknown, person: Person): ReportQuery {
  const reader = { person, now: app.clock(), timeZone: app.settings.timeZone }
  const query = readReportQuery(raw as Record<string, unknown>, catalogueOf(app.db), reader)
  if (!query) throw new HttpRefusal(404, 'not-found')
  return query
}
