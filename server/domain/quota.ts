import { clip, type Interval, lengthOf } from './interval.ts'
import { PURPOSES, type Purpose } from './purpose.ts'
import { clockOn } from './week-hours.ts'
import { dayNumber, dayText, localDayOf, mondayOf, startOfDayNumber } from './zone.ts'

/** Whose reservations a quota counts together. */
export const QUOTA_HOLDERS = ['person', 'project', 'organisation'] as const
export type QuotaHolder = (typeof QUOTA_HOLDERS)[number]

export const QUOTA_MEASURES = ['hours', 'count'] as const
export type QuotaMeasure = (typeof QUOTA_MEASURES)[number]

/** `running`: everything still to come, whenever that is. */
export const QUOTA_PERIODS = ['day', 'week', 'month', 'running'] as const
export type QuotaPeriod = (typeof QUOTA_PERIODS)[number]

export const POLICY_PLACES = ['organisation', 'lab', 'resource'] as const
/** What settings are made for: a resource, all of a lab, or all that an organisation owns. */
export interface PolicyPlace {
  readonly kind: (typeof POLICY_PLACES)[number]
  readonly id: number
}

/** How much of a place one holder may have in a period. */
export interface Quota {
  readonly id: number
  readonly place: PolicyPlace
  readonly per: QuotaHolder
  readonly measure: QuotaMeasure
  /** Minutes, or a number of reservations. */
  readonly most: number
  readonly period: QuotaPeriod
  /** Only time between these minutes of the local day counts, over midnight where `from` is the later; null for all. */
  readonly hours: { readonly fromMinute: number; readonly toMinute: number } | null
  readonly exemptPurposes: readonly Purpose[]
  readonly label: string
}

/** The field of a quota that does not do, or null. */
export function quotaFault({
  per,
  measure,
  most,
  period,
  hours,
  exemptPurposes,
  label,
}: Omit<Quota, 'id'>): string | null {
  if (!QUOTA_HOLDERS.includes(per)) return 'per'
  if (!QUOTA_MEASURES.includes(measure)) return 'measure'
  if (!QUOTA_PERIODS.includes(period)) return 'period'
  if (!isWithin(most, 0, measure === 'hours' ? MOST_MINUTES : MOST_COUNT)) return 'most'
  if (hours && !areHours(hours)) return 'hours'
  if (!exemptPurposes.every((each) => PURPOSES.includes(each))) return 'exempt'
  return label.length <= 200 ? null : 'label'
}

const MOST_MINUTES = 1_000_000
const MOST_COUNT = 10_000

const isWithin = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most
const areHours = ({ fromMinute, toMinute }: NonNullable<Quota['hours']>) =>
  isWithin(fromMinute, 0, 1439) && isWithin(toMinute, 0, 1440) && fromMinute !== toMinute

/** A quota and what its holder has besides the wish: the times of reservations that it counts. */
export interface QuotaUse {
  readonly quota: Quota
  readonly others: readonly Interval[]
}

/** How a wish goes beyond a quota: minutes, or reservations. */
export interface QuotaExcess {
  readonly quota: Quota
  readonly used: number
  readonly asked: number
  /** The period it goes beyond; null for `running`, which has none. */
  readonly within: Interval | null
}

const MINUTE = 60_000
const FOREVER = Number.MAX_SAFE_INTEGER

/**
 * The first period in which the wish would go beyond the quota, or null. Hours count in the local days they lie in;
 * a number of reservations in the period they start in. What takes nothing of a period cannot go beyond it.
 */
export function excessOf({ quota, others }: QuotaUse, wanted: Interval, zone: string, now: number): QuotaExcess | null {
  const amountOf = AMOUNTS[quota.measure]
  for (const period of periodsOf(quota.period, wanted, zone, now)) {
    const asked = amountOf(wanted, period, quota, zone)
    if (asked === 0) continue
    const used = others.reduce((sum, each) => sum + amountOf(each, period, quota, zone), 0)
    if (used + asked > quota.most) return { quota, used, asked, within: period.end === FOREVER ? null : period }
  }
  return null
}

/** How much of the quota is used and asked for in the first period that the wish takes something of; null where it takes nothing. */
export function shareOf({ quota, others }: QuotaUse, wanted: Interval, zone: string, now: number) {
  const amountOf = AMOUNTS[quota.measure]
  for (const period of periodsOf(quota.period, wanted, zone, now)) {
    const asked = amountOf(wanted, period, quota, zone)
    const used = others.reduce((sum, each) => sum + amountOf(each, period, quota, zone), 0)
    if (asked > 0) return { quota, used, asked }
  }
  return null
}

/** The time whose reservations bear on the wish, for whoever looks them up. */
export function timeCounted({ period }: Quota, wanted: Interval, zone: string, now: number): Interval {
  const periods = periodsOf(period, wanted, zone, now)
  return { start: periods[0]!.start, end: periods.at(-1)!.end }
}

/** The local days, weeks from Monday or months the span touches, in order. */
function periodsOf(period: QuotaPeriod, { start, end }: Interval, zone: string, now: number): Interval[] {
  if (period === 'running') return [{ start: now, end: FOREVER }]
  const last = dayNumber(localDayOf(Math.max(end - 1, start), zone))
  const periods: Interval[] = []
  for (let day = FIRST_DAY[period](dayNumber(localDayOf(start, zone))); day <= last; ) {
    const next = NEXT[period](day)
    periods.push({ start: startOfDayNumber(day, zone), end: startOfDayNumber(next, zone) })
    day = next
  }
  return periods
}

const firstOfMonth = (day: number) => dayNumber(`${dayText(day).slice(0, 7)}-01`)

const FIRST_DAY = { day: (day: number) => day, week: mondayOf, month: firstOfMonth }
const NEXT = {
  day: (day: number) => day + 1,
  week: (monday: number) => monday + 7,
  month: (first: number) => firstOfMonth(first + 31),
}

type Amount = (time: Interval, period: Interval, quota: Quota, zone: string) => number

const AMOUNTS: Record<QuotaMeasure, Amount> = {
  hours: (time, period, { hours }, zone) => {
    const inside = clip([time], period)
    return lengthOf(inside.flatMap((part) => partsWithin(part, hours, zone))) / MINUTE
  },
  count: (time, period, { hours }, zone) => {
    // Of what is still to come the one that runs now is one, too.
    const counts =
      period.end === FOREVER ? time.end > period.start : time.start >= period.start && time.start < period.end
    return counts && partsWithin(time, hours, zone).length > 0 ? 1 : 0
  },
}

/** The parts of the time between these hours of its local days, by the wall clock. */
function partsWithin(time: Interval, hours: Quota['hours'], zone: string): Interval[] {
  if (hours === null) return [time]
  const { fromMinute, toMinute } = hours
  const windows =
    fromMinute < toMinute
      ? [[fromMinute, toMinute]]
      : [
          [0, toMinute],
          [fromMinute, 1440],
        ]
  const days: Interval[] = []
  const last = dayNumber(localDayOf(time.end - 1, zone))
  for (let day = dayNumber(localDayOf(time.start, zone)); day <= last; day++)
    for (const [from, to] of windows) days.push({ start: clockOn(day, from!, zone), end: clockOn(day, to!, zone) })
  return clip(days, time)
}
