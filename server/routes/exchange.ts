import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countExchangeAhead, exchangeDuring, exchangeMonths } from '../../db/queries/exchange.ts'
import { ExchangePage } from '../../views/reports/exchange-page.tsx'
import type { App } from '../app.ts'
import { readExchangeQuery } from '../domain/exchange-query.ts'
import { yearUpTo } from '../domain/report-period.ts'
import { reportableResources } from '../domain/utilisation-report.ts'

/** Who uses whose infrastructure, and how that changes. */
export function exchange(app: App): void {
  app.get('/reports/exchange', { config: { access: 'reports' } }, async (request, reply) => {
    const now = app.clock()
    const query = readExchangeQuery(request.query as Record<string, unknown>, { now, timeZone: app.settings.timeZone })
    const resources = reportableResources(catalogueOf(app.db), request.person!)
    const months = yearUpTo(query.days)
    await countExchangeAhead(app.db, resources, { days: query.days, months }, now)
    return reply.code(query.fault ? 422 : 200).page(ExchangePage, {
      query,
      exchange: exchangeDuring(app.db, resources, query.days, now),
      months: exchangeMonths(app.db, resources, months, now),
    })
  })
}
