import { type Static, Type } from 'typebox'
import { AUDIENCES, type AvailabilityRule, RULE_EFFECTS } from '../domain/availability-rule.ts'
import { type FieldFault, MAX_LABEL, type RuleDraft } from '../domain/hours-change.ts'
import { MAX_DATES } from '../domain/recurring-fault.ts'
import { durationText, endTimeOf, minutesOf, minutesUntil } from '../domain/window-length.ts'
import { isLocal } from '../domain/zone.ts'
import { spanOf } from './presenters.ts'
import { nullable, oneOf, SpanOut } from './schemas.ts'

const Effect = oneOf(RULE_EFFECTS, {
  description: 'open; closed takes time away; replace stands instead of the open hours on the days it has a window',
})
const Who = oneOf(AUDIENCES, {
  description: 'members: organisations that are no companies; organisation: the owner’s own people',
})
const Local = (description: string) => Type.String({ maxLength: 40, description })
const Dates = (description: string) => Type.Array(Type.String({ maxLength: 40 }), { maxItems: MAX_DATES, description })

/** What is written. Times are wall clock of the resource's, or the lab's, zone. */
export const RuleIn = Type.Object(
  {
    effect: Effect,
    audience: Type.Optional(Who),
    dtstart: Local('Local start of the first window, 2026-01-05T08:00:00; moved to the first day that fits the rule'),
    end_time: Type.Optional(
      nullable(Type.String({ maxLength: 10, description: 'HH:MM; not after the start is the next day. Or duration' })),
    ),
    duration: Type.Optional(
      nullable(Type.String({ maxLength: 40, description: 'ISO 8601, on the wall clock, up to 31 days. Or end_time' })),
    ),
    rrule: Type.Optional(nullable(Type.String({ description: 'RFC 5545; none or empty for a single window' }))),
    exdates: Type.Optional(Dates('Local days or starts left out')),
    rdates: Type.Optional(Dates('Local days or starts added')),
    valid_until: Type.Optional(nullable(Local('The last local day a window may start on'))),
    label: Type.Optional(Type.String({ maxLength: MAX_LABEL })),
  },
  { additionalProperties: false },
)

const rule = {
  id: Type.Integer(),
  effect: Effect,
  audience: Who,
  dtstart: Type.String(),
  end_time: Type.String(),
  duration: Type.String(),
  rrule: Type.String(),
  exdates: Type.Array(Type.String()),
  rdates: Type.Array(Type.String()),
  valid_until: nullable(Type.String()),
  label: Type.String(),
  inherited: Type.Boolean({ description: 'A rule of the lab; open ones hold where the resource has no open rules' }),
}
export const RuleOut = Type.Object(rule)
export const NewRuleOut = Type.Object({
  ...rule,
  affected: Type.Array(Type.Object({ reservation: Type.Integer(), resource: Type.String(), ...SpanOut.properties }), {
    description: 'Reservations to come that now lie outside open time. They are kept',
  }),
})

/** The rule a body means, or the field that keeps it from meaning one. */
export function draftFrom(body: Static<typeof RuleIn>): RuleDraft | FieldFault {
  const { dtstart, end_time: endTime = null, duration = null } = body
  if (!isLocal(dtstart)) return { field: 'dtstart', reason: 'local-time' }
  if ((endTime === null) === (duration === null))
    return { field: endTime === null ? 'end_time' : 'duration', reason: 'one-length' }
  const durationMinutes = endTime === null ? minutesOf(duration!) : minutesUntil(dtstart, endTime)
  if (durationMinutes === null)
    return endTime === null ? { field: 'duration', reason: 'duration' } : { field: 'end_time', reason: 'end-time' }
  return {
    effect: body.effect as RuleDraft['effect'],
    audience: (body.audience ?? 'everyone') as RuleDraft['audience'],
    startLocal: dtstart,
    durationMinutes,
    rrule: body.rrule ?? '',
    exdates: body.exdates ?? [],
    rdates: body.rdates ?? [],
    validUntil: body.valid_until ?? null,
    label: body.label ?? '',
  }
}

export const ruleOut = (rule: AvailabilityRule, inherited: boolean) => ({
  id: rule.id,
  effect: rule.effect,
  audience: rule.audience,
  dtstart: rule.startLocal,
  end_time: endTimeOf(rule),
  duration: durationText(rule.durationMinutes),
  rrule: rule.rrule,
  exdates: [...rule.exdates],
  rdates: [...rule.rdates],
  valid_until: rule.validUntil,
  label: rule.label,
  inherited,
})

export const affectedOut = (affected: readonly { reservation: Reserved; resource: { slug: string } }[]) =>
  affected.map(({ reservation, resource }) => ({
    reservation: reservation.id,
    resource: resource.slug,
    ...spanOf(reservation),
  }))
type Reserved = { readonly id: number; readonly start: number; readonly end: number }
