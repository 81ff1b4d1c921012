import { translateInto } from '../../views/text/translate.ts'
import type { CalendarEntry, CalendarWords } from '../domain/calendar-file.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Locale } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import type { Series } from '../domain/series.ts'
import type { CalendarSeries } from '../domain/series-calendar.ts'
import type { SeenSeries } from '../operations/see-series.ts'

interface Reader {
  readonly locale: Locale
  readonly publicUrl: string
}

/** The reservation as an entry of the reader's calendar; one of a series as an instance of the series' entry. */
export function calendarEntryOf(
  reservation: ReservationDetail,
  resource: Resource,
  { catalogue, series }: { readonly catalogue: Catalogue; readonly series: Series | null },
  { locale, publicUrl }: Reader,
): CalendarEntry {
  const { id, state, start, end, title, occurrenceLocal, calendarSequence } = reservation
  return {
    ...wordsOf({ title, resource, catalogue, locale }),
    description: [translateInto(locale)(`state.${state}`), ...alsoLine(reservation, catalogue, locale)].join('\n'),
    url: `${publicUrl}/reservations/${id}`,
    reservationId: id,
    sequence: calendarSequence + (series?.calendarSequence ?? 0),
    state,
    start,
    end,
    timeZone: resource.timeZone,
    series: series && { id: series.id, recurrenceLocal: occurrenceLocal!, timeZone: series.timeZone },
  }
}

function alsoLine({ also }: ReservationDetail, { resourceById }: Catalogue, locale: Locale): string[] {
  const names = also.map(({ resourceId, units }) => {
    const name = resourceById.get(resourceId)!.name[locale]
    return units > 1 ? `${name} (${units})` : name
  })
  return names.length > 0 ? [`${translateInto(locale)('mail.fact.also')}: ${names.join(', ')}`] : []
}

/** A whole series as one entry of the reader's calendar. */
export function calendarSeriesOf(
  { series, resource, occurrences }: SeenSeries,
  catalogue: Catalogue,
  { locale, publicUrl }: Reader,
): CalendarSeries {
  const { id, title, calendarSequence, timeZone, startLocal, rrule, durationMinutes } = series
  const url = `${publicUrl}/series/${id}`
  const words = { ...wordsOf({ title, resource, catalogue, locale }), description: url, url }
  return {
    ...words,
    seriesId: id,
    sequence: calendarSequence,
    timeZone,
    startLocal,
    rrule,
    durationMinutes,
    occurrences: occurrences.flatMap((each) => {
      if (each.outcome !== 'booked') return []
      const { reservation, local, start, end } = each
      const isElse = reservation.resourceId !== series.resourceId || reservation.title !== title
      const there = { title: reservation.title, resource: catalogue.resourceById.get(reservation.resourceId)! }
      return {
        local,
        start,
        end,
        sequence: reservation.calendarSequence,
        state: reservation.state,
        words: isElse ? { ...words, ...wordsOf({ ...there, catalogue, locale }) } : null,
      }
    }),
  }
}

/** What an entry is about and where it takes place. */
export function wordsOf({
  title,
  resource,
  catalogue,
  locale,
}: {
  readonly title: string
  readonly resource: Resource
  readonly catalogue: Catalogue
  readonly locale: Locale
}): Pick<CalendarWords, 'summary' | 'location'> {
  const lab = catalogue.labById.get(resource.labId)!
  const organisation = catalogue.organisationById.get(lab.organisationId)!
  return {
    summary: `${resource.name[locale]}: ${title}`,
    location: [lab.name[locale], organisation.name[locale], lab.city].filter(Boolean).join(', '),
  }
}
