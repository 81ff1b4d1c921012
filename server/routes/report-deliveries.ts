import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { deliveriesOf } from '../../db/queries/report-deliveries.ts'
import { DELIVERY_NOTICES, DeliveriesPage } from '../../views/reports/deliveries-page.tsx'
import type { App } from '../app.ts'
import {
  DELIVERY_RHYTHMS,
  type DeliveryRhythm,
  FILE_FORMATS,
  type FileFormat,
  REPORT_KINDS,
  type ReportKind,
} from '../domain/report-kind.ts'
import { subscribeToReport, unsubscribeFromReport } from '../operations/subscribe-to-report.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { recipeOf } from '../reports/report-makers.ts'
import { isRecipe } from '../reports/report-recipe.ts'

const config = { access: 'reports' } as const
const oneOf = <T extends string>(values: readonly T[]) => Type.Unsafe<T>({ type: 'string', enum: [...values] })
const said = Type.Optional(Type.String({ maxLength: 200 }))
const Wish = Type.Object({
  report: oneOf<ReportKind>(REPORT_KINDS),
  rhythm: oneOf<DeliveryRhythm>(DELIVERY_RHYTHMS),
  format: oneOf<FileFormat>(FILE_FORMATS),
  of: said,
  group: said,
  _csrf: said,
})
const path = '/reports/deliveries'

/** Reports that come by mail after every month, quarter or year. */
export function reportDeliveries(app: App): void {
  app.get(
    path,
    { config, schema: { querystring: Type.Object({ report: said, of: said, group: said, done: said }) } },
    async (request, reply) => {
      const { of, group, done } = request.query
      const report = REPORT_KINDS.find((each) => each === request.query.report) ?? 'utilisation'
      return show(app, request, reply, {
        chosen: { report, query: queryOf(report, { of, group }) },
        notice: DELIVERY_NOTICES.find((each) => each === done) ?? null,
      })
    },
  )

  app.post(path, { config, schema: { body: Wish } }, async (request, reply) => {
    const { report, rhythm, format, of, group } = request.body
    const query = queryOf(report, { of, group })
    const { timeZone } = app.settings
    const now = app.clock()
    const asked = { query, person: request.person!, locale: request.locale, timeZone, now }
    const recipe = recipeOf(app.db, report, asked)
    if (recipe === 'not-found') throw new HttpRefusal(404, 'not-found')
    if (!isRecipe(recipe)) throw invalid(recipe.field, recipe.reason)
    const result = subscribeToReport(app.db, request.person!, { report, rhythm, format, query }, { now, timeZone })
    if (result.ok) return reply.redirect(`${path}?done=subscribed`, 303)
    const { refusal } = result
    if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
    const fault = invalidText(refusal, request.locale)
    return show(app, request, reply.code(422), { chosen: { report, query }, notice: null, fault })
  })

  app.post(
    `${path}/:id/end`,
    { config, schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }) } },
    async (request, reply) => {
      const result = unsubscribeFromReport(app.db, request.person!, Number(request.params.id))
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect(`${path}?done=ended`, 303)
    },
  )
}

interface Shown {
  readonly chosen: { readonly report: ReportKind; readonly query: Readonly<Record<string, string>> }
  readonly notice: (typeof DELIVERY_NOTICES)[number] | null
  readonly fault?: string
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, { chosen, notice, fault = '' }: Shown) {
  const deliveries = deliveriesOf(app.db, request.person!.id)
  return reply.page(DeliveriesPage, { deliveries, offered: REPORT_KINDS, chosen, notice, fault })
}

/** What narrows a report: the exchange and the ledger are whole, and only utilisation has rows to choose. */
function queryOf(
  report: ReportKind,
  { of, group }: { readonly of: string | undefined; readonly group: string | undefined },
): Readonly<Record<string, string>> {
  const isWhole = report === 'exchange' || report === 'state-aid'
  return { ...(of && !isWhole && { of }), ...(group && report === 'utilisation' && { group }) }
}
