import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { faultStatusOf } from '../../db/queries/faults.ts'
import { hoursOf } from '../../db/queries/opening-hours.ts'
import { resourceWeek, weekHoursOf } from '../../db/queries/resource-week.ts'
import { countWaitingOn } from '../../db/queries/waiting-list.ts'
import type { WeekCalendarProps } from '../../views/components/week-calendar.tsx'
import { WeekCalendarFrame } from '../../views/components/week-calendar.tsx'
import {
  CalendarPage,
  type CalendarPageProps,
  EquipmentPage,
  type EquipmentPageProps,
} from '../../views/equipment/equipment-page.tsx'
import type { App } from '../app.ts'
import { accessoriesOf } from '../domain/catalogue.ts'
import { resourceData } from '../domain/linked-data.ts'
import { openingSummary, otherRules } from '../domain/opening-summary.ts'
import { countsLevels } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import type { WeekStart } from '../domain/week-calendar.ts'
import { dayNumber, daysOfWeek, dayText, isWeek, localDayOf, mondayOf } from '../domain/zone.ts'
import { nextCalibration } from '../operations/next-calibration.ts'
import { certificatesFor } from '../operations/readable-documents.ts'
import { rightOn } from '../operations/see-training.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { recordSubjectOf } from './record-subject.ts'

const Slug = Type.Object({ slug: Type.String() })
const Query = Type.Object({
  week: Type.Optional(Type.String()),
  duration: Type.Optional(Type.String()),
  view: Type.Optional(Type.String()),
})
interface CalendarAsked {
  readonly week?: string
  readonly duration?: string
  readonly view?: string
}

/** The pages of a resource: everything about it, and its calendar alone. */
export function equipmentPage(app: App): void {
  const options = { config: { access: 'anyone' }, schema: { params: Slug, querystring: Query } } as const
  app.get('/equipment/:slug', options, (request, reply) => {
    const about = aboutOf(app, request.params.slug)
    const calendar = calendarFor(app, request, about.resource, request.query)
    if (request.isPartial) return reply.page(WeekCalendarFrame, calendar)
    const hours = hoursOf(app.db, about.resource.id)
    const today = localDayOf(app.clock(), about.resource.timeZone)
    return reply.page(EquipmentPage, {
      about,
      calendar,
      opening: openingSummary(hours, today),
      otherRules: otherRules(hours, today),
      today,
      nextStart: nextStart(app, request, about.resource, calendar),
      standing: standingOf(app, request, about.resource),
      waiting: isSteward(request.person, about.resource) ? countWaitingOn(app.db, about.resource.id) : 0,
      calibration: nextCalibration(app.db, about.resource, app.clock()),
      certificates: certificatesFor(app.db, request.person, about.resource.id),
      fault: faultStatusOf(app.db, [about.resource.id]).get(about.resource.id) ?? null,
      data: resourceData(recordSubjectOf(app, about.resource), about.lab, app.settings.publicUrl),
    })
  })
  app.get('/equipment/:slug/calendar', options, (request, reply) => {
    const about = aboutOf(app, request.params.slug)
    const calendar = calendarFor(app, request, about.resource, request.query)
    if (request.isPartial) return reply.page(WeekCalendarFrame, calendar)
    return reply.page(CalendarPage, { about, calendar })
  })
}

/** Where the reader stands with the qualification the resource takes; stewards need none. */
function standingOf(app: App, { person }: FastifyRequest, resource: Resource): EquipmentPageProps['standing'] {
  if (!countsLevels(resource.policy) || resource.status !== 'active' || isSteward(person, resource)) return null
  const right = person && rightOn(app.db, person, resource, app.clock())
  return right ?? { held: null, mayBook: false, isAsked: false }
}

function aboutOf(app: App, slug: string): CalendarPageProps['about'] {
  const catalogue = catalogueOf(app.db)
  const resource = catalogue.resourceBySlug.get(slug)
  if (!resource) throw new HttpRefusal(404, 'not-found', 'There is no such equipment.')
  return {
    resource,
    lab: catalogue.labById.get(resource.labId)!,
    organisation: catalogue.organisationById.get(resource.organisationId)!,
    stewards: catalogue.stewardsOfLab.get(resource.labId) ?? [],
    parent: resource.parentId === null ? null : (catalogue.resourceById.get(resource.parentId) ?? null),
    accessories: accessoriesOf(resource, catalogue),
    parts: resource.inside.map((id) => catalogue.resourceById.get(id)!).filter((each) => each.parentId === resource.id),
  }
}

/** The first start from now on, looked for in the weeks of the strip that have free time. */
function nextStart(
  app: App,
  { person, locale }: FastifyRequest,
  resource: Resource,
  { week, weeks, query }: Omit<WeekCalendarProps, 'page'>,
): WeekStart | null {
  const now = app.clock()
  if (week.start <= now && week.firstStart) return week.firstStart
  for (const { start, end, freeMs } of weeks) {
    if (freeMs === 0 || end <= now) continue
    const monday = localDayOf(start, resource.timeZone)
    const { firstStart } = resourceWeek(app.db, {
      resource,
      viewer: person,
      monday,
      duration: query.duration,
      locale,
      now,
    })
    if (firstStart) return firstStart
  }
  return null
}

const STRIP_WEEKS = 6

function calendarFor(
  app: App,
  { person, locale }: FastifyRequest,
  resource: Resource,
  asked: CalendarAsked,
): Omit<WeekCalendarProps, 'page'> {
  const now = app.clock()
  const { policy, timeZone: zone, slug } = resource
  const thisMonday = mondayOf(dayNumber(localDayOf(now, zone)))
  const monday = asked.week !== undefined && isWeek(asked.week) ? dayNumber(daysOfWeek(asked.week)[0]!) : thisMonday
  const duration = durationFrom(asked.duration, policy.minMinutes, policy.maxMinutes)
  const week = resourceWeek(app.db, { resource, viewer: person, monday: dayText(monday), duration, locale, now })
  // The strip turns in pages of six weeks, counted from this one.
  const page = Math.floor((monday - thisMonday) / (7 * STRIP_WEEKS))
  const stripStart = dayText(thisMonday + page * 7 * STRIP_WEEKS)
  return {
    slug,
    zone,
    policy,
    week,
    weeks: weekHoursOf(app.db, { resource, viewer: person, monday: stripStart, now }, STRIP_WEEKS, week),
    query: { duration, isList: asked.view === 'list' },
    notice: resource.status === 'active' ? null : `calendar.status-${resource.status}`,
  }
}

/** A wish within what the resource allows; anything else is none. */
function durationFrom(text: string | undefined, least: number, most: number): number | null {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return null
  const minutes = Number(text)
  return minutes >= least && minutes <= most ? minutes : null
}
