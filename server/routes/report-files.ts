import type { App } from '../app.ts'
import { FILE_FORMATS, REPORT_KINDS } from '../domain/report-kind.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { recipeOf } from '../reports/report-makers.ts'
import { isRecipe } from '../reports/report-recipe.ts'
import { type WrittenFile, writtenFile } from '../reports/written-file.ts'

const config = { access: 'reports' } as const

/** Every report as CSV, XLSX and PDF beside its page, with the page's query. */
export function reportFiles(app: App): void {
  for (const kind of REPORT_KINDS)
    for (const format of FILE_FORMATS)
      app.get(`/reports/${kind}.${format}`, { config }, async (request, reply) => {
        const { locale } = request
        const query = request.query as Record<string, unknown>
        const asked = { query, person: request.person!, locale, timeZone: app.settings.timeZone, now: app.clock() }
        const recipe = recipeOf(app.db, kind, asked)
        if (recipe === 'not-found') throw new HttpRefusal(404, 'not-found')
        if (!isRecipe(recipe)) throw invalid(recipe.field, recipe.reason)
        const file = await writtenFile(await recipe.make(), format, locale)
        return reply.headers(headersOf(file)).send(file.content)
      })

  // As every report it has an address of its kind: mails lead there.
  app.get('/reports/projects', { config }, async (request, reply) => {
    const query = new URLSearchParams(request.query as Record<string, string>)
    query.set('group', 'project')
    return reply.redirect(`/reports/utilisation?${query}`, 303)
  })
}

const headersOf = ({ fileName, contentType }: WrittenFile) => ({
  'content-type': contentType,
  'cache-control': 'private, no-store',
  'content-disposition': `attachment; filename="${fileName}"`,
})
