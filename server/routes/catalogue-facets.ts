import type { FacetGroup } from '../../views/components/facets.tsx'
import type { Translate } from '../../views/text/translate.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Chosen, Facet, Faceted } from '../domain/facets.ts'
import type { Locale } from '../domain/person.ts'
import { RESOURCE_KINDS, type Resource, type ResourceKind } from '../domain/resource.ts'

/** How a resource is booked: at once, after a decision, after training. */
export const MODES = ['instant', 'approval', 'qualification'] as const
export type Mode = (typeof MODES)[number]

/** The cluster's own, or what the rest of the country has. */
export const SCOPES = ['cluster', 'elsewhere'] as const

/** The facets of a resource that the catalogue and the finder share. */
export const resourceFacets = (catalogue: Catalogue): readonly Facet<Resource>[] => [
  { name: 'kind', valuesOf: ({ kind }) => [kind] },
  { name: 'organisation', valuesOf: (each) => [catalogue.organisationById.get(each.organisationId)!.slug] },
  { name: 'lab', valuesOf: ({ labId }) => [catalogue.labById.get(labId)!.slug] },
  { name: 'technique', valuesOf: ({ techniques }) => techniques },
]

interface GroupContext {
  readonly t: Translate
  readonly locale: Locale
  readonly catalogue: Catalogue
}

/** The boxes of some facets: those in a fixed order as they are, of the others the fullest and what is chosen. */
export function facetGroups(
  names: readonly FacetName[],
  { counts }: Pick<Faceted<unknown>, 'counts'>,
  chosen: Chosen,
  context: GroupContext,
): FacetGroup[] {
  return names.map((name) => {
    const count = (value: string) => counts.get(name)?.get(value) ?? 0
    const checked = chosen[name] ?? []
    return {
      name,
      title: context.t(`facets.${name}`),
      options: valuesOf(name, counts.get(name), checked).map((value) => ({
        value,
        label: labelOf(name, value, context),
        count: count(value),
        checked: checked.includes(value),
      })),
    }
  })
}

export type FacetName = 'mode' | 'scope' | 'kind' | 'organisation' | 'lab' | 'technique'

const FIXED: Partial<Record<FacetName, readonly string[]>> = { mode: MODES, scope: SCOPES, kind: RESOURCE_KINDS }
const MOST = 12

function valuesOf(name: FacetName, counts: ReadonlyMap<string, number> = new Map(), checked: readonly string[]) {
  if (FIXED[name]) return FIXED[name]
  const fullest = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b, 'pl')).slice(0, MOST)
  return [...new Set([...fullest.map(([value]) => value), ...checked])]
}

function labelOf(name: FacetName, value: string, { t, locale, catalogue }: GroupContext): string {
  switch (name) {
    case 'mode':
      return t(`chip.${value as Mode}`)
    case 'scope':
      return t(`scope.${value as (typeof SCOPES)[number]}`)
    case 'kind':
      return t(`kind.${value as ResourceKind}`)
    case 'organisation':
      return catalogue.organisationBySlug.get(value)?.name[locale] ?? value
    case 'lab':
      return catalogue.labBySlug.get(value)?.name[locale] ?? value
    case 'technique':
      return value
  }
}
