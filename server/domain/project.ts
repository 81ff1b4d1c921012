import type { Catalogue } from './catalogue.ts'
import type { Person } from './person.ts'
import { raidOf } from './raid.ts'
import { isDay } from './zone.ts'

/** When a project runs: local days, the last one included; null for no bound. */
export interface ProjectTerm {
  readonly code: string
  readonly startOn: string | null
  readonly endOn: string | null
  readonly isClosed: boolean
}

export interface Project extends ProjectTerm {
  readonly id: number
  readonly title: string
  /** The one that leads it. */
  readonly organisationId: number
  readonly isExample: boolean
  readonly funder: string | null
  readonly grantNumber: string | null
  /** `https://raid.org/…`. */
  readonly raid: string | null
  readonly leaderId: number | null
  readonly closedAt: number | null
  /** Those that take part beside it. */
  readonly partnerIds: readonly number[]
  readonly people: readonly ProjectPerson[]
}

export interface ProjectPerson {
  readonly id: number
  readonly name: string
  readonly organisationId: number
}

/** Everybody who takes part, the leader too. */
const takesPart = (person: Person, { leaderId, people }: Project) =>
  person.id === leaderId || people.some(({ id }) => id === person.id)

/**
 * Whether the project is more than a code to the person: its people, the people of the organisations that take part, and
 * who runs one of those. The coordinator and the administrator work with hours, not with titles, at home too.
 */
export function seesProject(person: Person, project: Project): boolean {
  const organisations = [project.organisationId, ...project.partnerIds]
  if (takesPart(person, project) || organisations.some((id) => person.administers.has(id))) return true
  return person.role === 'member' && organisations.includes(person.organisationId)
}

/** Who changes it, adds people and closes it: its leader, who runs the leading organisation, and owners of its labs. */
export function changesProject(
  person: Person,
  project: Pick<Project, 'organisationId' | 'leaderId'>,
  { labsOfOrganisation }: Pick<Catalogue, 'labsOfOrganisation'>,
): boolean {
  if (person.id === project.leaderId || person.administers.has(project.organisationId)) return true
  const labs = labsOfOrganisation.get(project.organisationId) ?? []
  return labs.some(({ id }) => person.stewardOf.get(id) === 'owner')
}

/** Whose report of hours a grant asks for: those who take part or change it. */
export const readsProjectReport = (person: Person, project: Project, catalogue: Catalogue): boolean =>
  takesPart(person, project) || changesProject(person, project, catalogue)

/** Why a reservation on these local days cannot be for the project; null when it can. */
export function projectFault(
  { startOn, endOn, isClosed }: ProjectTerm,
  firstDay: string,
  lastDay: string,
): 'closed' | 'term' | null {
  if (isClosed) return 'closed'
  return (startOn !== null && firstDay < startOn) || (endOn !== null && lastDay > endOn) ? 'term' : null
}

/** What a person may type of a project. */
export const PROJECT_FIELDS = ['code', 'title', 'funder', 'grantNumber', 'raid', 'startOn', 'endOn'] as const
export type ProjectField = (typeof PROJECT_FIELDS)[number]
export type ProjectDetails = Pick<Project, ProjectField>

export const PROJECT_FAULTS = ['required', 'code', 'code-taken', 'raid', 'day', 'before', 'long'] as const
export type ProjectFault = (typeof PROJECT_FAULTS)[number]

/** Part of addresses, so no slash; the number of the grant has a field of its own. */
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$/
/** Words that stand in the place of a code in addresses. */
const RESERVED = new Set(['new'])
const LONGEST: Record<ProjectField, number> = {
  code: 40,
  title: 200,
  funder: 200,
  grantNumber: 100,
  raid: 200,
  startOn: 10,
  endOn: 10,
}

/** What was typed as the details of a project, with what is wrong with which field. */
export function readProject(texts: Readonly<Partial<Record<ProjectField, string | null>>>): {
  readonly details: ProjectDetails
  readonly errors: Readonly<Partial<Record<ProjectField, ProjectFault>>>
} {
  const text = (field: ProjectField) => (texts[field] ?? '').trim()
  const errors: Partial<Record<ProjectField, ProjectFault>> = {}
  for (const field of PROJECT_FIELDS) if (text(field).length > LONGEST[field]) errors[field] = 'long'
  for (const field of ['code', 'title'] as const) if (text(field) === '') errors[field] = 'required'
  if (!CODE.test(text('code')) || RESERVED.has(text('code').toLowerCase())) errors.code ??= 'code'
  const raid = text('raid') === '' ? null : raidOf(text('raid'))
  if (raid === null && text('raid') !== '') errors.raid ??= 'raid'
  for (const field of ['startOn', 'endOn'] as const)
    if (text(field) !== '' && !isDay(text(field))) errors[field] ??= 'day'
  if (text('startOn') !== '' && text('endOn') !== '' && text('endOn') < text('startOn')) errors.endOn ??= 'before'
  const details = {
    code: text('code'),
    title: text('title'),
    funder: text('funder') || null,
    grantNumber: text('grantNumber') || null,
    raid,
    startOn: text('startOn') || null,
    endOn: text('endOn') || null,
  }
  return { details, errors }
}
