import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { App } from '../app.ts'
import { changesProject, type Project } from '../domain/project.ts'
import { changeProject, editionOf, type ProjectChange } from '../operations/change-project.ts'
import { openProject } from '../operations/open-project.ts'
import type { Refusal } from '../operations/result.ts'
import { seeProject, seeProjects } from '../operations/see-project.ts'
import { invalid } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import { problemFor } from '../plugins/problem.ts'
import { pageOf } from './paging.ts'
import { instantOrNull } from './presenters.ts'
import { personOf, sendProblem } from './reservation-answers.ts'
import { listOf, listQuery, nullable, problems } from './schemas.ts'

const tags = ['Projects']
const security = [{ bearer: [] }]
const config = { access: 'person', scope: 'steward' } as const
const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const Text = (maxLength: number, description: string) => Type.String({ maxLength, description })

const Details = {
  code: Text(60, 'Part of addresses: plain letters, digits, dots, hyphens, underscores'),
  title: Text(300, 'Seen by the people of the organisations that take part'),
  funder: nullable(Text(300, 'Who pays')),
  grant_number: nullable(Text(200, 'Of the grant or the contract with the funder')),
  raid: nullable(Text(300, 'https://raid.org/…')),
  start: nullable(Text(10, 'First local day, 2026-01-01')),
  end: nullable(Text(10, 'Last local day')),
}
const ProjectIn = Type.Object(
  { ...Type.Partial(Type.Object(Details)).properties, code: Details.code, title: Details.title },
  { additionalProperties: false },
)
const ProjectPatch = Type.Object(
  {
    ...Type.Partial(Type.Object(Details)).properties,
    leader: Type.Optional(Type.Integer({ minimum: 1, description: 'One of its people' })),
    organisations: Type.Optional(
      Type.Array(Type.String({ maxLength: 120 }), { maxItems: 100, description: 'Slugs of those that take part, too' }),
    ),
    closed: Type.Optional(Type.Boolean({ description: 'Nobody books for a closed project' })),
  },
  { additionalProperties: false },
)
const ProjectOut = Type.Object({
  ...Details,
  version: Type.String({ description: 'Of its details, leader and organisations; for If-Match' }),
  organisation: Type.String({ description: 'The one that leads it' }),
  organisations: Type.Array(Type.String({ description: 'Those that take part, too' })),
  leader: nullable(Type.Integer()),
  people: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), organisation: Type.String() })),
  closed_at: nullable(Type.String({ description: 'RFC 3339, UTC' })),
  may_change: Type.Boolean({ description: 'Whether the caller changes it' }),
})

/** Projects of the caller, and of the organisations they work for or run. */
export function projectsApi(app: App): void {
  app.get(
    '/api/v1/projects',
    {
      config,
      schema: {
        ...{ tags, security, summary: 'Projects the caller may see, running ones first' },
        querystring: Type.Object(listQuery, { additionalProperties: false }),
        response: { 200: listOf(ProjectOut), ...problems },
      },
    },
    async (request) => {
      const page = pageOf(seeProjects(app.db, personOf(request)), request.query, ({ id }) => id)
      return { ...page, items: page.items.map((each) => out(request, each)) }
    },
  )

  app.get(
    '/api/v1/projects/:code',
    {
      config,
      schema: { ...{ tags, security, params, summary: 'One project' }, response: { 200: ProjectOut, ...problems } },
    },
    async (request) => out(request, found(seeProject(app.db, personOf(request), request.params.code))),
  )

  app.post(
    '/api/v1/projects',
    {
      config,
      schema: {
        ...{ tags, security, body: ProjectIn },
        summary: 'Open a project of the caller’s organisation; the caller leads it',
        response: { 201: ProjectOut, ...problems },
      },
    },
    async (request, reply) => {
      const result = openProject(app.db, personOf(request), textsOf(request.body), app.clock())
      if (!result.ok) return refuse(request, reply, result.refusal)
      return reply.code(201).send(out(request, result.value))
    },
  )

  app.patch(
    '/api/v1/projects/:code',
    {
      config,
      schema: {
        ...{ tags, security, params, body: ProjectPatch },
        summary: 'Change, close or reopen a project, as who leads it or runs its organisation',
        description: 'With `If-Match: "VERSION"` a project that somebody has changed meanwhile is a 412.',
        headers: Type.Object({ 'if-match': Type.Optional(Type.String({ maxLength: 40 })) }),
        response: { 200: ProjectOut, ...problems },
      },
    },
    async (request, reply) => {
      const { leader, organisations, closed } = request.body
      const change: ProjectChange = {
        ...textsOf(request.body),
        ...(leader !== undefined && { leaderId: leader }),
        ...(organisations && { partnerIds: organisations.map(idOf) }),
        ...(closed !== undefined && { isClosed: closed }),
        seen: request.headers['if-match']?.replaceAll('"', ''),
      }
      const result = changeProject(app.db, personOf(request), request.params.code, change, app.clock())
      return result.ok ? out(request, result.value) : refuse(request, reply, result.refusal)
    },
  )

  function idOf(slug: string): number {
    const organisation = catalogueOf(app.db).organisationBySlug.get(slug)
    if (!organisation) throw invalid('organisations', `there is no organisation ${slug}`)
    return organisation.id
  }

  function out(request: FastifyRequest, project: Project) {
    const catalogue = catalogueOf(app.db)
    const slug = (id: number) => catalogue.organisationById.get(id)!.slug
    return {
      version: editionOf(project),
      code: project.code,
      title: project.title,
      funder: project.funder,
      grant_number: project.grantNumber,
      raid: project.raid,
      start: project.startOn,
      end: project.endOn,
      organisation: slug(project.organisationId),
      organisations: project.partnerIds.map(slug),
      leader: project.leaderId,
      people: project.people.map(({ id, name, organisationId }) => ({ id, name, organisation: slug(organisationId) })),
      closed_at: instantOrNull(project.closedAt),
      may_change: changesProject(personOf(request), project, catalogue),
    }
  }
}

/** Fields of the API by their names in the domain. */
const NAMES = {
  code: 'code',
  title: 'title',
  funder: 'funder',
  grant_number: 'grantNumber',
  raid: 'raid',
  start: 'startOn',
  end: 'endOn',
} as const

const textsOf = (body: Readonly<Partial<Record<keyof typeof NAMES, string | null | undefined>>>) =>
  Object.fromEntries(
    Object.entries(NAMES).flatMap(([name, field]) => {
      const text = body[name as keyof typeof NAMES]
      return text === undefined ? [] : [[field, text]]
    }),
  )

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  const name = Object.entries(NAMES).find(([, field]) => refusal.kind === 'invalid' && field === refusal.field)?.[0]
  const told = refusal.kind === 'invalid' && name ? { ...refusal, field: name } : refusal
  return sendProblem(reply, problemFor(told, request.locale))
}
