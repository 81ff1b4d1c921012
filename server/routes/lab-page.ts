import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { labOverview } from '../../db/queries/lab-overview.ts'
import { LabOverviewFrame, LabPage } from '../../views/labs/lab-page.tsx'
import type { App } from '../app.ts'
import { holidayOn } from '../domain/holidays.ts'
import type { OverviewDay } from '../domain/lab-days.ts'
import { labData } from '../domain/linked-data.ts'
import type { Locale } from '../domain/person.ts'
import type { Lab } from '../domain/resource.ts'
import {
  dayNumber,
  daysOfWeek,
  dayText,
  isDay,
  isWeek,
  localDayOf,
  mondayOf,
  startOfDayNumber,
} from '../domain/zone.ts'
import { HttpRefusal } from '../plugins/access.ts'

const Slug = Type.Object({ slug: Type.String() })
const Query = Type.Object({ week: Type.Optional(Type.String()), day: Type.Optional(Type.String()) })

/** A lab with all its equipment, over a week (`?week=2026-W48`) or a day (`?day=2026-11-24`). */
export function labPage(app: App): void {
  app.get(
    '/labs/:slug',
    { config: { access: 'anyone' }, schema: { params: Slug, querystring: Query } },
    (request, reply) => {
      const catalogue = catalogueOf(app.db)
      const lab = catalogue.labBySlug.get(request.params.slug)
      if (!lab) throw new HttpRefusal(404, 'not-found', 'There is no such lab.')
      const now = app.clock()
      const resources = (catalogue.resourcesOfLab.get(lab.id) ?? []).filter((each) => each.status !== 'retired')
      const { firstDay, dayCount } = daysAsked(request.query, lab, now)
      const overview = labOverview(app.db, { lab, resources, viewer: request.person, firstDay, dayCount, now })
      const props = {
        ...overview,
        lab,
        holidays: overview.days.map((_, i) => holidayNameOn(firstDay + i, lab, request.locale)),
        strip: weekAround(firstDay, lab),
      }
      if (request.isPartial) return reply.page(LabOverviewFrame, props)
      const organisation = catalogue.organisationById.get(lab.organisationId)!
      return reply.page(LabPage, {
        ...props,
        organisation,
        data: labData(lab, organisation, app.settings.publicUrl),
        stewards: catalogue.stewardsOfLab.get(lab.id) ?? [],
      })
    },
  )
}

function daysAsked({ day, week }: { day?: string; week?: string }, lab: Lab, now: number) {
  if (day !== undefined && isDay(day)) return { firstDay: dayNumber(day), dayCount: 1 }
  if (week !== undefined && isWeek(week)) return { firstDay: dayNumber(daysOfWeek(week)[0]!), dayCount: 7 }
  return { firstDay: mondayOf(dayNumber(localDayOf(now, lab.timeZone))), dayCount: 7 }
}

const holidayNameOn = (day: number, lab: Lab, locale: Locale) =>
  lab.observesHolidays ? holidayOn(dayText(day), 'PL', locale) : null

function weekAround(day: number, lab: Lab): OverviewDay[] {
  const monday = mondayOf(day)
  return Array.from({ length: 7 }, (_, i) => {
    const start = startOfDayNumber(monday + i, lab.timeZone)
    const end = startOfDayNumber(monday + i + 1, lab.timeZone)
    return { start, end, windowStart: start, windowEnd: end }
  })
}
