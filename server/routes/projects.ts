import { Type } from 'typebox'
import { ProjectNewPage } from '../../views/projects/project-new-page.tsx'
import { ProjectsPage, projectPath } from '../../views/projects/projects-page.tsx'
import type { App } from '../app.ts'
import { PROJECT_FIELDS, type ProjectField, readProject } from '../domain/project.ts'
import { projectFaults } from '../operations/change-project.ts'
import { openProject } from '../operations/open-project.ts'
import { seeProjects } from '../operations/see-project.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidTexts } from '../plugins/problem.ts'
import { organisationNames, projectSeen, showProject } from './project-place.ts'

const config = { access: 'person' } as const
const Fields = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 1000 }), { maxProperties: 60 })

/** Projects: the list, the page of one, and the form that opens one. */
export function projects(app: App): void {
  app.get('/projects', { config }, async (request, reply) =>
    reply.page(ProjectsPage, {
      projects: seeProjects(app.db, request.person!),
      organisationName: organisationNames(app, request),
    }),
  )

  app.get('/projects/new', { config }, async ({ person }, reply) =>
    reply.page(ProjectNewPage, { texts: {}, errors: {}, organisation: person!.organisationName }),
  )

  app.post('/projects', { config, schema: { body: Fields } }, async ({ body, person, locale }, reply) => {
    const texts = textsFrom(body)
    const result = openProject(app.db, person!, texts, app.clock())
    if (result.ok) return reply.redirect(`${projectPath(result.value)}?notice=opened`, 303)
    const { refusal } = result
    if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
    const errors = invalidTexts([refusal, ...projectFaults(readProject(texts).errors)], locale)
    return reply.code(422).page(ProjectNewPage, { texts, errors, organisation: person!.organisationName })
  })

  app.get(
    '/projects/:code',
    {
      config,
      schema: {
        params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
        querystring: Type.Object({ notice: Type.Optional(Type.String({ maxLength: 20 })) }),
      },
    },
    async (request, reply) => {
      const notice = (['saved', 'opened'] as const).find((each) => each === request.query.notice) ?? null
      return showProject(app, request, reply, { project: projectSeen(app, request, request.params.code), notice })
    },
  )
}

const textsFrom = (body: Readonly<Record<string, string>>): Partial<Record<ProjectField, string>> =>
  Object.fromEntries(PROJECT_FIELDS.map((field) => [field, body[field] ?? '']))
