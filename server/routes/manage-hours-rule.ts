import type { FastifyReply, FastifyRequest } from 'fastify'
import { rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { type HoursEffect, HoursEffectPanel } from '../../views/manage/hours-effect.tsx'
import type { RuleFields } from '../../views/manage/rule-form.tsx'
import { RulePage } from '../../views/manage/rule-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Audience, AvailabilityRule } from '../domain/availability-rule.ts'
import type { HoursChange, RuleDraft } from '../domain/hours-change.ts'
import { localDayOf } from '../domain/zone.ts'
import { digestOf } from '../operations/plan-hours.ts'
import type { Refusal } from '../operations/result.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { applied, overtakenText, previewed, viewAsFrom } from './hours-effect.ts'
import { type FormBody, faultAtField, fieldsOfRule, readRule, ruleFieldsFrom } from './hours-fields.ts'
import { HoursBody, type ManagedHours, managedHours, PLACE_KINDS, PlaceParams, RuleParams } from './hours-place.ts'

const config = { access: 'steward' } as const

/** The editor of one rule: shown, looked at with what it changes, and saved. */
export function manageHoursRule(app: App): void {
  for (const kind of PLACE_KINDS) {
    const path = `/manage/${kind}/:slug/hours`

    app.get(`${path}/new`, { config, schema: { params: PlaceParams } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      const fields: RuleFields = {
        ...ruleFieldsFrom({ from: '8:00', to: '16:00', from_date: localDayOf(app.clock(), at.owner.timeZone) }),
        weekdays: [0, 1, 2, 3, 4],
      }
      return show(app, request, reply, { at, id: null, fields, body: {} })
    })

    app.get(`${path}/:rule`, { config, schema: { params: RuleParams } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      const rule = found(rulesOfPlace(app.db, at.place).find(({ id }) => id === Number(request.params.rule)))
      return show(app, request, reply, { at, id: rule.id, fields: fieldsOfRule(rule), body: { seen: digestOf(rule) } })
    })

    app.post(path, { config, schema: { params: PlaceParams, body: HoursBody } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      return sent(app, request, reply, at, null)
    })

    app.post(`${path}/:rule`, { config, schema: { params: RuleParams, body: HoursBody } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      const rule = rulesOfPlace(app.db, at.place).find(({ id }) => id === Number(request.params.rule))
      if (rule) return sent(app, request, reply, at, rule.id)
      const body = request.body as FormBody
      found(body['seen'])
      return overtaken(app, request, reply, { at, id: null, fields: ruleFieldsFrom(body), body }, null)
    })
  }
}

function sent(app: App, request: FastifyRequest, reply: FastifyReply, at: ManagedHours, id: number | null) {
  const body = request.body as FormBody
  const fields = ruleFieldsFrom(body)
  const shown = { at, id, fields, body }
  if (body['check'] !== undefined) return show(app, request, reply, shown)
  const { draft, errors } = readRule(fields, at.owner.timeZone, translateInto(request.locale))
  if (!draft) return show(app, request, reply.code(422), { ...shown, errors })
  const { change, ...asked } = askedFor(request, shown, draft)
  const checked = change.kind === 'change' ? { ...change, seen: body['seen'] } : change
  const result = applied(app, request, at, { ...asked, change: checked }, id === null ? 'added' : 'changed')
  switch (result.kind) {
    case 'done':
      return reply.redirect(result.location, 303)
    case 'undecided':
      return show(app, request, reply.code(409), { ...shown, effect: result.effect })
    case 'refused':
      if (result.refusal.kind === 'stale-rule') return overtaken(app, request, reply, shown, result.refusal.rule)
      return show(app, request, reply.code(422), { ...shown, errors: refusalErrors(result.refusal, fields, request) })
  }
}

/** Somebody was faster: what was typed stays, beside the rule as it is now; saving again replaces that. */
function overtaken(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
  rule: AvailabilityRule | null,
) {
  const body = { ...shown.body, seen: rule ? digestOf(rule) : undefined }
  const notice = overtakenText(app, request, shown.at, rule)
  // htmx, which asks for a check, swaps no refusals.
  const status = shown.body['check'] === undefined ? 409 : 200
  return show(app, request, reply.code(status), { ...shown, id: rule && shown.id, body, notice })
}

interface Shown {
  readonly at: ManagedHours
  /** Null for a new rule. */
  readonly id: number | null
  readonly fields: RuleFields
  readonly body: FormBody
  readonly errors?: Readonly<Record<string, string>>
  readonly effect?: HoursEffect
  /** How the rule reads that somebody else has written meanwhile. */
  readonly notice?: string
}

/** Only the effect for htmx, the whole page otherwise. */
function show(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { at, id, fields, body } = shown
  const read = readRule(fields, at.owner.timeZone, translateInto(request.locale))
  let errors = shown.errors ?? read.errors
  let effect = shown.effect ?? null
  if (!effect && read.draft && Object.keys(errors).length === 0) {
    const preview = previewed(app, request, at, askedFor(request, shown, read.draft))
    if (preview.ok) effect = preview.effect
    else errors = refusalErrors(preview.refusal, fields, request)
  }
  effect ??= { faults: Object.values(errors) }
  if (request.isPartial) {
    const page = { t: translateInto(request.locale), locale: request.locale }
    return reply.type('text/html; charset=utf-8').send(HoursEffectPanel({ page, effect }).text)
  }
  const viewAs: Audience = viewAsFrom(body, fields.audience)
  const { notice = null } = shown
  return reply.page(RulePage, {
    owner: at.owner,
    id,
    fields,
    errors,
    viewAs,
    effect,
    notice,
    seen: body['seen'] ?? null,
  })
}

function askedFor(request: FastifyRequest, { id, body }: Pick<Shown, 'id' | 'body'>, draft: RuleDraft) {
  const change: HoursChange = id === null ? { kind: 'add', rules: [draft] } : { kind: 'change', id, rule: draft }
  const heading = translateInto(request.locale)('hours.will-read')
  return { change, body, heading, viewAs: viewAsFrom(body, draft.audience) }
}

function refusalErrors(refusal: Refusal, fields: RuleFields, { locale }: FastifyRequest): Record<string, string> {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return faultAtField(refusal, fields, translateInto(locale))
}
