import type { Person } from './person.ts'
import type { Reservation } from './reservation.ts'
import type { Resource } from './resource.ts'

/**
 * What connects who decides with what is decided; a fact to know, not a reproach. `colleague`: the requester is of the
 * decider's organisation. `project`: it is for a project of the decider's. `house`: the owner of the resource competes
 * with somebody else for the time.
 */
export const TIES = ['colleague', 'project', 'house'] as const
export type Tie = (typeof TIES)[number]

type Asking = Pick<Reservation, 'organisationId' | 'projectId'>

interface Surroundings {
  readonly person: Pick<Person, 'organisationId'>
  readonly resource: Pick<Resource, 'organisationId'>
  /** Who else waits for the same time. */
  readonly others: readonly Asking[]
  /** Ids of the decider's projects. */
  readonly ownProjects: ReadonlySet<number>
}

export function tiesOf(
  { organisationId, projectId }: Asking,
  { person, resource, others, ownProjects }: Surroundings,
): readonly Tie[] {
  const isOfHouse = (each: Asking) => each.organisationId === resource.organisationId
  const rivals = [{ organisationId, projectId }, ...others]
  const ties: Record<Tie, boolean> = {
    colleague: organisationId === person.organisationId,
    project: projectId !== null && ownProjects.has(projectId),
    house: rivals.some(isOfHouse) && !rivals.every(isOfHouse),
  }
  return TIES.filter((tie) => ties[tie])
}
