import { Type } from 'typebox'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { freeAmong } from '../../db/queries/free-among.ts'
import { searchResources } from '../../db/queries/search.ts'
import { CataloguePage } from '../../views/equipment/catalogue-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { type Facet, facetedBy } from '../domain/facets.ts'
import type { Resource } from '../domain/resource.ts'
import { localOf } from '../domain/zone.ts'
import { type FacetName, facetGroups, resourceFacets } from './catalogue-facets.ts'
import {
  type FreeSpan,
  freeSpanOf,
  linksAround,
  listOf,
  minutesOf,
  pageNumberOf,
  Several,
  sentAs,
  textOf,
} from './catalogue-query.ts'
import { catalogueRows } from './catalogue-rows.ts'

const Query = Type.Object({
  q: Several,
  scope: Several,
  kind: Several,
  organisation: Several,
  lab: Several,
  technique: Several,
  free_from: Several,
  free_to: Several,
  duration: Several,
  page: Several,
})

const FACETS: readonly FacetName[] = ['scope', 'kind', 'organisation', 'technique', 'lab']
const DURATIONS = [30, 60, 120, 240, 480, 1440] as const
const ROWS = 25

/** The whole catalogue: the cluster's equipment, and on request what the rest of the country has. */
export function equipment(app: App): void {
  app.get('/equipment', { config: { access: 'anyone' }, schema: { querystring: Query } }, (request, reply) => {
    const { query, person, locale } = request
    const now = app.clock()
    const asker = { person, now }
    const zone = app.settings.timeZone
    const catalogue = catalogueOf(app.db)
    const sent = { q: textOf(query.q).slice(0, 200), from: textOf(query.free_from), to: textOf(query.free_to) }
    const free = freeSpanOf(sent.from, sent.to, zone, now)
    const minutes = minutesOf(query.duration)
    const chosen = chosenFrom(query, catalogue)

    const named = sent.q === '' ? catalogue.resources : resourcesNamed(app.db, catalogue, sent.q)
    const wish = free.kind === 'span' ? { span: free.span, minutes } : null
    const items = wish ? freeAmong(app.db, named, wish, asker) : named
    const faceted = facetedBy(items.filter(isShown), [scopeFacet(catalogue), ...resourceFacets(catalogue)], chosen)
    const inOrder = sent.q === '' ? membersFirst(faceted.found, catalogue) : faceted.found
    const pages = Math.max(1, Math.ceil(inOrder.length / ROWS))
    const page = Math.min(pageNumberOf(query.page), pages)
    const kept = [
      ['q', sent.q],
      ['free_from', sent.from],
      ['free_to', sent.to],
      ['duration', minutes === null ? '' : String(minutes)],
    ] as const

    return reply.page(CataloguePage, {
      form: { q: sent.q, ...timesTyped(sent, free, zone), minutes },
      durations: DURATIONS,
      fault: free.kind === 'fault' ? free : null,
      wish,
      facets: {
        action: '/equipment',
        groups: facetGroups(FACETS, faceted, chosen, { t: translateInto(locale), locale, catalogue }),
        kept: kept.filter(([, value]) => value !== ''),
      },
      rows: catalogueRows(app.db, inOrder.slice((page - 1) * ROWS, page * ROWS), {
        ...asker,
        catalogue,
        locale,
        zone,
        minutes,
        wish,
      }),
      first: (page - 1) * ROWS + 1,
      total: inOrder.length,
      ...elsewhere(faceted.counts.get('scope')?.get('elsewhere') ?? 0, chosen['scope']!, kept),
      ...linksAround(page, pages, [...kept, ...sentAs(chosen)], '/equipment'),
    })
  })
}

/** What was understood in the form the fields show it in; what was not, as it was typed. */
function timesTyped({ from, to }: { from: string; to: string }, free: FreeSpan, zone: string) {
  if (free.kind !== 'span') return { from, to }
  const local = (at: number) => localOf(at, zone).slice(0, 16)
  return { from: from && local(free.span.start), to: to && local(free.span.end) }
}

const isShown = ({ status }: Resource) => status !== 'retired'

const resourcesNamed = (db: Db, { resourceById }: Catalogue, q: string): Resource[] =>
  searchResources(db, q).flatMap((id) => resourceById.get(id) ?? [])

type Query = Readonly<Record<string, string | string[]>>

/** Without a choice of scope it is the cluster, unless an organisation outside it is asked for by name. */
function chosenFrom(query: Query, { organisationBySlug, labBySlug, organisationById }: Catalogue) {
  const chosen = Object.fromEntries(FACETS.map((name) => [name, listOf(query[name])]))
  const named = [
    ...chosen['organisation']!.map((slug) => organisationBySlug.get(slug)),
    ...chosen['lab']!.map((slug) => organisationById.get(labBySlug.get(slug)?.organisationId ?? 0)),
  ]
  if (chosen['scope']!.includes('all')) chosen['scope'] = ['cluster', 'elsewhere']
  if (chosen['scope']!.length === 0)
    chosen['scope'] = named.some((each) => each?.isMember === false) ? ['cluster', 'elsewhere'] : ['cluster']
  return chosen
}

const scopeFacet = ({ organisationById }: Catalogue): Facet<Resource> => ({
  name: 'scope',
  valuesOf: ({ organisationId }) => [organisationById.get(organisationId)!.isMember ? 'cluster' : 'elsewhere'],
})

function membersFirst(resources: readonly Resource[], { organisationById }: Catalogue): Resource[] {
  const isOutside = ({ organisationId }: Resource) => Number(!organisationById.get(organisationId)!.isMember)
  return resources.toSorted((a, b) => isOutside(a) - isOutside(b))
}

function elsewhere(count: number, scope: readonly string[], kept: readonly (readonly [string, string])[]) {
  const isHidden = count > 0 && !scope.includes('elsewhere')
  return {
    elsewhere: isHidden ? count : 0,
    elsewhereUrl: linksAround(2, 2, [...kept, ['scope', 'cluster'], ['scope', 'elsewhere']], '/equipment').previousUrl!,
  }
}
