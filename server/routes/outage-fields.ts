import type { OutageFields } from '../../views/manage/outage-form.tsx'
import type { TextKey, Translate } from '../../views/text/translate.ts'
import { OUTAGE_KINDS } from '../domain/availability-rule.ts'
import { clockOf, fieldsOf, type LocalFault, readLocalSpan } from '../domain/local-span.ts'
import type { OutageDraft } from '../domain/outage.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import { addDays, isDay } from '../domain/zone.ts'
import type { Refusal } from '../operations/result.ts'
import { type FormBody, readRule, ruleFieldsFrom } from './hours-fields.ts'
import { faultText } from './reservation-fields.ts'

/** What was typed of an outage, nothing lost. */
export const outageFieldsFrom = (body: FormBody): OutageFields => ({
  ...ruleFieldsFrom({ pattern: 'once', ...body }),
  // Of a rule of hours; an outage closes for everybody.
  effect: 'closed',
  audience: 'everyone',
  kind: body['kind'] ?? 'maintenance',
  planned: body['planned'] ?? 'yes',
  reason: body['reason'] ?? '',
  ...{ start_fold: body['start_fold'] ?? '', end_fold: body['end_fold'] ?? '' },
})

/** The form of an outage that is there. */
export const fieldsOfOutage = (outage: OutageDraft, zone: string): OutageFields =>
  outageFieldsFrom(formOfOutage(outage, zone))

/** The same as a form would send it. */
export function formOfOutage({ kind, planned, reason, ...span }: OutageDraft, zone: string) {
  const { date, start, endDate, end, startFold = '', endFold = '' } = fieldsOf(span, zone)
  return {
    ...{ pattern: 'once', from_date: date, from: start, to_date: endDate, to: end },
    ...{ start_fold: startFold, end_fold: endFold, kind, planned: planned ? 'yes' : 'no', reason },
  }
}

export type Wanted = Exclude<OutageChange, { readonly kind: 'change' }>

export interface ReadOutage {
  /** Null while something is wrong. */
  readonly wanted: Wanted | null
  /** Field → sentence. */
  readonly errors: Readonly<Record<string, string>>
  readonly doubled: readonly Extract<LocalFault, { kind: 'twice' }>[]
}

/** Reads the form in the resource's zone; every fault has its sentence at its field. */
export function readOutage(fields: OutageFields, body: FormBody, zone: string, t: Translate): ReadOutage {
  const matter = {
    kind: OUTAGE_KINDS.find((each) => each === fields.kind) ?? 'maintenance',
    planned: fields.planned !== 'no',
    reason: fields.reason.trim(),
  }
  if (fields.pattern !== 'once' || fields.rrule !== '') return readRepeated(fields, matter, zone, t)
  const read = readLocalSpan(
    {
      ...{ date: fields.from_date, start: fields.from, endDate: lastDayOf(fields), end: fields.to },
      ...{ startFold: foldOf(body['start_fold']), endFold: foldOf(body['end_fold']) },
    },
    zone,
  )
  if (read.ok) return { wanted: { kind: 'open', outage: { ...matter, ...read.span } }, errors: {}, doubled: [] }
  return {
    wanted: null,
    errors: Object.fromEntries(read.faults.map((fault) => [FIELDS[fault.field], faultText(fault, t)])),
    doubled: read.faults.filter((fault) => fault.kind === 'twice'),
  }
}

const foldOf = (text: string | undefined) => (text === 'first' || text === 'second' ? text : undefined)

/** Left empty it is the first day, or the one after where the end lies past midnight. */
function lastDayOf({ from_date: first, to_date: last, from, to }: OutageFields): string {
  const [start, end] = [clockOf(from), clockOf(to)]
  if (last || !isDay(first) || !start || !end || end > start) return last
  return addDays(first, 1)
}

const FIELDS = { date: 'from_date', start: 'from', end_date: 'to_date', end: 'to' } as const

/** The last day of the form becomes the rule's UNTIL. */
function readRepeated(
  fields: OutageFields,
  outage: Extract<OutageChange, { kind: 'open-by-rule' }>['outage'],
  zone: string,
  t: Translate,
): ReadOutage {
  const { draft, errors } = readRule(fields, zone, t)
  if (!draft) return { wanted: null, errors, doubled: [] }
  const { startLocal, durationMinutes, validUntil } = draft
  const parts = draft.rrule.split(';').filter((part) => validUntil === null || !/^(COUNT|UNTIL)=/.test(part))
  const rrule = [...parts, ...(validUntil === null ? [] : [`UNTIL=${validUntil.replaceAll('-', '')}T235959`])].join(';')
  return {
    wanted: { kind: 'open-by-rule', rule: { startLocal, durationMinutes, rrule }, outage },
    errors: {},
    doubled: [],
  }
}

/** A refusal at the field of the form. */
export function outageErrors(refusal: Extract<Refusal, { kind: 'invalid' }>, t: Translate): Record<string, string> {
  const field = { start: 'from_date', end: 'to', dtstart: 'from_date', duration: 'to' }[refusal.field] ?? refusal.field
  return { [field]: t(`invalid.${refusal.reason}` as TextKey, refusal.values ?? {}) }
}
