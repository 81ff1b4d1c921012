import { Type } from 'typebox'
import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { earliestFree, type Slot } from '../../db/queries/free-slots.ts'
import { reservationsOfPerson } from '../../db/queries/reservations.ts'
import { searchResources } from '../../db/queries/search.ts'
import { HomePage, type NextReservation } from '../../views/find/home-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import { type Facet, facetedBy } from '../domain/facets.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, dayNumber, dayText, localDayOf, mondayOf, startOfDay } from '../domain/zone.ts'
import { boardDays, modeOf } from './board.ts'
import { type FacetName, facetGroups, resourceFacets } from './catalogue-facets.ts'
import { linksAround, listOf, minutesOf, pageNumberOf, Several, sentAs, textOf } from './catalogue-query.ts'

const Query = Type.Object({
  q: Several,
  duration: Several,
  when: Several,
  mode: Several,
  kind: Several,
  organisation: Several,
  technique: Several,
  page: Several,
})

const FACETS: readonly FacetName[] = ['mode', 'organisation', 'technique', 'kind']
const DURATIONS = [30, 60, 120, 240, 480, 1440, 4320] as const
const USUAL = 120
const PERIODS = ['fortnight', 'week', 'next-week', 'month'] as const
type PeriodName = (typeof PERIODS)[number]
const ROWS = 20

/** The front door: what do you need, and when is the earliest that you can have it. */
export function find(app: App): void {
  app.get('/', { config: { access: 'anyone' }, schema: { querystring: Query } }, (request, reply) => {
    const { query, person, locale } = request
    const now = app.clock()
    const zone = app.settings.timeZone
    const catalogue = catalogueOf(app.db)
    const wish = wishOf(query, zone, now)
    const chosen = Object.fromEntries(FACETS.map((name) => [name, listOf(query[name as keyof typeof query])]))

    const resources = wantedResources(app.db, catalogue, wish.q)
    const slots = earliestFree(app.db, resources, { durationMs: wish.minutes * 60_000, ...wish.span, person, now })
    const faceted = facetedBy(slots, slotFacets(catalogue), chosen)
    const hasSlot = new Set(slots.map((slot) => slot.resource.id))
    const { mode: _, ...withoutMode } = chosen
    const without = facetedBy(
      resources.filter((each) => !hasSlot.has(each.id)),
      resourceFacets(catalogue),
      withoutMode,
    ).found

    const pages = Math.max(1, Math.ceil(faceted.found.length / ROWS))
    const page = Math.min(pageNumberOf(query.page), pages)
    const shown = faceted.found.slice((page - 1) * ROWS, page * ROWS)
    const groups = facetGroups(FACETS, faceted, chosen, { t: translateInto(locale), locale, catalogue })
    const kept = [
      ['q', wish.q],
      ['duration', String(wish.minutes)],
      ['when', wish.when],
    ] as const

    return reply.page(HomePage, {
      form: { q: wish.q, minutes: wish.minutes, when: wish.when },
      durations: [...new Set([...DURATIONS, wish.minutes])].sort((a, b) => a - b),
      often: oftenSought(catalogue),
      next: person ? nextReservation(app.db, catalogue, person, now) : null,
      facets: { action: '/', groups, kept },
      total: faceted.found.length,
      owners: new Set(faceted.found.map((slot) => slot.resource.organisationId)).size,
      until: wish.span.to,
      days: boardDays(app.db, shown, { catalogue, person, locale, zone, now }),
      without: without.slice(0, 8).map((each) => ({
        slug: each.slug,
        name: each.name[locale],
        organisation: catalogue.organisationById.get(each.organisationId)!.name[locale],
        why: whyNot(each, wish.minutes),
        limitMinutes: wish.minutes > each.policy.maxMinutes ? each.policy.maxMinutes : each.policy.minMinutes,
      })),
      withoutMore: Math.max(0, without.length - 8),
      ...linksAround(page, pages, [...kept, ...sentAs(chosen)], '/'),
    })
  })
}

function wishOf(
  query: { q?: string | string[]; duration?: string | string[]; when?: string | string[] },
  zone: string,
  now: number,
) {
  const when = PERIODS.find((each) => each === textOf(query.when)) ?? 'fortnight'
  return {
    q: textOf(query.q).slice(0, 200),
    minutes: minutesOf(query.duration) ?? USUAL,
    when,
    span: spanOf(when, zone, now),
  }
}

function spanOf(when: PeriodName, zone: string, now: number): { from: number; to: number } {
  const today = localDayOf(now, zone)
  const monday = dayText(mondayOf(dayNumber(today)))
  const start = (day: string) => startOfDay(day, zone)
  switch (when) {
    case 'week':
      return { from: now, to: start(addDays(monday, 7)) }
    case 'next-week':
      return { from: start(addDays(monday, 7)), to: start(addDays(monday, 14)) }
    case 'month':
      return { from: now, to: start(addDays(today, 31)) }
    case 'fortnight':
      return { from: now, to: start(addDays(today, 14)) }
  }
}

/** What can be reserved at all: of members, in service. */
function wantedResources(db: Db, catalogue: Catalogue, q: string): Resource[] {
  const found =
    q === '' ? catalogue.resources : searchResources(db, q).flatMap((id) => catalogue.resourceById.get(id) ?? [])
  return found.filter(
    (each) => each.status === 'active' && catalogue.organisationById.get(each.organisationId)!.isMember,
  )
}

const slotFacets = (catalogue: Catalogue): readonly Facet<Slot>[] => [
  { name: 'mode', valuesOf: (slot) => [modeOf(slot)] },
  ...resourceFacets(catalogue).map(({ name, valuesOf }) => ({
    name,
    valuesOf: (slot: Slot) => valuesOf(slot.resource),
  })),
]

/** The techniques that most of the members' equipment has. */
function oftenSought({ resources, organisationById }: Catalogue): string[] {
  const members = resources.filter(
    (each) => each.status === 'active' && organisationById.get(each.organisationId)!.isMember,
  )
  const counts = Map.groupBy(
    members.flatMap((each) => each.techniques),
    (technique) => technique,
  )
  return [...counts]
    .sort(([a, m], [b, n]) => n.length - m.length || a.localeCompare(b, 'pl'))
    .slice(0, 7)
    .map(([technique]) => technique)
}

function nextReservation(db: Db, catalogue: Catalogue, person: Person, now: number): NextReservation | null {
  const [next] = reservationsOfPerson(db, person.id, {
    from: now,
    states: ['requested', 'confirmed', 'in_use'],
    limit: 1,
  }).items
  const resource = next && catalogue.resourceById.get(next.resourceId)
  if (!next || !resource) return null
  const organisation = catalogue.organisationById.get(resource.organisationId)!
  return {
    id: next.id,
    state: next.state,
    start: next.start,
    end: next.end,
    timeZone: resource.timeZone,
    resource: resource.name[person.locale],
    organisation: organisation.name[person.locale],
  }
}

function whyNot({ policy }: Resource, minutes: number): 'too-long' | 'too-short' | 'taken' {
  if (minutes > policy.maxMinutes) return 'too-long'
  return minutes < policy.minMinutes ? 'too-short' : 'taken'
}
