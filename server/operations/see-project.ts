import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { reservationsOfProject } from '../../db/queries/project-reservations.ts'
import { projectByCode, projectsAround } from '../../db/queries/projects.ts'
import type { Person } from '../domain/person.ts'
import { changesProject, type Project, seesProject } from '../domain/project.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { viewOf } from '../domain/visibility.ts'

/** The project with this code, for who may know more of it than the code; null for others and where there is none. */
export function seeProject(db: Db, person: Person, code: string): Project | null {
  const project = projectByCode(db, code)
  if (!project) return null
  return seesProject(person, project) || changesProject(person, project, catalogueOf(db)) ? project : null
}

/** Every project the person may see, running ones first, by code. */
export function seeProjects(db: Db, person: Person): readonly Project[] {
  const catalogue = catalogueOf(db)
  const owned = catalogue.labs.filter(({ id }) => person.stewardOf.get(id) === 'owner')
  const organisations = [person.organisationId, ...person.administers, ...owned.map((lab) => lab.organisationId)]
  const around = projectsAround(db, person.id, [...new Set(organisations)])
  return around.filter((project) => seesProject(person, project) || changesProject(person, project, catalogue))
}

export interface SeenReservations {
  readonly seen: readonly { readonly reservation: ReservationDetail; readonly resource: Resource }[]
  /** How many more there are. */
  readonly hidden: number
}

/** The reservations for a project as far as the person may know what they are. */
export function seeProjectReservations(db: Db, person: Person, project: Project): SeenReservations {
  const { resourceById } = catalogueOf(db)
  const all = reservationsOfProject(db, project.id)
  const seen = all.flatMap((each) => {
    const resource = resourceById.get(each.resourceId)!
    const view = viewOf(each, person, resource)
    return view.seen === 'busy' ? [] : [{ reservation: view.reservation, resource }]
  })
  return { seen, hidden: all.length - seen.length }
}
