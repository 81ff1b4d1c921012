import { catalogueOf } from '../../db/queries/catalogue.ts'
import { dashboardFile } from '../../views/reports/dashboard-file.ts'
import { translateInto } from '../../views/text/translate.ts'
import { readReportQuery } from '../domain/report-query.ts'
import { dashboardOf } from '../operations/see-dashboard.ts'
import type { ReportMaker } from './report-recipe.ts'

/** The dashboard of this moment; the period of a report by mail stands first in it. */
export const dashboardMaker: ReportMaker = (db, asked) => {
  const { person, locale, now, timeZone } = asked
  const query = readReportQuery(asked.query, catalogueOf(db), asked)
  if (!query) return 'not-found'
  if (query.fault) return query.fault
  const isPeriodAsked = Boolean(asked.query['from'] || asked.query['to'])
  return {
    isLong: false,
    async make() {
      const dashboard = dashboardOf(db, query, isPeriodAsked, asked)
      return dashboardFile(dashboard, person, { locale, t: translateInto(locale), now, timeZone })
    },
  }
}
