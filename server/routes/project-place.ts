import type { FastifyReply, FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { colleaguesIn, projectEvents } from '../../db/queries/projects.ts'
import { ProjectPage, type ProjectPageProps } from '../../views/projects/project-page.tsx'
import type { App } from '../app.ts'
import { changesProject, type Project, type ProjectField, readsProjectReport } from '../domain/project.ts'
import { editionOf } from '../operations/change-project.ts'
import { seeProject, seeProjectReservations } from '../operations/see-project.ts'
import { found } from '../plugins/found.ts'

/** The project of an address: 404 for who may not see it. */
export const projectSeen = (app: App, { person }: FastifyRequest, code: string): Project =>
  found(seeProject(app.db, person!, code))

/** The name of an organisation in the reader's language. */
export function organisationNames(app: App, { locale }: FastifyRequest): (id: number) => string {
  const { organisationById } = catalogueOf(app.db)
  return (id) => organisationById.get(id)?.name[locale] ?? ''
}

interface Shown {
  readonly project: Project
  readonly notice?: ProjectPageProps['notice']
  /** What was typed into the form of the details, with what is wrong. */
  readonly typed?: {
    readonly texts: Readonly<Partial<Record<ProjectField, string | null>>>
    readonly errors: Readonly<Record<string, string>>
    readonly leaderId: string
    readonly partnerIds: readonly number[]
    /** Somebody else was faster. */
    readonly isOvertaken?: boolean
    /** The edition that the form was filled in for; the present one unless told. */
    readonly seen?: string | undefined
  }
  /** The address of a person that was refused. */
  readonly newcomer?: { readonly typed: string; readonly error: string }
}

/** The page of a project, as it is or with what was refused. */
export function showProject(app: App, request: FastifyRequest, reply: FastifyReply, { project, ...shown }: Shown) {
  const { locale } = request
  const person = request.person!
  const catalogue = catalogueOf(app.db)
  const mayChange = changesProject(person, project, catalogue)
  const { seen, hidden } = seeProjectReservations(app.db, person, project)
  const { typed, newcomer } = shown
  const partnerIds = typed?.partnerIds ?? project.partnerIds
  const takesPart = new Set(project.people.map(({ id }) => id))
  return reply.page(ProjectPage, {
    project,
    organisationName: organisationNames(app, request),
    reservations: seen.map(({ reservation, resource }) => ({
      id: reservation.id,
      title: reservation.title,
      state: reservation.state,
      start: reservation.start,
      end: reservation.end,
      timeZone: resource.timeZone,
      resource: resource.name[locale],
      requester: reservation.requester.name,
    })),
    hidden,
    readsReport: readsProjectReport(person, project, catalogue),
    people: {
      mayChange,
      colleagues: mayChange ? colleaguesIn(app.db, project.organisationId).filter(({ id }) => !takesPart.has(id)) : [],
      typed: newcomer?.typed ?? '',
      error: newcomer?.error,
    },
    change: mayChange
      ? {
          texts: typed?.texts ?? project,
          errors: typed?.errors ?? {},
          isOvertaken: typed?.isOvertaken ?? false,
          seen: typed?.seen ?? editionOf(project),
          leaderId: typed?.leaderId ?? String(project.leaderId ?? ''),
          partners: catalogue.organisations
            .filter(({ id, isMember }) => id !== project.organisationId && (isMember || partnerIds.includes(id)))
            .map(({ id, slug, name }) => ({ slug, name: name[locale], isChosen: partnerIds.includes(id) })),
        }
      : null,
    events: projectEvents(app.db, project),
    notice: shown.notice ?? null,
  })
}
