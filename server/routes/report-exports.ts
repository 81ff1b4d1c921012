import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  exportById,
  exportsOf,
  outlivedRights,
  partsOfExport,
  type ReportExport,
} from '../../db/queries/report-exports.ts'
import { ExportPage } from '../../views/reports/export-page.tsx'
import { ExportsPage } from '../../views/reports/exports-page.tsx'
import type { App } from '../app.ts'
import { FILE_FORMATS, type FileFormat, REPORT_KINDS, type ReportKind } from '../domain/report-kind.ts'
import { askForExport } from '../operations/ask-for-export.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { recipeOf } from '../reports/report-makers.ts'
import { isRecipe } from '../reports/report-recipe.ts'
import { CONTENT_TYPES } from '../reports/written-file.ts'

const config = { access: 'reports' } as const
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Wish = Type.Object({
  report: Type.Unsafe<ReportKind>({ type: 'string', enum: [...REPORT_KINDS] }),
  format: Type.Unsafe<FileFormat>({ type: 'string', enum: [...FILE_FORMATS] }),
  query: Type.String({ maxLength: 1000 }),
  _csrf: Type.Optional(Type.String()),
})
/** So often the page of a file that is being made asks for itself anew, with or without scripts. */
const REFRESH_SECONDS = 2

/** Files of reports that take long: asked for, made in the background, fetched by who asked. */
export function reportExports(app: App): void {
  app.get('/reports/exports', { config }, async (request, reply) =>
    reply.page(ExportsPage, { exports: exportsOf(app.db, request.person!.id) }),
  )

  app.post('/reports/exports', { config, schema: { body: Wish } }, async (request, reply) => {
    const { report, format } = request.body
    const query = Object.fromEntries(new URLSearchParams(request.body.query))
    checkReadable(app, request, report, query)
    const result = askForExport(app.db, request.person!, { report, format, query }, app.clock())
    if (result.ok) return reply.redirect(`/reports/exports/${result.value}`, 303)
    const { refusal } = result
    if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
    throw invalid(refusal.field, invalidText(refusal, request.locale))
  })

  app.get('/reports/exports/:id', { config, schema: { params: Id } }, async (request, reply) => {
    const made = own(app, request)
    if (made.state === 'asked') reply.header('refresh', REFRESH_SECONDS)
    return reply.page(ExportPage, { made })
  })

  app.get('/reports/exports/:id/file', { config, schema: { params: Id } }, async (request, reply) => {
    const made = own(app, request)
    const { id, report, format, query, state } = made
    if (state !== 'ready' || outlivedRights(app.db, made)) throw new HttpRefusal(404, 'not-found')
    const period = [query['from'], query['to']].filter((day) => /^\d{4}-\d\d-\d\d$/.test(day ?? ''))
    return reply
      .type(CONTENT_TYPES[format])
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="${[report, ...period].join('-')}.${format}"`)
      .send(Readable.from(partsOfExport(app.db, id)))
  })
}

/** Nothing is made that could not be read at the report's own address. */
function checkReadable(app: App, request: FastifyRequest, report: ReportKind, query: ReportExport['query']) {
  const { locale } = request
  const asked = { query, person: request.person!, locale, timeZone: app.settings.timeZone, now: app.clock() }
  const recipe = recipeOf(app.db, report, asked)
  if (recipe === 'not-found') throw new HttpRefusal(404, 'not-found')
  if (!isRecipe(recipe)) throw invalid(recipe.field, recipe.reason)
}

/** Other people's do not exist. */
function own(app: App, request: FastifyRequest): ReportExport {
  const made = found(exportById(app.db, Number((request.params as { id: string }).id)))
  return found(made.personId === request.person!.id ? made : null)
}
