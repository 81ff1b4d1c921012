import { translateInto } from '../../views/text/translate.ts'
import type { CalendarEntry } from '../domain/calendar-file.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Locale } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'

/** The reservation as an entry of the reader's calendar. */
export function calendarEntryOf(
  reservation: ReservationDetail,
  resource: Resource,
  catalogue: Catalogue,
  { locale, publicUrl }: { locale: Locale; publicUrl: string },
): CalendarEntry {
  const lab = catalogue.labById.get(resource.labId)!
  const organisation = catalogue.organisationById.get(lab.organisationId)!
  return {
    reservationId: reservation.id,
    sequence: reservation.calendarSequence,
    state: reservation.state,
    start: reservation.start,
    end: reservation.end,
    timeZone: resource.timeZone,
    summary: `${resource.name[locale]}: ${reservation.title}`,
    description: translateInto(locale)(`state.${reservation.state}`),
    location: [lab.name[locale], organisation.name[locale], lab.city].filter(Boolean).join(', '),
    url: `${publicUrl}/reservations/${reservation.id}`,
  }
}
