import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { formatOf } from '../../views/format.ts'
import type { DateOption, DateRow } from '../../views/series/series-check.tsx'
import { type TextKey, translateInto } from '../../views/text/translate.ts'
import { violationText } from '../../views/text/violation-text.ts'
import type { App } from '../app.ts'
import type { Alternative } from '../domain/alternatives.ts'
import { holidayOn } from '../domain/holidays.ts'
import type { Locale } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import type { ForeseenOccurrence } from '../domain/series.ts'
import { alternativesFor } from '../operations/alternatives-for.ts'
import type { SeriesRequest } from '../operations/series-request.ts'
import type { FormBody } from './reservation-fields.ts'
import { chosenFor } from './series-fields.ts'

/** Other times are looked for beside so many dates; further ones can be skipped, or the rule be changed. */
const MOST_WITH_OPTIONS = 60

interface Dates {
  readonly wanted: Pick<SeriesRequest, 'timeZone' | 'units'>
  readonly occurrences: readonly ForeseenOccurrence[]
  /** What an attempt to book came to, by date. */
  readonly refused?: readonly ForeseenOccurrence[]
}

/** Every date of a series in the reader's words, with what could be done instead and what has been chosen. */
export function dateRows(app: App, request: FastifyRequest, { wanted, occurrences, refused = [] }: Dates): DateRow[] {
  const { locale } = request
  const t = translateInto(locale)
  const gone = new Set(refused.filter(({ outcome }) => outcome !== 'free').map(({ local }) => local))
  let looked = 0
  return occurrences.map((occurrence) => {
    const { local, start, end, outcome } = occurrence
    const options =
      outcome === 'free' || ++looked > MOST_WITH_OPTIONS ? [] : optionsFor(app, request, occurrence, wanted.units)
    const asked = chosenFor(request.body as FormBody, local)
    const isGone = asked !== '' && asked !== 'skip' && gone.has(local)
    const resource = catalogueOf(app.db).resourceById.get(occurrence.resourceId)!
    return {
      local,
      start,
      end,
      outcome,
      why: [...whyOf(occurrence, resource, locale), ...(isGone ? [t('series.no-longer-free')] : [])],
      options: isGone ? options.filter(({ value }) => value !== asked) : options,
      chosen: isGone ? 'skip' : asked,
    }
  })
}

/** What stands in the way of a date, and what the clocks do to it. Of others' time never more than when. */
export function whyOf(
  { local, start, violations, conflicts, movedMinutes }: ForeseenOccurrence,
  resource: Resource,
  locale: Locale,
): string[] {
  const t = translateInto(locale)
  const format = formatOf(locale, resource.timeZone)
  const taken = [...new Set(conflicts.map((each) => format.span(each.start, each.end)))]
  const holiday = resource.observesHolidays ? holidayOn(local.slice(0, 10), 'PL', locale) : null
  const isClosed = violations.some(({ code }) => code === 'closed')
  return [
    ...(taken.length > 0 ? [t('series.taken-at', { spans: taken.join(', ') })] : []),
    ...(isClosed && holiday ? [`${holiday}.`] : []),
    ...violations
      .filter(({ code }) => !(code === 'closed' && holiday))
      .map((each) => violationText(locale, each, resource.timeZone).message),
    ...(movedMinutes === 0
      ? []
      : [t('series.moved-by-clocks', { local: local.slice(11, 16), start: format.clock(start) })]),
  ]
}

/** Another time that day, else the nearest of another, and equivalent resources at the very time. */
function optionsFor(app: App, request: FastifyRequest, occurrence: ForeseenOccurrence, units: number): DateOption[] {
  const { resourceId, start, end } = occurrence
  const all = alternativesFor(app.db, request.person!, { resourceId, start, end, units }, app.clock())
  const own = all.filter((each) => each.resource.id === resourceId)
  const elsewhere = all.filter((each) => each.resource.id !== resourceId && each.qualified)
  const zone = catalogueOf(app.db).resourceById.get(resourceId)!.timeZone
  const format = formatOf(request.locale, zone)
  const sameDay = own.filter((each) => format.isoDay(each.start) === format.isoDay(start))
  return [
    ...sameDay.map((each) => option('other-time', each, format.span(each.start, each.end))),
    ...(sameDay.length > 0 ? [] : own.slice(0, 2)).map((each) =>
      option('other-day', each, format.daySpan(each.start, each.end)),
    ),
    ...elsewhere.map((each) => option('other-resource', each, placeName(each, request.locale))),
  ]
}

const option = (group: DateOption['group'], { resource, start, end }: Alternative, label: string): DateOption => ({
  group,
  value: `${resource.slug} ${start} ${end}`,
  label,
})

function placeName({ resource, approval }: Alternative, locale: Locale): string {
  const word = translateInto(locale)(`chip.${approval === 'owner' ? 'approval' : 'instant'}` as TextKey)
  return `${resource.name[locale]} (${word})`
}
