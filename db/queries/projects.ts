import { inNameOrder } from '../../server/domain/name-order.ts'
import type { Project, ProjectDetails, ProjectPerson, ProjectTerm } from '../../server/domain/project.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** A project as whoever takes part in it may name it. */
export interface OwnProject extends ProjectTerm {
  readonly id: number
  readonly title: string
}

/** The projects a person takes part in, by code; closed ones too. */
export function projectsOf(db: Db, personId: number): readonly OwnProject[] {
  const rows = prepared(
    db,
    `SELECT q.id, q.code, q.title, q.start_on AS startOn, q.end_on AS endOn, q.closed_at IS NOT NULL AS isClosed
     FROM project_members m JOIN projects q ON q.id = m.project_id WHERE m.person_id = ? ORDER BY q.code`,
  ).all(personId) as (Omit<OwnProject, 'isClosed'> & { isClosed: number })[]
  return rows.map((row) => ({ ...row, isClosed: Boolean(row.isClosed) }))
}

/** The project with this code, when the person takes part in it. */
export function projectOf(db: Db, personId: number, code: string): OwnProject | null {
  return projectsOf(db, personId).find((project) => project.code === code) ?? null
}

type ProjectRow = Omit<Project, 'isExample' | 'isClosed' | 'partnerIds' | 'people'> & {
  readonly isExample: number
  readonly partners: string
  readonly people: string
}

const SELECT = `SELECT q.id, q.code, q.title, q.organisation_id AS organisationId, q.is_example AS isExample, q.funder,
  q.grant_number AS grantNumber, q.raid, q.start_on AS startOn, q.end_on AS endOn, q.leader_id AS leaderId,
  q.closed_at AS closedAt,
  (SELECT json_group_array(o.organisation_id ORDER BY o.organisation_id) FROM project_organisations o WHERE o.project_id = q.id)
    AS partners,
  (SELECT json_group_array(json_object('id', p.id, 'name', p.name, 'organisationId', p.organisation_id)
      ORDER BY p.name, p.id)
    FROM project_members m JOIN people p ON p.id = m.person_id WHERE m.project_id = q.id) AS people
  FROM projects q`

function projectFrom({ isExample, partners, people, ...row }: ProjectRow): Project {
  return {
    ...row,
    isExample: Boolean(isExample),
    isClosed: row.closedAt !== null,
    partnerIds: JSON.parse(partners) as number[],
    people: JSON.parse(people) as ProjectPerson[],
  }
}

export function projectByCode(db: Db, code: string): Project | null {
  const row = prepared(db, `${SELECT} WHERE q.code = ?`).get(code) as ProjectRow | undefined
  return row ? projectFrom(row) : null
}

/** Projects that the person takes part in or leads, or in which one of the organisations takes part, by code. */
export function projectsAround(db: Db, personId: number, organisationIds: readonly number[]): readonly Project[] {
  const rows = prepared(
    db,
    `${SELECT} WHERE q.leader_id = :personId
       OR EXISTS (SELECT 1 FROM project_members m WHERE m.person_id = :personId AND m.project_id = q.id)
       OR q.organisation_id IN (SELECT value FROM json_each(:ids))
       OR EXISTS (SELECT 1 FROM project_organisations o WHERE o.project_id = q.id
         AND o.organisation_id IN (SELECT value FROM json_each(:ids)))
     ORDER BY q.closed_at IS NOT NULL, q.code`,
  ).all({ personId, ids: JSON.stringify(organisationIds) }) as ProjectRow[]
  return rows.map(projectFrom)
}

/** Whether another project has the code, whatever its case. */
export function isCodeTaken(db: Db, code: string, exceptId: number | null): boolean {
  const id = prepared(db, 'SELECT id FROM projects WHERE lower(code) = lower(?) AND id IS NOT ?').get(code, exceptId)
  return id !== undefined
}

interface NewProject extends ProjectDetails {
  readonly organisationId: number
  readonly leaderId: number
}

export function insertProject(db: Db, project: NewProject): number {
  return prepared(
    db,
    `INSERT INTO projects (code, title, organisation_id, is_example, funder, grant_number, raid, start_on, end_on, leader_id)
     VALUES (:code, :title, :organisationId, 0, :funder, :grantNumber, :raid, :startOn, :endOn, :leaderId) RETURNING id`,
  )
    .pluck()
    .get(project) as number
}

export interface StoredProject extends ProjectDetails {
  readonly id: number
  readonly leaderId: number | null
  readonly closedAt: number | null
}

export function updateProject(db: Db, project: StoredProject): void {
  prepared(
    db,
    `UPDATE projects SET code = :code, title = :title, funder = :funder, grant_number = :grantNumber, raid = :raid,
       start_on = :startOn, end_on = :endOn, leader_id = :leaderId, closed_at = :closedAt WHERE id = :id`,
  ).run(project)
}

export function setPartners(db: Db, projectId: number, organisationIds: readonly number[]): void {
  prepared(db, 'DELETE FROM project_organisations WHERE project_id = ?').run(projectId)
  const insert = prepared(db, 'INSERT INTO project_organisations (project_id, organisation_id) VALUES (?, ?)')
  for (const id of organisationIds) insert.run(projectId, id)
}

export function addProjectMember(db: Db, projectId: number, personId: number): void {
  prepared(db, 'INSERT OR IGNORE INTO project_members (project_id, person_id) VALUES (?, ?)').run(projectId, personId)
}

export function removeProjectMember(db: Db, projectId: number, personId: number): void {
  prepared(db, 'DELETE FROM project_members WHERE project_id = ? AND person_id = ?').run(projectId, personId)
}

/** Active people of an organisation, by name: whom its projects may take in without asking for an address. */
export function colleaguesIn(db: Db, organisationId: number): readonly ProjectPerson[] {
  const people = prepared(
    db,
    `SELECT id, name, organisation_id AS organisationId FROM people
     WHERE organisation_id = ? AND is_active ORDER BY name, id LIMIT 500`,
  ).all(organisationId) as ProjectPerson[]
  return inNameOrder(people)
}

/** Somebody changed a project; `after.fields` names what, people by id. */
export interface ProjectEvent {
  readonly id: number
  readonly kind: string
  readonly personName: string | null
  readonly fields: readonly string[]
  /** Who was taken in or left. */
  readonly aboutName: string | null
  readonly at: number
}

/** The last changes of a project, the newest first. They stand in the history of its organisation, without its title. */
export function projectEvents(db: Db, { id, organisationId }: Pick<Project, 'id' | 'organisationId'>): ProjectEvent[] {
  const rows = prepared(
    db,
    `SELECT e.id, e.kind, p.name AS personName, e.after ->> 'fields' AS fields, a.name AS aboutName, e.at
     FROM setting_events e LEFT JOIN people p ON p.id = e.person_id LEFT JOIN people a ON a.id = e.after ->> 'person'
     WHERE e.organisation_id = :organisationId AND e.kind LIKE 'project-%' AND e.after ->> 'project' = :id
     ORDER BY e.id DESC LIMIT 100`,
  ).all({ id, organisationId }) as (Omit<ProjectEvent, 'fields'> & { fields: string | null })[]
  return rows.map((row) => ({ ...row, fields: row.fields ? (JSON.parse(row.fields) as string[]) : [] }))
}
