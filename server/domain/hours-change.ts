import type { Hours } from './availability.ts'
import { AUDIENCES, type AvailabilityRule, MAX_RULES_PER_RESOURCE, RULE_EFFECTS } from './availability-rule.ts'
import type { Interval } from './interval.ts'
import { type Recurring, startsBetween } from './recurrence.ts'
import { recurringFault } from './recurring-fault.ts'
import type { ReservationDetail } from './reservation.ts'
import type { Resource } from './resource.ts'
import { DAY_MS, floatingOf, floatingText, isDay, isLocal } from './zone.ts'

/** Whose hours: rules belong to a lab or to one resource. */
export interface HoursPlace {
  readonly kind: 'lab' | 'resource'
  readonly id: number
}

/** A rule as somebody wants it, before it belongs to a place. */
export type RuleDraft = Omit<AvailabilityRule, 'id' | 'labId' | 'resourceId'>

export type HoursChange =
  | { readonly kind: 'add'; readonly rules: readonly RuleDraft[] }
  /** `seen` is the digest of the rule as it was shown: one that reads otherwise by now is left alone. */
  | { readonly kind: 'change'; readonly id: number; readonly rule: RuleDraft; readonly seen?: string | undefined }
  | { readonly kind: 'remove'; readonly id: number; readonly seen?: string | undefined }
  /** Adds the other place's own rules to this place's. */
  | { readonly kind: 'copy'; readonly from: HoursPlace }
  /** Whether public holidays close the place; null, for a resource only, is as its lab has it. */
  | { readonly kind: 'holidays'; readonly observes: boolean | null }

/** A reservation to come whose time was open to its requester before a change of hours and is not after it. */
export interface Affected {
  readonly reservation: ReservationDetail
  readonly resource: Resource
  /** The nearest free time after the change; null where there is none, or nobody looked for it. */
  readonly nearest: Interval | null
}

/** What an owner may do about an affected reservation; `move` is to the nearest free time. */
export const HOURS_CHOICES = ['keep', 'cancel', 'move'] as const
export type HoursChoice = (typeof HOURS_CHOICES)[number]

/** The field that does not do, why (`invalid.REASON` of the texts), and what the sentence names. */
export interface FieldFault {
  readonly field: string
  readonly reason: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** The longest label of a rule, in characters. */
export const MAX_LABEL = 200
/** 31 days. */
export const MAX_WINDOW_MINUTES = 44_640

/** What is wrong with a rule as somebody typed it, by the field's name in the API; null when it may be kept. */
export function ruleFault(draft: RuleDraft, zone: string): FieldFault | null {
  if (!RULE_EFFECTS.includes(draft.effect)) return { field: 'effect', reason: 'other' }
  if (!AUDIENCES.includes(draft.audience)) return { field: 'audience', reason: 'other' }
  if (!isWholeMinute(draft.startLocal)) return { field: 'dtstart', reason: 'local-time' }
  const { durationMinutes } = draft
  if (!(Number.isInteger(durationMinutes) && durationMinutes >= 1 && durationMinutes <= MAX_WINDOW_MINUTES))
    return { field: 'duration', reason: 'window-length', values: { days: 31 } }
  if (draft.label.length > MAX_LABEL) return { field: 'label', reason: 'too-many', values: { wanted: MAX_LABEL } }
  return recurrenceFieldFault(draft, zone)
}

/** `recurringFault` in the fields of the API; reasons are `recurrence-…` and name the part of RFC 5545. */
export function recurrenceFieldFault(
  rule: Pick<RuleDraft, 'startLocal' | 'rrule' | 'exdates' | 'rdates' | 'validUntil'>,
  zone: string,
): FieldFault | null {
  const fault = recurringFault(rule, zone)
  if (!fault) return null
  const { part, reason } = fault
  if (part === 'DTSTART') return { field: 'dtstart', reason: 'local-time' }
  if (part === 'VALID-UNTIL') return { field: 'valid_until', reason: 'day' }
  const values = { part }
  if (part !== 'EXDATE' && part !== 'RDATE') return { field: 'rrule', reason: `recurrence-${reason}`, values }
  const dates = part === 'EXDATE' ? rule.exdates : rule.rdates
  const bad = reason === 'malformed' ? `.${dates.findIndex((text) => !isDay(text) && !isLocal(text))}` : ''
  return { field: `${part.toLowerCase()}s${bad}`, reason: bad ? 'local-date' : `recurrence-${reason}`, values }
}

/** Windows start on whole minutes: their ends are told as HH:MM. */
const isWholeMinute = (local: string) => isLocal(local) && (local.length === 16 || local.endsWith(':00'))

/**
 * The rule as it is kept: texts in their long form, DTSTART on the first start of its recurrence, which every other
 * calendar then reads alike. The windows stay the same. For a draft without a fault.
 */
export function normalisedRule(draft: RuleDraft, zone: string): RuleDraft {
  const rrule = draft.rrule
    .trim()
    .replace(/^RRULE:/i, '')
    .toUpperCase()
  const pattern = { startLocal: longLocal(draft.startLocal), rrule, exdates: [], rdates: [], validUntil: null }
  return {
    ...draft,
    rrule,
    // Left-out dates count for COUNT, added ones follow no rhythm: neither may shift the start.
    startLocal: firstWithinYears(pattern, zone) ?? pattern.startLocal,
    exdates: draft.exdates.map(longDate),
    rdates: draft.rdates.map(longDate),
    label: draft.label.trim(),
  }
}

/** A rule that has no day for eleven years may keep its start. */
function firstWithinYears(pattern: Recurring, zone: string): string | null {
  const start = floatingOf(pattern.startLocal)
  const [first] = startsBetween(pattern, start, start + 4000 * DAY_MS, zone)
  return first === undefined ? null : floatingText(first)
}

const longLocal = (local: string) => floatingText(floatingOf(local))
const longDate = (text: string) => (text.length === 10 ? text : longLocal(text))

/** What speaks against a change of a place with these rules of its own; null when it may be made. */
export function changeFault(
  change: HoursChange,
  place: HoursPlace,
  { own, copied, zone }: { own: readonly AvailabilityRule[]; copied: readonly RuleDraft[]; zone: string },
): FieldFault | null {
  if (change.kind === 'holidays')
    return place.kind === 'lab' && change.observes === null ? { field: 'observes_holidays', reason: 'required' } : null
  if (change.kind === 'remove') return null
  if (change.kind === 'change') return ruleFault(change.rule, zone)
  if (change.kind === 'copy' && copied.length === 0) return { field: 'from', reason: 'no-rules' }
  const added = change.kind === 'add' ? change.rules : copied
  if (own.length + added.length > MAX_RULES_PER_RESOURCE)
    return { field: 'rules', reason: 'too-many-rules', values: { limit: MAX_RULES_PER_RESOURCE } }
  for (const [i, draft] of added.entries()) {
    const fault = ruleFault(draft, zone)
    if (fault) return added.length === 1 ? fault : { ...fault, field: `rules.${i}.${fault.field}` }
  }
  return null
}

/**
 * Hours as they will be after a change of a place, whose rules are among theirs. `added` have no id yet and get
 * negative ones; `observes` is what holds for these hours in the end.
 */
export function hoursAfter(
  hours: Hours,
  place: HoursPlace,
  change: HoursChange,
  { added, observes }: { added: readonly RuleDraft[]; observes: boolean },
): Hours {
  const of = { labId: place.kind === 'lab' ? place.id : null, resourceId: place.kind === 'resource' ? place.id : null }
  const kept =
    change.kind === 'remove'
      ? hours.rules.filter(({ id }) => id !== change.id)
      : change.kind === 'change'
        ? hours.rules.map((rule) => (rule.id === change.id ? { ...rule, ...added[0]! } : rule))
        : hours.rules
  const isAdding = change.kind === 'add' || change.kind === 'copy'
  const rules = isAdding ? [...kept, ...added.map((draft, i) => ({ ...draft, ...of, id: -1 - i }))] : kept
  return { ...hours, observesHolidays: observes, rules }
}
