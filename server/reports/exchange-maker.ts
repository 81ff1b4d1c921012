import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countExchangeAhead, exchangeDuring, exchangeMonths } from '../../db/queries/exchange.ts'
import { exchangeFile } from '../../views/reports/exchange-file.ts'
import { translateInto } from '../../views/text/translate.ts'
import { readExchangeQuery } from '../domain/exchange-query.ts'
import { yearUpTo } from '../domain/report-period.ts'
import { reportableResources } from '../domain/utilisation-report.ts'
import type { ReportMaker } from './report-recipe.ts'

export const exchangeMaker: ReportMaker = (db, asked) => {
  const { person, locale, now, timeZone } = asked
  const { days, fault } = readExchangeQuery(asked.query, asked)
  if (fault) return fault
  return {
    isLong: false,
    async make() {
      const resources = reportableResources(catalogueOf(db), person)
      await countExchangeAhead(db, resources, { days, months: yearUpTo(days) }, now)
      const exchange = exchangeDuring(db, resources, days, now)
      const months = exchangeMonths(db, resources, yearUpTo(days), now)
      return exchangeFile({ exchange, months, days, person }, { locale, t: translateInto(locale), now, timeZone })
    },
  }
}
