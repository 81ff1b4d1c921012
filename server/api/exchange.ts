import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { countExchangeAhead, exchangeDuring } from '../../db/queries/exchange.ts'
import type { App } from '../app.ts'
import { exchangeFields } from '../domain/exchange-fields.ts'
import { reportableResources } from '../domain/utilisation-report.ts'
import { reportDays } from './report-days.ts'
import { nullable, problems } from './schemas.ts'

const Share = (description: string) => nullable(Type.Number({ description: `${description}; null without use` }))

const OwnerOut = Type.Object({
  organisation: Type.String(),
  used_hours: Type.Number({ description: 'Used hours of everybody' }),
  own_hours: Type.Number({ description: 'Those of its own people' }),
  openness: Share('1 − own_hours ÷ used_hours'),
  largest_user: nullable(Type.String()),
  largest_share: Share('Share of the organisation that used most'),
  concentration: Share('Herfindahl–Hirschman index: sum of the squared shares of all users'),
})

/** Who used whose infrastructure: of everything for overseers, of what they look after or run for others. */
export function exchangeApi(app: App): void {
  app.get(
    '/api/v1/reports/exchange',
    {
      config: { access: 'reports' },
      schema: {
        tags: ['Reports'],
        security: [{ bearer: [] }],
        summary: 'Used hours between organisations over a period of local days',
        querystring: Type.Object(
          {
            from: Type.String({ maxLength: 10, description: 'First local day, 2026-01-01' }),
            to: Type.String({ maxLength: 10, description: 'Local day after the last' }),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            from: Type.String(),
            to: Type.String(),
            organisations: Type.Array(Type.String({ description: 'Slug' })),
            hours: Type.Array(Type.Array(Type.Number()), {
              description: 'hours[i][j]: resources of organisations[i] used by people of organisations[j]',
            }),
            total_hours: Type.Number(),
            cross_share: Share('1 − Σ hours[i][i] ÷ Σ hours'),
            unknown_hours: Type.Number({ description: 'Use of which nobody knows whose it was; in no other figure' }),
            owners: Type.Array(OwnerOut, { description: 'In the order of organisations' }),
          }),
          ...problems,
        },
      },
    },
    async ({ query, person }) => {
      const days = reportDays(query)
      const resources = reportableResources(catalogueOf(app.db), person!)
      const now = app.clock()
      await countExchangeAhead(app.db, resources, { days }, now)
      return { ...days, ...exchangeFields(exchangeDuring(app.db, resources, days, now)) }
    },
  )
}
