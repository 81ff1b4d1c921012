import type { Catalogue } from './catalogue.ts'
import type { Person } from './person.ts'
import type { Resource } from './resource.ts'
import { isSteward } from './stewardship.ts'
import { sumOf, type Utilisation } from './utilisation.ts'
import { figuresOf, type UtilisationFigures } from './utilisation-figures.ts'

export const GROUPINGS = ['resource', 'lab', 'organisation', 'cluster'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** A line of the report: a resource, or several counted together. */
export interface ReportRow {
  /** The slug; `cluster` for the whole. */
  readonly key: string
  readonly name: { readonly pl: string; readonly en: string }
  readonly resources: readonly Resource[]
  readonly sum: Utilisation
  readonly figures: UtilisationFigures
}

export interface UtilisationReport {
  readonly rows: readonly ReportRow[]
  readonly total: ReportRow
}

export const CLUSTER_NAME = { pl: 'Klaster', en: 'Cluster' }

/** Whose figures the person may read: all of the cluster's, or those of the labs they look after and the organisations they run. */
export function reportableResources(catalogue: Catalogue, person: Person): readonly Resource[] {
  const oversees = person.role === 'coordinator' || person.role === 'administrator'
  const isMember = (each: Resource) => catalogue.organisationById.get(each.organisationId)!.isMember
  return catalogue.resources.filter(
    (each) =>
      each.status !== 'planned' &&
      ((oversees && isMember(each)) || person.administers.has(each.organisationId) || isSteward(person, each)),
  )
}

/** One row for each thing of the grouping, in the order of the catalogue, and the total of all. */
export function reportOf(
  catalogue: Catalogue,
  sums: ReadonlyMap<number, Utilisation>,
  resources: readonly Resource[],
  grouping: Grouping,
): UtilisationReport {
  const undertakings = new Set(catalogue.organisations.filter(({ kind }) => kind === 'company').map(({ id }) => id))
  const counted = resources.filter((each) => each.status !== 'retired' || wasTouched(sums.get(each.id)!))
  const row = (key: string, name: ReportRow['name'], members: readonly Resource[]): ReportRow => {
    const parts = withoutParentsOf(members).map(({ id }) => sums.get(id)!)
    const sum = parts.length === 1 ? parts[0]! : sumOf(parts)
    return { key, name, resources: members, sum, figures: figuresOf(sum, undertakings) }
  }
  const rows = groupsOf(catalogue, counted, grouping).map(({ key, name, members }) => row(key, name, members))
  const total = rows.length === 1 && grouping !== 'resource' ? rows[0]! : row('cluster', CLUSTER_NAME, counted)
  return { rows, total }
}

/** A room and its benches are the same hours: a sum keeps the benches. */
export function withoutParentsOf(resources: readonly Resource[]): readonly Resource[] {
  const ids = new Set(resources.map(({ id }) => id))
  return resources.filter(({ inside }) => !inside.some((id) => ids.has(id)))
}

const wasTouched = ({ booked, used, usedOutside }: Utilisation) => booked + used + usedOutside > 0

interface Group {
  readonly key: string
  readonly name: ReportRow['name']
  readonly members: readonly Resource[]
}

function groupsOf(catalogue: Catalogue, resources: readonly Resource[], grouping: Grouping): readonly Group[] {
  switch (grouping) {
    case 'resource':
      return resources.map((each) => ({ key: each.slug, name: each.name, members: [each] }))
    case 'lab':
      return nonEmpty(
        catalogue.labs,
        Map.groupBy(resources, (each) => each.labId),
      )
    case 'organisation':
      return nonEmpty(
        catalogue.organisations,
        Map.groupBy(resources, (each) => each.organisationId),
      )
    case 'cluster':
      return [{ key: 'cluster', name: CLUSTER_NAME, members: resources }]
  }
}

function nonEmpty(
  things: readonly { id: number; slug: string; name: ReportRow['name'] }[],
  members: ReadonlyMap<number, readonly Resource[]>,
): readonly Group[] {
  return things.flatMap(({ id, slug, name }) => {
    const list = members.get(id)
    return list ? [{ key: slug, name, members: list }] : []
  })
}
