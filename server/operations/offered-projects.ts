import type { Db } from '../../db/connect.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import type { Person } from '../domain/person.ts'

interface NamedProject {
  readonly code: string
  readonly title: string
}

/** What a form changes: whose it is, and the project it is for now. */
export interface BookedFor {
  readonly requesterId: number
  readonly project: NamedProject | null
}

/**
 * The projects a form lets the person choose: their own that are not closed, and the present one. Who changes somebody
 * else's reservation may keep its project or take it away: what else its requester takes part in is not theirs to know.
 */
export function offeredProjects(db: Db, person: Person, booked: BookedFor | null): readonly NamedProject[] {
  const present = booked?.project ?? null
  const isOwn = booked === null || booked.requesterId === person.id
  const open = isOwn ? projectsOf(db, person.id).filter(({ isClosed }) => !isClosed) : []
  return present && !open.some(({ code }) => code === present.code) ? [present, ...open] : open
}
