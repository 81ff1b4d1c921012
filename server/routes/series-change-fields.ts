import type { SeriesFields } from '../../views/series/series-form.tsx'
import type { Translate } from '../../views/text/translate.ts'
import { clockOf } from '../domain/local-span.ts'
import { PURPOSES } from '../domain/purpose.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import { minuteOfDay } from '../domain/window-length.ts'
import { localOf } from '../domain/zone.ts'
import type { SeriesChange } from '../operations/change-series.ts'
import type { SeenSeries } from '../operations/see-series.ts'
import type { FormBody } from './reservation-fields.ts'
import { scopeFrom } from './series-scope.ts'

const DAY = 1440

/** The form as it opens: at one date and what follows, or at all that is to come. */
export function seriesFieldsOf(
  { series, project }: SeenSeries,
  open: readonly ReservationDetail[],
  from: string | undefined,
): SeriesFields {
  const asked = open.find(({ start }) => String(start) === from)
  const base = asked ?? open[0]
  const minutes = base ? (base.end - base.start) / 60_000 : series.durationMinutes
  const was = (base ? localOf(base.start, series.timeZone) : series.startLocal).slice(11, 16)
  return {
    scope: asked ? 'following' : 'all',
    from: asked ? String(asked.start) : '',
    includeChanged: false,
    was,
    was_minutes: String(minutes),
    day_shift: '0',
    start: was,
    end: clockText(minuteOfDay(was) + minutes),
    title: series.title,
    purpose: series.purpose,
    project: project?.code ?? '',
    note: series.note ?? '',
    units: String(series.units),
    override: '',
    reason: '',
  }
}

/** What the form holds: every field as typed, nothing lost. */
export function seriesFieldsFrom(body: FormBody): SeriesFields {
  const text = (name: string) => body[name] ?? ''
  return {
    scope: body['scope'] === 'following' ? 'following' : 'all',
    from: text('from'),
    includeChanged: body['include_changed'] === '1',
    was: clockOf(text('was')) ?? '00:00',
    was_minutes: text('was_minutes'),
    day_shift: text('day_shift'),
    start: text('start'),
    end: text('end'),
    title: text('title'),
    purpose: text('purpose'),
    project: text('project'),
    note: text('note').replaceAll('\r\n', '\n'),
    units: text('units') || '1',
    override: text('override'),
    reason: text('reason'),
  }
}

export interface ReadSeriesForm {
  /** What is to change; what was left as it is stays out. */
  readonly change: SeriesChange
  /** Field → sentence. Those of the time alone, and all. */
  readonly timeErrors: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** Reads the form: a time is a shift from the one the form was opened with. */
export function readSeriesForm(fields: SeriesFields, { series, project }: SeenSeries, t: Translate): ReadSeriesForm {
  const start = clockOf(fields.start)
  const end = clockOf(fields.end)
  const days = Number(fields.day_shift || '0')
  const minutes = start && end ? lengthOf(fields, start, end) : 0
  const timeErrors: Record<string, string> = {
    ...(start ? {} : { start: t('check.no-time') }),
    ...(end ? {} : { end: t('check.no-time') }),
    ...(start && end && minutes === 0 ? { end: t('violation.end-before-start') } : {}),
    ...(Number.isInteger(days) && Math.abs(days) <= 31 ? {} : { day_shift: t('check.no-date') }),
  }
  const units = Number(fields.units)
  const purpose = PURPOSES.find((each) => each === fields.purpose)
  const errors = {
    ...timeErrors,
    ...(Number.isInteger(units) && units > 0 ? {} : { units: t('check.bad-units') }),
    ...(fields.title.trim() ? {} : { title: t('check.no-title') }),
    ...(purpose ? {} : { purpose: t('check.no-purpose') }),
    ...tooLong(fields, t),
  }
  const shift = start ? days * DAY + minuteOfDay(start) - minuteOfDay(fields.was) : 0
  const title = fields.title.trim()
  const note = fields.note.trim() || null
  const code = fields.project || null
  return {
    timeErrors,
    errors,
    change: {
      ...scopeFrom({ scope: fields.scope, from: fields.from, include_changed: fields.includeChanged ? '1' : '' }),
      ...(shift !== 0 && { shiftMinutes: shift }),
      ...(minutes > 0 && minutes !== Number(fields.was_minutes) && { durationMinutes: minutes }),
      ...(title && title !== series.title && { title }),
      ...(purpose && purpose !== series.purpose && { purpose }),
      ...(note !== series.note && { note }),
      ...(code !== (project?.code ?? null) && { projectCode: code }),
      ...(units > 0 && units !== series.units && { units }),
      override: fields.override.trim() || null,
      reason: fields.reason.trim() || null,
    },
  }
}

/** From one hour to the other, past midnight too; whole days of the old length stay. */
function lengthOf({ was_minutes }: SeriesFields, start: string, end: string): number {
  const days = Math.floor((Number(was_minutes) || 0) / DAY)
  return ((minuteOfDay(end) - minuteOfDay(start) + DAY) % DAY) + days * DAY
}

const clockText = (minutes: number) =>
  `${String(Math.floor((minutes % DAY) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const LONGEST = { title: 200, note: 2000, override: 500, reason: 500 } as const

function tooLong(fields: SeriesFields, t: Translate): Record<string, string> {
  const faults = Object.entries(LONGEST).filter(([name, most]) => fields[name as keyof typeof LONGEST].length > most)
  return Object.fromEntries(faults.map(([name, count]) => [name, t('check.too-many', { count })]))
}
