import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { projectReport } from '../../db/queries/project-hours.ts'
import { accessPoliciesOf } from '../../db/queries/records.ts'
import { projectFile } from '../../views/projects/project-file.ts'
import { ProjectReportPage } from '../../views/projects/project-report-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { readsProjectReport } from '../domain/project.ts'
import { projectDays } from '../domain/project-report.ts'
import { FILE_FORMATS } from '../domain/report-kind.ts'
import { readPeriod } from '../domain/report-period.ts'
import { localDayOf } from '../domain/zone.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { writtenFile } from '../reports/written-file.ts'
import { organisationNames, projectSeen } from './project-place.ts'

const config = { access: 'person' } as const
const Day = Type.Optional(Type.String({ maxLength: 10 }))
const schema = {
  params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
  querystring: Type.Object({ from: Day, to: Day }),
}

interface Asked {
  readonly from?: string
  readonly to?: string
}

/** What a project booked and used, as a page and as files, for who takes part in it or leads it. */
export function projectReports(app: App): void {
  app.get('/projects/:code/report', { config, schema }, async (request, reply) => {
    const { project, report, policies, asked, fault } = reportOf(app, request, request.params.code, request.query)
    return reply.code(fault ? 422 : 200).page(ProjectReportPage, { project, report, policies, asked, fault })
  })

  for (const format of FILE_FORMATS)
    app.get(`/projects/:code/report.${format}`, { config, schema }, async (request, reply) => {
      const { locale } = request
      const { fault, ...props } = reportOf(app, request, request.params.code, request.query)
      if (fault) throw invalid(fault.field, fault.reason)
      const words = { locale, t: translateInto(locale), now: app.clock() }
      const made = projectFile({ ...props, organisationName: organisationNames(app, request) }, words)
      const file = await writtenFile(made, format, locale)
      return reply
        .type(file.contentType)
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${file.fileName}"`)
        .send(file.content)
    })
}

/** 404 for who may not see the project, 403 for who sees it and takes no part. */
function reportOf(app: App, request: FastifyRequest, code: string, query: Asked) {
  const project = projectSeen(app, request, code)
  if (!readsProjectReport(request.person!, project, catalogueOf(app.db))) throw new HttpRefusal(403, 'forbidden')
  const now = app.clock()
  const usual = projectDays(project, localDayOf(now, app.settings.timeZone))
  const { from = '', to = '' } = query
  const period = from || to ? readPeriod(from, to) : usual
  const fault = 'field' in period ? period : null
  const report = projectReport(app.db, project.id, 'field' in period ? usual : period, now)
  const ids = report.instruments.map(({ resource }) => resource.id)
  const asked = fault ? { from, to } : report.days
  return { project, report, policies: accessPoliciesOf(app.db, ids), asked, fault }
}
