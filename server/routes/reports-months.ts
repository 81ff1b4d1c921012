import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countReportAhead, monthlyReports } from '../../db/queries/utilisation-report.ts'
import { monthsFile } from '../../views/reports/months-file.ts'
import { MonthsPage } from '../../views/reports/months-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { firstOfMonth, monthOf } from '../domain/local-months.ts'
import type { Person } from '../domain/person.ts'
import { FILE_FORMATS } from '../domain/report-kind.ts'
import { MONTH_FIGURES, MOST_MONTHS, type MonthFigure, monthsTable } from '../domain/report-months.ts'
import { yearUpTo } from '../domain/report-period.ts'
import { type ReportQuery, readReportQuery } from '../domain/report-query.ts'
import { addDays } from '../domain/zone.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { writtenFile } from '../reports/written-file.ts'

const config = { access: 'reports' } as const
const PATH = '/reports/utilisation/months'

/** One figure of the utilisation report, months side by side, and the same as a file. */
export function reportsMonths(app: App): void {
  app.get(PATH, { config }, async (request, reply) => {
    const asked = askedOf(app, request.query, request.person!)
    return reply.code(asked.query.fault ? 422 : 200).page(MonthsPage, {
      ...asked,
      catalogue: catalogueOf(app.db),
      table: await tableOf(app, asked),
    })
  })

  for (const format of FILE_FORMATS)
    app.get(`${PATH}.${format}`, { config }, async (request, reply) => {
      const asked = askedOf(app, request.query, request.person!)
      const { query, figure } = asked
      if (query.fault) throw invalid(query.fault.field, query.fault.reason)
      const { locale } = request
      const t = translateInto(locale)
      const of = query.scope?.name[locale] ?? t('reports.everything')
      const reader = { locale, t, now: app.clock(), timeZone: app.settings.timeZone }
      const made = monthsFile({ table: await tableOf(app, asked), figure, grouping: query.grouping, of }, reader)
      const file = await writtenFile(made, format, locale)
      return reply
        .type(file.contentType)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${file.fileName}"`)
        .send(file.content)
    })
}

interface Asked {
  readonly query: ReportQuery
  readonly figure: MonthFigure
  readonly isCut: boolean
}

/** A year up to last month unless the address says which. */
function askedOf(app: App, raw: unknown, person: Person): Asked {
  const said = raw as Record<string, unknown>
  const reader = { person, now: app.clock(), timeZone: app.settings.timeZone }
  const query = readReportQuery(said, catalogueOf(app.db), reader)
  if (!query) throw new HttpRefusal(404, 'not-found')
  const figure = MONTH_FIGURES.find((each) => each === said['figure']) ?? 'utilisation'
  const isNamed = Boolean(said['from'] || said['to']) && !query.fault
  const days = isNamed ? query.days : yearUpTo(query.days)
  const earliest = firstOfMonth(monthOf(addDays(days.to, -1)) - MOST_MONTHS + 1)
  const isCut = days.from < earliest
  const shown = { ...days, from: isCut ? earliest : days.from }
  return { query: { ...query, days: shown, asked: query.fault ? query.asked : shown }, figure, isCut }
}

async function tableOf({ db, clock }: App, { query, figure }: Asked) {
  const now = clock()
  await countReportAhead(db, query, { now, byMonth: true })
  return monthsTable(monthlyReports(db, query, now), figure)
}
