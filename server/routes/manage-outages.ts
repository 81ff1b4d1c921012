import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { documentsOf } from '../../db/queries/documents.ts'
import { lastOfRule, outageRuleById, outageRulesOf } from '../../db/queries/outage-rules.ts'
import { breakdownsOf, outagesOf, pastOutagesOf } from '../../db/queries/outages.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import { type OutageEffect, OutageEffectPanel } from '../../views/manage/outage-effect.tsx'
import { OutageNewPage } from '../../views/manage/outage-new-page.tsx'
import { OutagesPage } from '../../views/manage/outages-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { reliabilityOf } from '../domain/outage-reliability.ts'
import { firstStartFrom } from '../domain/recurrence.ts'
import { DAY_MS, floatingAt, localDayOf, localOf } from '../domain/zone.ts'
import { endOutageRule } from '../operations/end-outage-rule.ts'
import { nextCalibration } from '../operations/next-calibration.ts'
import { removedOutages } from '../operations/removed-outages.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import type { FormBody } from './hours-fields.ts'
import { lookedAt, saved } from './outage-effect.ts'
import { formOfOutage, outageFieldsFrom, readOutage } from './outage-fields.ts'
import { type ManagedOutages, managedOutages, OUTAGES_PATH, OutageBody, SlugParams } from './outage-place.ts'

const config = { access: 'steward' } as const
const figure = Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' }))
const Done = Type.Object({
  saved: Type.Optional(Type.String({ maxLength: 20 })),
  ...{ cancelled: figure, moved: figure, kept: figure },
})
const Prefilled = Type.Object({
  kind: Type.Optional(Type.String({ maxLength: 20 })),
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  fault: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
})
const RuleParams = Type.Object({ ...SlugParams.properties, rule: Type.String({ pattern: '^[0-9]{1,15}$' }) })

const COMING = 30
const PAST = 50
const PERIOD = 365 * DAY_MS

/** The outages of a resource: seen, and new ones opened with what they do to whom before they are saved. */
export function manageOutages(app: App): void {
  app.get(OUTAGES_PATH, { config, schema: { params: SlugParams, querystring: Done } }, async (request, reply) =>
    list(app, request, reply, managedOutages(app, request, request.params.slug)),
  )

  app.get(
    `${OUTAGES_PATH}/new`,
    { config, schema: { params: SlugParams, querystring: Prefilled } },
    async (request, reply) => {
      const at = managedOutages(app, request, request.params.slug)
      const { query } = request
      const now = localOf(Math.ceil(app.clock() / QUARTER) * QUARTER, at.owner.timeZone)
      const body: FormBody = {
        ...query,
        ...(query.kind === 'breakdown' ? { planned: 'no' } : {}),
        ...{ from_date: now.slice(0, 10), from: now.slice(11, 16), to_date: now.slice(0, 10), to: '' },
      }
      return show(app, request, reply, { at, body, isFresh: true })
    },
  )

  app.post(OUTAGES_PATH, { config, schema: { params: SlugParams, body: OutageBody } }, async (request, reply) => {
    const at = managedOutages(app, request, request.params.slug)
    return sent(app, request, reply, { at, body: request.body as FormBody })
  })

  app.post(`${OUTAGES_PATH}/rules/:rule/end`, { config, schema: { params: RuleParams } }, async (request, reply) => {
    const at = managedOutages(app, request, request.params.slug)
    const rule = found(outageRuleById(app.db, Number(request.params.rule)))
    if (rule.resourceId !== at.resource.id) throw new HttpRefusal(404, 'not-found')
    const result = endOutageRule(app.db, request.person!, rule.id, app.clock())
    if (!result.ok) throw plainRefusal(result.refusal)
    return reply.redirect(`${at.owner.path}?saved=rule-ended`, 303)
  })
}

const QUARTER = 900_000

function list(app: App, request: FastifyRequest, reply: FastifyReply, { resource, owner }: ManagedOutages) {
  const now = app.clock()
  const ahead = outagesOf(app.db, resource.id, { start: now, end: Number.MAX_SAFE_INTEGER }, { limit: COMING + 20 })
  const coming = ahead.filter(({ start }) => start > now)
  const period = { start: now - PERIOD, end: now }
  return reply.page(OutagesPage, {
    owner,
    running: ahead.filter(({ start }) => start <= now),
    coming: coming.slice(0, COMING),
    isMoreComing: coming.length > COMING,
    past: pastOutagesOf(app.db, resource.id, now, PAST),
    rules: rulesOf(app, request, { resource, owner }, now),
    calibration: nextCalibration(app.db, resource, now),
    reliability: reliabilityOf(breakdownsOf(app.db, resource.id, period), period),
    periodMs: PERIOD,
    now,
    removed: removedOutages(app.db, resource.id, now).map(({ outage, ...removal }) => ({
      ...removal,
      outage,
      fields: formOfOutage(outage, owner.timeZone),
    })),
    strayDocuments: documentsOf(app.db, resource.id).filter(({ outageId }) => outageId === null),
    done: doneTexts(request.query as Record<string, string | undefined>, translateInto(request.locale)),
  })
}

/** Those that still come, each as a sentence. */
function rulesOf(app: App, { locale }: FastifyRequest, { resource, owner }: ManagedOutages, now: number) {
  const zone = owner.timeZone
  return outageRulesOf(app.db, resource.id).flatMap((rule) => {
    const last = lastOfRule(app.db, rule.id)
    const recurring = { ...rule, exdates: [], rdates: [], validUntil: null }
    if (!last || firstStartFrom(recurring, floatingAt(now, zone), zone) === null) return []
    return [{ id: rule.id, kind: last.kind, sentence: ruleSentence(recurring, locale, localDayOf(now, zone)) }]
  })
}

const SAVED = ['opened', 'changed', 'ended', 'removed', 'rule-ended', 'logged', 'attached'] as const

/** After the redirect: what was done, by kind and figures alone. */
function doneTexts(query: Record<string, string | undefined>, t: ReturnType<typeof translateInto>): string[] {
  const kind = SAVED.find((each) => each === query['saved'])
  if (!kind) return []
  const count = (name: string) => Number(query[name] ?? 0)
  const figures = (['cancelled', 'moved', 'kept'] as const).filter((name) => count(name) > 0)
  return [t(`outages.saved-${kind}`), ...figures.map((name) => t(`outages.saved-${name}`, { count: count(name) }))]
}

interface Shown {
  readonly at: ManagedOutages
  readonly body: FormBody
  readonly errors?: Readonly<Record<string, string>>
  readonly isUrgent?: boolean
  /** Nobody has typed anything yet: nothing to complain of. */
  readonly isFresh?: boolean
}

function sent(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { at, body } = shown
  if (body['check'] !== undefined) return show(app, request, reply, shown)
  const fields = outageFieldsFrom(body)
  const { wanted } = readOutage(fields, body, at.owner.timeZone, translateInto(request.locale))
  if (!wanted) return show(app, request, reply.code(422), shown)
  const result = saved(app, request, { at, change: wanted, body })
  switch (result.kind) {
    case 'done':
      return reply.redirect(result.location, 303)
    case 'undecided':
      return show(app, request, reply.code(409), { ...shown, isUrgent: true })
    case 'refused':
      return show(app, request, reply.code(422), { ...shown, errors: result.errors })
  }
}

/** Only the effect for htmx, the whole page otherwise. */
function show(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { at, body } = shown
  const t = translateInto(request.locale)
  const fields = outageFieldsFrom(body)
  const read = readOutage(fields, body, at.owner.timeZone, t)
  let errors = shown.isFresh ? {} : { ...read.errors, ...shown.errors }
  let effect: OutageEffect | null = null
  if (read.wanted && Object.keys(errors).length === 0) {
    const looked = lookedAt(app, request, { at, change: read.wanted, body }, shown.isUrgent)
    if (looked.ok) effect = looked.effect
    else errors = looked.errors
  }
  if (!shown.isFresh) effect ??= { faults: Object.values(errors) }
  if (request.isPartial && effect) {
    const page = { t, locale: request.locale }
    return reply.type('text/html; charset=utf-8').send(OutageEffectPanel({ page, effect }).text)
  }
  return reply.page(OutageNewPage, {
    ...{ owner: at.owner, fields, errors, effect, doubled: read.doubled, zone: at.owner.timeZone },
    ...{ fault: body['fault'] ?? '', restores: body['restores'] ?? '' },
  })
}
