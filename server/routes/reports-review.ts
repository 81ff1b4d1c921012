import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { notesAbout } from '../../db/queries/utilisation-notes.ts'
import { countReportAhead, utilisationReport } from '../../db/queries/utilisation-report.ts'
import { ReviewPage, type TypedNote } from '../../views/reports/review-page.tsx'
import type { App } from '../app.ts'
import { readPeriod, yearUpTo } from '../domain/report-period.ts'
import { type ReportQuery, readReportQuery } from '../domain/report-query.ts'
import { LONGEST_NOTE, REVIEWS, type Review, reviewRows } from '../domain/utilisation-review.ts'
import { explains, noteUtilisation } from '../operations/note-utilisation.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'reports' } as const
const text = Type.Optional(Type.String({ maxLength: 4 * LONGEST_NOTE }))
const Note = Type.Object({ resource: text, from: text, to: text, text, of: text, list: text })

/** Equipment nobody uses and equipment there is too little of, each with what its owner says of it. */
export function reportsReview(app: App): void {
  for (const review of REVIEWS)
    app.get(`/reports/utilisation/${review}`, { config }, async (request, reply) =>
      show(app, request, reply, { review, said: request.query as Record<string, unknown>, typed: null }),
    )

  app.post('/reports/utilisation/notes', { config, schema: { body: Note } }, async (request, reply) => {
    const { resource = '', from = '', to = '', of = '', list, text: typed = '' } = request.body
    const review = REVIEWS.find((each) => each === list) ?? 'unused'
    const period = readPeriod(from, to)
    if ('field' in period) throw invalid(period.field, period.reason)
    // Browsers send every line break of a text area as two characters and count one.
    const note = { ...period, resource, text: typed.replaceAll('\r\n', '\n') }
    const result = noteUtilisation(app.db, request.person!, note, app.clock())
    const said = { ...period, of }
    if (result.ok)
      return reply.redirect(`/reports/utilisation/${review}?${new URLSearchParams(said).toString()}#${resource}`, 303)
    if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
    const error = invalidText(result.refusal, request.locale)
    return show(app, request, reply.code(422), { review, said, typed: { resource, text: typed, error } })
  })
}

interface Asked {
  readonly review: Review
  readonly said: Record<string, unknown>
  readonly typed: TypedNote | null
}

async function show(app: App, request: FastifyRequest, reply: FastifyReply, { review, said, typed }: Asked) {
  const person = request.person!
  const query = queryOf(app, request, said)
  if (query.fault) reply.code(422)
  const now = app.clock()
  await countReportAhead(app.db, { ...query, grouping: 'resource' }, { now })
  const report = utilisationReport(app.db, { ...query, grouping: 'resource' }, now)
  const notes = notesAbout(
    app.db,
    query.resources.map(({ id }) => id),
    query.days,
  )
  const items = reviewRows(report, review).map(({ row, reasons }) => {
    const resource = row.resources[0]!
    return { row, reasons, resource, notes: notes.get(resource.id) ?? [], mayNote: explains(person, resource) }
  })
  return reply.page(ReviewPage, { catalogue: catalogueOf(app.db), review, query, items, typed })
}

/** A year up to last month unless the address says which. */
function queryOf(app: App, request: FastifyRequest, said: Record<string, unknown>): ReportQuery {
  const reader = { person: request.person!, now: app.clock(), timeZone: app.settings.timeZone }
  const query = readReportQuery(said, catalogueOf(app.db), reader)
  if (!query) throw new HttpRefusal(404, 'not-found')
  if ((said['from'] || said['to']) && !query.fault) return query
  const days = yearUpTo(query.days)
  return { ...query, days, asked: query.fault ? query.asked : days }
}
