import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { personByEmail, personById } from '../../db/queries/people.ts'
import { addProjectMember, projectByCode, removeProjectMember } from '../../db/queries/projects.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import { recordSettingEvent } from '../../db/queries/setting-events.ts'
import type { Person } from '../domain/person.ts'
import type { Project } from '../domain/project.ts'
import { rememberTry, triedTooMany } from './address-tries.ts'
import { changeable } from './change-project.ts'
import { done, type Refusal, type Result, refused } from './result.ts'

/** Somebody of the leading organisation by id, anybody by their exact address. */
export type Newcomer = { readonly id: number } | { readonly email: string }

/**
 * Takes somebody into a project and tells them: from then on they may book for it. Addresses that belong to nobody are
 * counted as those of guests are: else the field would tell which ones have accounts.
 * Refusals: `not-found`, `forbidden`, `invalid` for `person` (`unknown-person`, `participants-later`, a closed project).
 */
export function addProjectPerson(
  db: Db,
  person: Person,
  code: string,
  newcomer: Newcomer,
  now: number,
): Result<Project> {
  catalogueOf(db)
  const isAddress = 'email' in newcomer
  if (isAddress && triedTooMany(db, person, now))
    return refused({ kind: 'invalid', field: 'person', reason: 'participants-later' })
  const result = inWriteTransaction(db, (tx): Result<Project> => {
    const found = changeable(tx, person, code)
    if (!found.ok) return found
    const project = found.value
    if (project.isClosed) return refused({ kind: 'invalid', field: 'person', reason: 'project-closed' })
    const other = 'id' in newcomer ? personById(tx, newcomer.id) : personByEmail(tx, newcomer.email.trim())
    const isListed = !('id' in newcomer) || other?.organisationId === project.organisationId
    if (!other || !isListed) return refused({ kind: 'invalid', field: 'person', reason: 'unknown-person' })
    if (project.people.some(({ id }) => id === other.id)) return done(project)
    addProjectMember(tx, project.id, other.id)
    if (other.id !== person.id) tellJoined(tx, project, { personId: other.id, actor: person, at: now })
    return done(recorded(tx, person, { project, kind: 'project-person-added', about: other.id }, now))
  })
  if (isAddress && !result.ok && isUnknown(result.refusal)) rememberTry(db, person, now)
  return result
}

const isUnknown = (refusal: Refusal) => refusal.kind === 'invalid' && refusal.reason === 'unknown-person'

function tellJoined(
  tx: Db,
  { code, title, organisationId, startOn, endOn }: Project,
  { personId, actor, at }: { readonly personId: number; readonly actor: Person; readonly at: number },
): void {
  const organisation = catalogueOf(tx).organisationById.get(organisationId)!.name
  const payload = { code, title, startOn, endOn, organisation, actor: actor.name }
  queueMail(tx, { personId, kind: 'project-joined', payload, at })
}

/**
 * Takes somebody out of a project, or themselves. Their reservations for it stay.
 * Refusals: `not-found`, `forbidden`, `invalid` for its leader, who hands it over first.
 */
export function removeProjectPerson(
  db: Db,
  person: Person,
  code: string,
  personId: number,
  now: number,
): Result<Project> {
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = personId === person.id ? ownProject(tx, person, code) : changeable(tx, person, code)
    if (!found.ok) return found
    const project = found.value
    if (project.leaderId === personId)
      return refused({ kind: 'invalid', field: 'person', reason: 'project-leaderless' })
    if (!project.people.some(({ id }) => id === personId)) return done(project)
    removeProjectMember(tx, project.id, personId)
    return done(recorded(tx, person, { project, kind: 'project-person-removed', about: personId }, now))
  })
}

function ownProject(tx: Db, person: Person, code: string): Result<Project> {
  const project = projectByCode(tx, code)
  return project?.people.some(({ id }) => id === person.id) ? done(project) : refused({ kind: 'not-found' })
}

interface Happened {
  readonly project: Project
  readonly kind: string
  readonly about: number
}

function recorded(tx: Db, person: Person, { project, kind, about }: Happened, now: number): Project {
  recordSettingEvent(tx, {
    ...{ place: { kind: 'organisation', id: project.organisationId }, personId: person.id, at: now },
    ...{ kind, before: null, after: { project: project.id, person: about } },
  })
  return projectByCode(tx, project.code)!
}
