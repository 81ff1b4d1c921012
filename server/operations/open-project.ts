import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { addProjectMember, insertProject, isCodeTaken, projectByCode } from '../../db/queries/projects.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import { type Project, type ProjectField, readProject } from '../domain/project.ts'
import { projectFaults } from './change-project.ts'
import { done, type Result, refused } from './result.ts'

/**
 * Opens a project of the organisation the person acts for. They lead it until they hand it over.
 * Refusals: `invalid` with the field, reasons `project-…`.
 */
export function openProject(
  db: Db,
  person: Person,
  texts: Readonly<Partial<Record<ProjectField, string | null>>>,
  now: number,
): Result<Project> {
  const { details, errors } = readProject(texts)
  const [fault] = projectFaults(errors)
  if (fault) return refused(fault)
  return inWriteTransaction(db, (tx) => {
    if (isCodeTaken(tx, details.code, null))
      return refused({ kind: 'invalid', field: 'code', reason: 'project-code-taken' })
    const { organisationId } = person
    const id = insertProject(tx, { ...details, organisationId, leaderId: person.id })
    addProjectMember(tx, id, person.id)
    recordSettingEvent(tx, {
      ...{ place: { kind: 'organisation', id: organisationId }, personId: person.id, at: now },
      ...{ kind: 'project-opened', before: null, after: { project: id } },
    })
    return done(projectByCode(tx, details.code)!)
  })
}
