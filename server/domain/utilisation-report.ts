import type { Catalogue } from './catalogue.ts'
import type { Person } from './person.ts'
import type { Resource } from './resource.ts'
import { isSteward } from './stewardship.ts'
import { sumOf, sumOfUse, type Use, type Utilisation } from './utilisation.ts'
import { figuresOf, figuresOfUse, type RowFigures, type UtilisationFigures } from './utilisation-figures.ts'
import { NO_GROUP, OTHER_GROUPS, type ResourceGrouping } from './utilisation-grouping.ts'

/** A line of the report: a resource, several counted together, or a part of their use. */
export interface ReportRow {
  /** The slug, tag, code or purpose; `cluster` for the whole, `none` and `others` for the rest. */
  readonly key: string
  readonly name: { readonly pl: string; readonly en: string }
  readonly resources: readonly Resource[]
  readonly figures: RowFigures
}

export interface TotalRow extends ReportRow {
  readonly sum: Utilisation
  readonly figures: UtilisationFigures
}

export interface UtilisationReport {
  readonly rows: readonly ReportRow[]
  readonly total: TotalRow
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
  grouping: ResourceGrouping,
): UtilisationReport {
  const undertakings = undertakingsOf(catalogue)
  const counted = resources.filter((each) => each.status !== 'retired' || wasTouched(sums.get(each.id)!))
  const row = (key: string, name: ReportRow['name'], members: readonly Resource[]): TotalRow => {
    const parts = withoutParentsOf(members).map(({ id }) => sums.get(id)!)
    const sum = parts.length === 1 ? parts[0]! : sumOf(parts)
    return { key, name, resources: members, sum, figures: figuresOf(sum, undertakings) }
  }
  const rows = groupsOf(catalogue, counted, grouping).map(({ key, name, members }) => row(key, name, members))
  const total = rows.length === 1 && grouping !== 'resource' ? rows[0]! : row('cluster', CLUSTER_NAME, counted)
  return { rows, total }
}

/** A part of the use, on each resource it was of. */
export interface UsePart {
  readonly key: string
  readonly name: ReportRow['name']
  readonly sums: ReadonlyMap<number, Use>
}

/** One row for each part of the use, those of too few people last, under the total of all. */
export function useReportOf(
  catalogue: Catalogue,
  whole: UtilisationReport,
  parts: readonly UsePart[],
): UtilisationReport {
  const undertakings = undertakingsOf(catalogue)
  const { total } = whole
  const counted = withoutParentsOf(total.resources)
  const rows = parts.map(({ key, name, sums }): ReportRow => {
    const resources = total.resources.filter(({ id }) => sums.has(id))
    const sum = sumOfUse(counted.flatMap(({ id }) => sums.get(id) ?? []))
    return { key, name, resources, figures: figuresOfUse(sum, total.sum, undertakings) }
  })
  rows.sort((a, b) => a.name.pl.localeCompare(b.name.pl, 'pl'))
  const isRest = ({ key }: ReportRow) => key === NO_GROUP || key === OTHER_GROUPS
  return { rows: [...rows.filter((row) => !isRest(row)), ...rows.filter(isRest)], total }
}

const undertakingsOf = ({ organisations }: Catalogue) =>
  new Set(organisations.filter(({ kind }) => kind === 'company').map(({ id }) => id))

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

function groupsOf(catalogue: Catalogue, resources: readonly Resource[], grouping: ResourceGrouping): readonly Group[] {
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
    case 'technique':
      return techniquesOf(catalogue, resources)
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

/** What several techniques can be done on is in the row of each; the total counts it once. */
function techniquesOf({ techniques }: Catalogue, resources: readonly Resource[]): readonly Group[] {
  const groups = techniques.map((name) => ({
    key: name,
    name: { pl: name, en: name },
    members: resources.filter((each) => each.techniques.includes(name)),
  }))
  const without = resources.filter((each) => each.techniques.length === 0)
  const none = { key: NO_GROUP, name: { pl: NO_GROUP, en: NO_GROUP }, members: without }
  return [...groups, none].filter(({ members }) => members.length > 0)
}
