import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { isCodeTaken, projectByCode, setPartners, updateProject } from '../../db/queries/projects.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import {
  changesProject,
  PROJECT_FIELDS,
  type Project,
  type ProjectFault,
  type ProjectField,
  readProject,
  seesProject,
} from '../domain/project.ts'
import { done, type Invalid, type Result, refused } from './result.ts'

/** What is to be changed; what is left out stays. */
export interface ProjectChange extends Readonly<Partial<Record<ProjectField, string | null>>> {
  /** One of its people. */
  readonly leaderId?: number
  readonly partnerIds?: readonly number[]
  readonly isClosed?: boolean
  /** Which edition was seen: another one is not written over. */
  readonly seen?: string | undefined
}

/**
 * Changes a project's details, leader, partners, or closes and reopens it. Reservations for it stay as they are.
 * Refusals: `not-found`, `forbidden`, `overtaken`, `invalid` with the field.
 */
export function changeProject(
  db: Db,
  person: Person,
  code: string,
  change: ProjectChange,
  now: number,
): Result<Project> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  const catalogue = catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = changeable(tx, person, code)
    if (!found.ok) return found
    const project = found.value
    if (change.seen !== undefined && change.seen !== editionOf(project)) return refused({ kind: 'overtaken' })
    const { details, errors } = readProject({ ...project, ...change })
    const [fault] = projectFaults(errors)
    if (fault) return refused(fault)
    if (isCodeTaken(tx, details.code, project.id))
      return refused({ kind: 'invalid', field: 'code', reason: 'project-code-taken' })
    const leaderId = change.leaderId ?? project.leaderId
    if (leaderId !== project.leaderId && !project.people.some(({ id }) => id === leaderId))
      return refused({ kind: 'invalid', field: 'leader', reason: 'project-leader' })
    const partnerIds = partnersOf(project, change.partnerIds ?? project.partnerIds)
    if (partnerIds.some((id) => !catalogue.organisationById.has(id)))
      return refused({ kind: 'invalid', field: 'organisations', reason: 'project-organisation' })
    const isClosed = change.isClosed ?? project.isClosed
    const after = { ...details, leaderId, closedAt: isClosed ? (project.closedAt ?? now) : null }
    updateProject(tx, { id: project.id, ...after })
    if (!isDeepStrictEqual(partnerIds, project.partnerIds)) setPartners(tx, project.id, partnerIds)
    recordChange(tx, person, { before: project, after: { ...after, partnerIds, isClosed } }, now)
    return done(projectByCode(tx, details.code)!)
  })
}

/** The project, for who changes it: `not-found` for whoever does not even see it. */
export function changeable(tx: Db, person: Person, code: string): Result<Project> {
  const project = projectByCode(tx, code)
  if (!project) return refused({ kind: 'not-found' })
  if (changesProject(person, project, catalogueOf(tx))) return done(project)
  return refused({ kind: seesProject(person, project) ? 'forbidden' : 'not-found' })
}

/** Each once, in the order of their ids, the leading one left out. */
const partnersOf = ({ organisationId }: Project, ids: readonly number[]) =>
  [...new Set(ids)].filter((id) => id !== organisationId).sort((a, b) => a - b)

/** Every field that is wrong, in the order of the form, as refusals. */
export const projectFaults = (errors: Readonly<Partial<Record<ProjectField, ProjectFault>>>): readonly Invalid[] =>
  PROJECT_FIELDS.flatMap((field) => {
    const fault = errors[field]
    if (!fault) return []
    return [{ kind: 'invalid', field, reason: fault === 'required' ? 'required' : `project-${fault}` }]
  })

const COMPARED = [...PROJECT_FIELDS, 'leaderId', 'partnerIds'] as const

/** Says which wording of a project somebody saw: one whose details, leader or partners have changed has another. */
export const editionOf = (project: Compared): string =>
  createHash('sha256')
    .update(JSON.stringify(COMPARED.map((field) => project[field])))
    .digest('base64url')
    .slice(0, 16)

type Compared = Pick<Project, (typeof COMPARED)[number] | 'isClosed'>

/** Which fields, never what stood in them: the history of an organisation is read by more people than its projects are. */
function recordChange(
  tx: Db,
  person: Person,
  { before, after }: { before: Project; after: Compared },
  now: number,
): void {
  const event = (kind: string, more: object = {}) =>
    recordSettingEvent(tx, {
      ...{ place: { kind: 'organisation', id: before.organisationId }, personId: person.id, at: now },
      ...{ kind, before: null, after: { project: before.id, ...more } },
    })
  const fields = COMPARED.filter((field) => !isDeepStrictEqual(before[field], after[field]))
  if (fields.length > 0) event('project-changed', { fields })
  if (before.isClosed !== after.isClosed) event(after.isClosed ? 'project-closed' : 'project-reopened')
}
