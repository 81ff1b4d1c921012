import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countReportAhead, monthsOfReport, utilisationReport } from '../../db/queries/utilisation-report.ts'
import { utilisationCharts } from '../../views/reports/utilisation-charts.ts'
import { utilisationFile } from '../../views/reports/utilisation-file.ts'
import { translateInto } from '../../views/text/translate.ts'
import { isLongReport } from '../domain/report-kind.ts'
import { linesOf } from '../domain/report-lines.ts'
import { yearUpTo } from '../domain/report-period.ts'
import { type ReportQuery, readReportQuery } from '../domain/report-query.ts'
import type { UtilisationReport } from '../domain/utilisation-report.ts'
import type { Progress, ReportAsked, ReportMaker } from './report-recipe.ts'

export const utilisationMaker: ReportMaker = (db, asked) => {
  const query = readReportQuery(asked.query, catalogueOf(db), asked)
  if (!query) return 'not-found'
  if (query.fault) return query.fault
  return {
    isLong: isLongReport(query.days, query.resources.length),
    async make(progress) {
      const found = await report(db, query, asked, progress)
      const file = fileOf(found, query, asked)
      const [table, ...rest] = file.parts
      const year = yearUpTo(query.days)
      await countReportAhead(db, { ...query, days: year, grouping: 'resource' }, { now: asked.now, byMonth: true })
      const months = monthsOfReport(db, query.resources, year, asked.now)
      const charts = utilisationCharts(months, found.total.sum.week, readerOf(asked))
      return { ...file, parts: [table!, ...charts, ...rest] }
    },
  }
}

async function report(db: Db, query: ReportQuery, { now }: ReportAsked, giveWay: Progress | undefined) {
  await countReportAhead(db, query, { now, giveWay })
  return utilisationReport(db, query, now)
}

const readerOf = ({ locale, timeZone, now }: ReportAsked) => ({ locale, t: translateInto(locale), now, timeZone })

function fileOf(report: UtilisationReport, query: ReportQuery, asked: ReportAsked) {
  const { person, locale } = asked
  const reader = readerOf(asked)
  const seesAll = person.role === 'coordinator' || person.role === 'administrator'
  const rows = linesOf(report, null, query).map(({ row }) => row)
  const of = query.scope?.name[locale] ?? reader.t(seesAll ? 'reports.everything' : 'reports.my-labs')
  const { days, grouping } = query
  return utilisationFile({ rows, total: report.total, days, grouping, of }, reader)
}
