import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { projectPath } from '../../views/projects/projects-page.tsx'
import type { App } from '../app.ts'
import { PROJECT_FIELDS, readProject } from '../domain/project.ts'
import { changeProject, projectFaults } from '../operations/change-project.ts'
import { addProjectPerson, removeProjectPerson } from '../operations/change-project-people.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText, invalidTexts } from '../plugins/problem.ts'
import { projectSeen, showProject } from './project-place.ts'

const config = { access: 'person' } as const
const Code = Type.String({ maxLength: 60 })
const params = Type.Object({ code: Code })
const Fields = Type.Record(Type.String({ maxLength: 130 }), Type.String({ maxLength: 1000 }), { maxProperties: 300 })

/** What changes a project: its details and partners, its people, closing and reopening. */
export function manageProjects(app: App): void {
  app.post('/projects/:code', { config, schema: { params, body: Fields } }, async (request, reply) => {
    const project = projectSeen(app, request, request.params.code)
    const { body } = request
    const texts = Object.fromEntries(PROJECT_FIELDS.map((field) => [field, body[field] ?? project[field] ?? '']))
    const { organisationBySlug } = catalogueOf(app.db)
    const partnerIds = Object.keys(body).flatMap((name) =>
      name.startsWith('with-') ? (organisationBySlug.get(name.slice(5))?.id ?? []) : [],
    )
    const leaderId = body['leader'] ?? ''
    const { seen } = body
    const change = { ...texts, partnerIds, ...(leaderId !== '' && { leaderId: Number(leaderId) }), seen }
    const result = changeProject(app.db, request.person!, project.code, change, app.clock())
    if (result.ok) return reply.redirect(`${projectPath(result.value)}?notice=saved`, 303)
    const { refusal } = result
    const typed = { texts, leaderId, partnerIds }
    if (refusal.kind === 'overtaken')
      return showProject(app, request, reply.code(409), { project, typed: { ...typed, errors: {}, isOvertaken: true } })
    if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
    const errors = invalidTexts([refusal, ...projectFaults(readProject(texts).errors)], request.locale)
    return showProject(app, request, reply.code(422), { project, typed: { ...typed, errors, seen } })
  })

  app.post('/projects/:code/closing', { config, schema: { params, body: Fields } }, async (request, reply) => {
    const project = projectSeen(app, request, request.params.code)
    const isClosed = request.body['act'] !== 'reopen'
    const result = changeProject(app.db, request.person!, project.code, { isClosed }, app.clock())
    if (!result.ok) throw plainRefusal(result.refusal)
    return reply.redirect(`${projectPath(project)}?notice=saved`, 303)
  })

  app.post('/projects/:code/people', { config, schema: { params, body: Fields } }, async (request, reply) => {
    const project = projectSeen(app, request, request.params.code)
    const { person: id, email = '' } = request.body
    const newcomer = id === undefined ? { email } : { id: /^\d{1,15}$/.test(id) ? Number(id) : 0 }
    const result = addProjectPerson(app.db, request.person!, project.code, newcomer, app.clock())
    if (result.ok) return reply.redirect(`${projectPath(project)}#people`, 303)
    if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
    const error = invalidText(result.refusal, request.locale)
    return showProject(app, request, reply.code(422), { project, newcomer: { typed: email, error } })
  })

  app.post(
    '/projects/:code/people/:id/removal',
    { config, schema: { params: Type.Object({ code: Code, id: Type.String({ pattern: '^[0-9]{1,15}$' }) }) } },
    async (request, reply) => {
      const project = projectSeen(app, request, request.params.code)
      const id = Number(request.params.id)
      const result = removeProjectPerson(app.db, request.person!, project.code, id, app.clock())
      if (!result.ok) {
        if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
        const error = invalidText(result.refusal, request.locale)
        return showProject(app, request, reply.code(422), { project, newcomer: { typed: '', error } })
      }
      // Who has left may no longer see it.
      const isGone = id === request.person!.id
      return reply.redirect(isGone ? '/projects' : `${projectPath(project)}#people`, 303)
    },
  )
}
