import type { Person } from './person.ts'
import type { Reservation } from './reservation.ts'
import type { Resource } from './resource.ts'

/**
 * What connects who decides with what is decided; a fact to know, not a reproach. `colleague`: the requester is of the
 * decider's organisation. `project`: it is for a project of the decider's. `partner`: it is not, but the two work on
 * another one together. `benefit`: the decider is invited along, or asks for the same time. `house`: the owner of the
 * resource competes with somebody else for the time.
 */
export const TIES = ['benefit', 'colleague', 'project', 'partner', 'house'] as const
export type Tie = (typeof TIES)[number]

type Asking = Pick<Reservation, 'requesterId' | 'organisationId' | 'projectId' | 'participantIds'>

interface Surroundings {
  readonly person: Pick<Person, 'id' | 'organisationId'>
  readonly resource: Pick<Resource, 'organisationId'>
  /** Who else waits for the same time. */
  readonly others: readonly Asking[]
  /** Ids of the decider's projects. */
  readonly ownProjects: ReadonlySet<number>
  /** Ids of the requester's. */
  readonly theirProjects: readonly number[]
}

export function tiesOf(
  asking: Asking,
  { person, resource, others, ownProjects, theirProjects }: Surroundings,
): readonly Tie[] {
  const { organisationId, projectId, participantIds } = asking
  const isOfProject = projectId !== null && ownProjects.has(projectId)
  const isOfHouse = (each: Asking) => each.organisationId === resource.organisationId
  const rivals = [asking, ...others]
  const ties: Record<Tie, boolean> = {
    colleague: organisationId === person.organisationId,
    project: isOfProject,
    partner: !isOfProject && theirProjects.some((each) => ownProjects.has(each)),
    benefit: participantIds.includes(person.id) || others.some((each) => each.requesterId === person.id),
    house: rivals.some(isOfHouse) && !rivals.every(isOfHouse),
  }
  return TIES.filter((tie) => ties[tie])
}
