import type { ReservationFields } from '../../views/reservations/reservation-form.tsx'
import { type Translate, translateInto } from '../../views/text/translate.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Interval } from '../domain/interval.ts'
import { fieldsOf, type LocalFault, type LocalSpanFields, readLocalSpan } from '../domain/local-span.ts'
import type { Locale } from '../domain/person.ts'
import { PURPOSES, type Purpose } from '../domain/purpose.ts'
import type { PartWish } from '../domain/reservation.ts'
import { isInCalendar, isLocal, localOf } from '../domain/zone.ts'
import { alsoFrom, readAlso } from './also-fields.ts'
import { guestsFrom } from './guest-fields.ts'

export type FormBody = Readonly<Record<string, string | undefined>>

/** What the form holds: every field as typed, nothing lost. */
export function fieldsFrom(body: FormBody): ReservationFields {
  const text = (name: string) => body[name] ?? ''
  return {
    date: text('date'),
    start: text('start'),
    end_date: text('end_date') || text('date'),
    end: text('end'),
    start_fold: text('start_fold'),
    end_fold: text('end_fold'),
    title: text('title'),
    purpose: text('purpose'),
    project: text('project'),
    // Browsers send every line break of a text area as two characters and count one.
    note: text('note').replaceAll('\r\n', '\n'),
    units: text('units') || '1',
    override: text('override'),
    reason: text('reason'),
    also: alsoFrom(body),
    participants: text('participants').replaceAll('\r\n', '\n'),
    guests: guestsFrom(body),
  }
}

export interface ReadForm {
  /** Null when the time cannot be read. */
  readonly span: Interval | null
  readonly units: number
  readonly purpose: Purpose | null
  /** What is taken along. */
  readonly also: readonly PartWish[]
  readonly doubled: readonly Extract<LocalFault, { kind: 'twice' }>[]
  /** Field → sentence. Those of the time alone, and all. */
  readonly timeErrors: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
}

/** Reads the form in the resource's zone; every fault has its sentence at its field. */
export function readForm(fields: ReservationFields, zone: string, { catalogue, locale }: Reading): ReadForm {
  const t = translateInto(locale)
  const taken = readAlso(fields.also, catalogue, locale)
  const read = readLocalSpan(localFields(fields), zone)
  const faults = read.ok ? [] : read.faults
  const timeErrors = Object.fromEntries(faults.map((fault) => [fault.field, faultText(fault, t)]))
  const units = Number(fields.units)
  const purpose = PURPOSES.find((each) => each === fields.purpose) ?? null
  return {
    span: read.ok ? read.span : null,
    units: Number.isInteger(units) && units > 0 ? units : 1,
    purpose,
    also: taken.also,
    doubled: faults.filter((fault) => fault.kind === 'twice'),
    timeErrors,
    errors: {
      ...timeErrors,
      ...taken.errors,
      ...(Number.isInteger(units) && units > 0 ? {} : { units: t('check.bad-units') }),
      ...tooLong(fields, t),
      ...(fields.title.trim() ? {} : { title: t('check.no-title') }),
      ...(purpose ? {} : { purpose: t('check.no-purpose') }),
    },
  }
}

interface Reading {
  readonly catalogue: Catalogue
  readonly locale: Locale
}

/** The span typed, where it can be read. */
export function readTime(fields: ReservationFields, zone: string): Interval | null {
  const read = readLocalSpan(localFields(fields), zone)
  return read.ok ? read.span : null
}

/** `2026-11-24T09:00` or an instant as the form's date and hour; nothing for anything else. */
export function pointFrom(text: string | undefined, zone: string): { date: string; time: string } | null {
  if (!text) return null
  const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2})?$/.exec(text)
  if (local) return isLocal(`${local[1]}T${local[2]}`) ? { date: local[1]!, time: local[2]! } : null
  const at = Date.parse(text)
  if (!isInCalendar(at)) return null
  const there = localOf(at, zone)
  return { date: there.slice(0, 10), time: there.slice(11, 16) }
}

/** As in the API; the form itself lets nobody type more. */
const LONGEST = { title: 200, note: 2000, override: 500, reason: 500 } as const

function tooLong(fields: ReservationFields, t: Translate): Record<string, string> {
  const faults = Object.entries(LONGEST).filter(([name, most]) => fields[name as keyof typeof LONGEST].length > most)
  return Object.fromEntries(faults.map(([name, count]) => [name, t('check.too-many', { count })]))
}

const fold = (text: string) => (text === 'first' || text === 'second' ? text : undefined)

const localFields = (fields: ReservationFields): LocalSpanFields => ({
  date: fields.date,
  start: fields.start,
  endDate: fields.end_date,
  end: fields.end,
  startFold: fold(fields.start_fold),
  endFold: fold(fields.end_fold),
})

export function faultText(fault: LocalFault, t: Translate): string {
  switch (fault.kind) {
    case 'no-date':
      return t('check.no-date')
    case 'no-time':
      return t('check.no-time')
    case 'gap':
      return t('check.gap', { instead: fault.instead })
    case 'twice':
      return t('check.twice')
  }
}

/** `slug start end` of a button in the panel. */
export function takenFrom(text: string | undefined) {
  const [slug, start, end] = (text ?? '').split(' ')
  const span = { start: Number(start), end: Number(end) }
  return slug && isInCalendar(span.start) && isInCalendar(span.end) && span.end > span.start ? { slug, ...span } : null
}

/** The form's fields for a span. */
export function timeFields(span: Interval, zone: string) {
  const { date, start, endDate, end, startFold, endFold } = fieldsOf(span, zone)
  return { date, start, end_date: endDate, end, start_fold: startFold, end_fold: endFold }
}
