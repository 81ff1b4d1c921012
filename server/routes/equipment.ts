import { Type } from 'typebox'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { earliestFree, type Slot } from '../../db/queries/free-slots.ts'
import { freeThroughout } from '../../db/queries/free-throughout.ts'
import { searchResources } from '../../db/queries/search.ts'
import type { CatalogueRow } from '../../views/equipment/catalogue-list.tsx'
import { CataloguePage, type FreeWish } from '../../views/equipment/catalogue-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { type Facet, facetedBy } from '../domain/facets.ts'
import type { Locale, Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, localDayOf, localOf, startOfDay } from '../domain/zone.ts'
import { modeOf } from './board.ts'
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
const DAY = 86_400_000

/** The whole catalogue: the cluster's equipment, and on request what the rest of the country has. */
export function equipment(app: App): void {
  app.get('/equipment', { config: { access: 'anyone' }, schema: { querystring: Query } }, (request, reply) => {
    const { query, person, locale } = request
    const now = app.clock()
    const zone = app.settings.timeZone
    const catalogue = catalogueOf(app.db)
    const sent = { q: textOf(query.q).slice(0, 200), from: textOf(query.free_from), to: textOf(query.free_to) }
    const free = freeSpanOf(sent.from, sent.to, zone, now)
    const minutes = minutesOf(query.duration)
    const chosen = chosenFrom(query, catalogue)

    const named = sent.q === '' ? catalogue.resources : resourcesNamed(app.db, catalogue, sent.q)
    const wish = free.kind === 'span' ? { span: free.span, minutes } : null
    const items = wish ? freeAmong(app.db, named, wish, person, now) : named
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
    const context = { catalogue, person, locale, zone, now, minutes: minutes ?? null }

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
      rows: rowsOf(app.db, inOrder.slice((page - 1) * ROWS, page * ROWS), context),
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

/**
 * With a length: what can be reserved for so long within the span. Without one: what is free all through it, or, over
 * more than a day, what can be reserved at all in it.
 */
function freeAmong(
  db: Db,
  resources: readonly Resource[],
  { span, minutes }: FreeWish,
  person: Person | null,
  now: number,
): Resource[] {
  if (minutes === null && span.end - span.start <= DAY) return freeThroughout(db, resources, span, person, now)
  const lengths = Map.groupBy(resources, ({ policy }) => minutes ?? policy.minMinutes)
  const free = new Set(
    [...lengths].flatMap(([length, group]) =>
      earliestFree(db, group, { durationMs: length * 60_000, from: span.start, to: span.end, person, now }).map(
        (slot) => slot.resource.id,
      ),
    ),
  )
  return resources.filter((each) => free.has(each.id))
}

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

interface RowContext {
  readonly catalogue: Catalogue
  readonly person: Person | null
  readonly locale: Locale
  readonly zone: string
  readonly now: number
  readonly minutes: number | null
}

function rowsOf(
  db: Db,
  resources: readonly Resource[],
  { catalogue, person, locale, zone, now, minutes }: RowContext,
): CatalogueRow[] {
  const to = startOfDay(addDays(localDayOf(now, zone), 14), zone)
  const slots = new Map<number, Slot>()
  for (const [length, group] of Map.groupBy(
    resources,
    ({ policy }) => minutes ?? Math.min(Math.max(policy.minMinutes, 60), policy.maxMinutes),
  ))
    for (const slot of earliestFree(db, group, { durationMs: length * 60_000, from: now, to, person, now }))
      slots.set(slot.resource.id, slot)
  return resources.map((resource) => {
    const organisation = catalogue.organisationById.get(resource.organisationId)!
    const slot = slots.get(resource.id)
    return {
      resource,
      organisation,
      lab: catalogue.labById.get(resource.labId)!,
      name: resource.name[locale],
      next: slot ? { start: slot.start, end: slot.end, mode: modeOf(slot) } : null,
    }
  })
}
