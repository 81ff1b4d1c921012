import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { SlotFinderPage, SlotResults } from '../../views/find/slot-finder-page.tsx'
import type { App } from '../app.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Locale } from '../domain/person.ts'
import { findSlots } from '../operations/find-slots.ts'
import { boardDays } from './board.ts'
import { Several } from './catalogue-query.ts'
import { relaxationsOf, whyNothing } from './slot-relaxations.ts'
import { slotTimeline } from './slot-timeline.ts'
import { candidatesFor, questionOf, ROWS, slotFormFrom, slotUrl } from './slot-wish.ts'

const FIELDS = [
  'q',
  'technique',
  'duration',
  'from',
  'to',
  'hours_from',
  'hours_to',
  'day',
  'organisation',
  'units',
  'qualified',
  'instant',
  'several',
  'resource',
  'show',
] as const
const Query = Type.Object(Object.fromEntries(FIELDS.map((name) => [name, Several])))

/** The earliest free times over the whole cluster. `/` asks what one needs; here one says exactly when. */
export function slotFinder(app: App): void {
  app.get('/find', { config: { access: 'anyone' }, schema: { querystring: Query } }, (request, reply) => {
    const { person, locale } = request
    const now = app.clock()
    const zone = app.settings.timeZone
    const catalogue = catalogueOf(app.db)
    const form = slotFormFrom(request.query, zone, now)
    const candidates = candidatesFor(app.db, catalogue, form)
    const isAsked = Object.keys(form.faults).length === 0
    const found = isAsked ? findSlots(app.db, person, questionOf(form, candidates, zone), now) : []
    const shown = found.slice(0, form.shown)
    const seeker = { db: app.db, catalogue, person, zone, now }
    const chosen = form.resources.flatMap((slug) => catalogue.resourceBySlug.get(slug) ?? [])
    const results = {
      form,
      isAsked,
      total: shown.length,
      moreUrl: found.length > shown.length ? slotUrl(form, { shown: form.shown + ROWS }) : null,
      days: boardDays(app.db, shown, { catalogue, person, locale, zone, now }),
      chosen: chosen.map((each) => ({ slug: each.slug, name: each.name[locale] })),
      timeline: shown.length > 0 ? slotTimeline(app.db, shown, { chosen, person, zone, now, until: form.to }) : null,
      nothing:
        isAsked && shown.length === 0
          ? { why: whyNothing(form, candidates, seeker), relaxations: relaxationsOf(form, seeker) }
          : null,
    }
    if (request.isPartial) return reply.page(SlotResults, results)
    return reply.page(SlotFinderPage, {
      ...results,
      techniques: catalogue.techniques,
      organisations: organisationsOf(catalogue, locale),
    })
  })
}

/** Members that have something to reserve, by name. */
function organisationsOf({ organisations, resourcesOfOrganisation }: Catalogue, locale: Locale) {
  return organisations
    .filter(({ id, isMember }) => isMember && resourcesOfOrganisation.get(id)?.some((each) => each.status === 'active'))
    .map(({ slug, name }) => ({ value: slug, label: name[locale] }))
}
