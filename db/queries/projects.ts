import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

export interface Project {
  readonly id: number
  readonly code: string
  readonly title: string
}

/** The projects a person takes part in, by code. */
export function projectsOf(db: Db, personId: number): readonly Project[] {
  return prepared(
    db,
    `SELECT q.id, q.code, q.title FROM project_members m JOIN projects q ON q.id = m.project_id
     WHERE m.person_id = ? ORDER BY q.code`,
  ).all(personId) as Project[]
}

/** The project with this code, when the person takes part in it. */
export function projectOf(db: Db, personId: number, code: string): Project | null {
  return projectsOf(db, personId).find((project) => project.code === code) ?? null
}
