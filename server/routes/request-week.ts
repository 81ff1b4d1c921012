import type { Db } from '../../db/connect.ts'
import { busyDuring } from '../../db/queries/claims.ts'
import { openTimeOf } from '../../db/queries/opening-hours.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import type { RequestCardProps } from '../../views/approvals/approvals-page.tsx'
import type { StripBlock } from '../../views/approvals/week-strip.tsx'
import { formatOf } from '../../views/format.ts'
import { translateInto } from '../../views/text/translate.ts'
import { AUDIENCES } from '../domain/availability-rule.ts'
import { holidayOn } from '../domain/holidays.ts'
import { clip, type Interval, overlaps } from '../domain/interval.ts'
import type { Locale } from '../domain/person.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'
import { addDays, daysOfWeek, instantOf, localDayOf, minutesOfDay, startOfDay, weekOf } from '../domain/zone.ts'

const HOUR = 3_600_000

type RequestWeek = Pick<RequestCardProps, 'week' | 'hours' | 'competing'>

/** The local week around a request: what is taken, out or asked for, day by day. */
export function requestWeek(db: Db, request: ReservationDetail, resource: Resource, locale: Locale): RequestWeek {
  const zone = resource.timeZone
  const days = daysOfWeek(weekOf(localDayOf(request.start, zone)))
  const week = { start: startOfDay(days[0]!, zone), end: startOfDay(addDays(days[6]!, 1), zone) }
  const busy = busyDuring(db, resource, week).filter((each) => each.reservationId !== request.id)
  const open = openTimeOf(db, resource.id, week, new Set(AUDIENCES))
  const outages = outagesDuring(db, resource.id, week)
  const hours = hoursShown(request, zone)
  return {
    week: days.map((day) =>
      dayOf(day, { request, busy, open, outages, hours, zone, locale, observes: resource.observesHolidays }),
    ),
    hours: { from: `${hours.from}`, to: `${hours.to}` },
    competing: busy.filter((each) => each.tentative && overlaps(each, request)).length,
  }
}

/** 8–18, or more where the request lies outside. */
function hoursShown({ start, end }: Interval, zone: string) {
  const from = Math.floor(minutesOfDay(start, zone) / 60)
  const to =
    end - start > 12 * HOUR || minutesOfDay(end, zone) <= minutesOfDay(start, zone)
      ? 24
      : Math.ceil(minutesOfDay(end, zone) / 60)
  return { from: Math.min(8, from), to: Math.max(18, to) }
}

interface Around {
  readonly request: ReservationDetail
  readonly busy: readonly Interval[]
  readonly open: readonly Interval[]
  readonly outages: readonly Interval[]
  readonly hours: { readonly from: number; readonly to: number }
  readonly zone: string
  readonly locale: Locale
  readonly observes: boolean
}

function dayOf(
  day: string,
  { request, busy, open, outages, hours, zone, locale, observes }: Around,
): RequestCardProps['week'][number] {
  const at = (hour: number) =>
    hour === 24 ? startOfDay(addDays(day, 1), zone) : instantOf(`${day}T${String(hour).padStart(2, '0')}:00`, zone)
  const frame = { start: at(hours.from), end: at(hours.to) }
  const format = formatOf(locale, zone)
  const blocks = (kind: StripBlock['kind'], spans: readonly Interval[]) =>
    clip(spans, frame).map((span) => ({
      kind,
      top: percentOf(span.start, frame),
      height: percentOf(span.end, frame) - percentOf(span.start, frame),
    }))
  const holiday = observes ? holidayOn(day, 'PL', locale) : null
  const isThis = overlaps(request, { start: startOfDay(day, zone), end: startOfDay(addDays(day, 1), zone) })
  const taken = clip(busy, frame)
  const words = [
    format.longDay(frame.start),
    ...(holiday ? [holiday] : []),
    ...taken.map((span) => format.span(span.start, span.end)),
  ].join(', ')
  return {
    label: `${format.dayTiny(frame.start)} ${Number(day.slice(8))}`,
    words: taken.length > 0 ? `${words} (${translateInto(locale)('approvals.taken')})` : words,
    state: clip(open, frame).length > 0 ? 'open' : holiday ? 'holiday' : 'closed',
    isThis,
    blocks: [...blocks('out', outages), ...blocks('busy', busy), ...(isThis ? blocks('asked', [request]) : [])],
  }
}

const percentOf = (at: number, { start, end }: Interval) => ((at - start) / (end - start)) * 100
