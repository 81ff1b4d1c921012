import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { hoursHistory, ownHolidays, rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { HoursChangePage } from '../../views/manage/hours-change-page.tsx'
import { type HoursEffect, HoursEffectPanel } from '../../views/manage/hours-effect.tsx'
import { HoursPage } from '../../views/manage/hours-page.tsx'
import { type TextKey, translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { AvailabilityRule } from '../domain/availability-rule.ts'
import type { HoursPlace } from '../domain/hours-change.ts'
import { firstStartFrom } from '../domain/recurrence.ts'
import { DAY_MS, floatingAt, localDayOf } from '../domain/zone.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { applied, previewed, viewAsFrom } from './hours-effect.ts'
import type { FormBody } from './hours-fields.ts'
import { HoursBody, type ManagedHours, managedHours, PLACE_KINDS, PlaceParams, RuleParams } from './hours-place.ts'
import { copyOf, holidaysOf, placesToCopy, removalOf, type WholeChange } from './hours-whole-change.ts'

const config = { access: 'steward' } as const
const figure = Type.Optional(Type.String({ pattern: '^[0-9]{1,4}$' }))
const Done = Type.Object({
  saved: Type.Optional(Type.String({ maxLength: 20 })),
  rules: figure,
  cancelled: figure,
  moved: figure,
  kept: figure,
})
const From = Type.Object({ from: Type.String({ maxLength: 140 }), view_as: Type.Optional(Type.String()) })

/** The rules of a lab or a resource, and what is done with them as a whole: removal, copy, holidays. */
export function manageHours(app: App): void {
  for (const kind of PLACE_KINDS) {
    const path = `/manage/${kind}/:slug/hours`

    app.get(path, { config, schema: { params: PlaceParams, querystring: Done } }, async (request, reply) =>
      list(app, request, reply, managedHours(app, request, kind, request.params.slug)),
    )

    app.get(`${path}/:rule/removal`, { config, schema: { params: RuleParams } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      return look(app, request, reply, { at, ...removalOf(app, request, at, request.params), body: {} })
    })
    app.post(
      `${path}/:rule/removal`,
      { config, schema: { params: RuleParams, body: HoursBody } },
      async (request, reply) => {
        const at = managedHours(app, request, kind, request.params.slug)
        const body = request.body as FormBody
        const removal = removalOf(app, request, at, { ...request.params, seen: body['seen'] })
        return sent(app, request, reply, { at, ...removal, body }, 'removed')
      },
    )

    app.get(`${path}/copy`, { config, schema: { params: PlaceParams, querystring: From } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      return look(app, request, reply, { at, ...copyOf(app, request, at, request.query.from), body: request.query })
    })
    app.post(`${path}/copy`, { config, schema: { params: PlaceParams, body: HoursBody } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      const body = request.body as FormBody
      return sent(app, request, reply, { at, ...copyOf(app, request, at, body['from'] ?? ''), body }, 'added')
    })

    app.post(
      `${path}/holidays`,
      { config, schema: { params: PlaceParams, body: HoursBody } },
      async (request, reply) => {
        const at = managedHours(app, request, kind, request.params.slug)
        const body = request.body as FormBody
        return sent(app, request, reply, { at, ...holidaysOf(request, at, body['observes']), body }, 'holidays')
      },
    )
  }
}

function list(app: App, request: FastifyRequest, reply: FastifyReply, at: ManagedHours) {
  const { locale } = request
  const { place, lab, owner } = at
  const now = app.clock()
  const listed = (rules: readonly AvailabilityRule[]) =>
    rules.map((rule) => ({ rule, isOver: isOver(rule, now, owner.timeZone) }))
  const places = placesToCopy(app, request, at)
  const { labById, resourceById } = catalogueOf(app.db)
  const nameOf = (from: HoursPlace | undefined) =>
    (from && (from.kind === 'lab' ? labById : resourceById).get(from.id)?.name[locale]) ?? null
  const ofLab: HoursPlace = { kind: 'lab', id: lab.id }
  return reply.page(HoursPage, {
    owner,
    today: localDayOf(now, owner.timeZone),
    own: listed(rulesOfPlace(app.db, place)),
    inherited: place.kind === 'resource' ? listed(rulesOfPlace(app.db, ofLab)) : [],
    followers: place.kind === 'lab' ? followersOf(app, lab.id) : 0,
    holidays: {
      own: place.kind === 'lab' ? lab.observesHolidays : (ownHolidays(app.db, place).get(place.id) ?? null),
      ofLab: lab.observesHolidays,
    },
    copyFrom: places.map(({ value, label }) => ({ value, label })),
    events: hoursHistory(app.db, place).map((event) => ({
      ...event,
      from: nameOf((event.after as { from?: HoursPlace } | null)?.from),
    })),
    done: doneTexts(request.query as Record<string, string | undefined>, translateInto(locale)),
  })
}

/** The longest window is 31 days: one that began before may still be running. */
const isOver = (rule: AvailabilityRule, now: number, zone: string) =>
  firstStartFrom(rule, floatingAt(now, zone) - Math.max(DAY_MS, rule.durationMinutes * 60_000), zone) === null

const followersOf = (app: App, labId: number) =>
  (catalogueOf(app.db).resourcesOfLab.get(labId) ?? []).filter(
    ({ id, status }) =>
      status !== 'retired' && !rulesOfPlace(app.db, { kind: 'resource', id }).some(({ effect }) => effect === 'open'),
  ).length

const SAVED = ['added', 'changed', 'removed', 'holidays'] as const

/** After the redirect: what was done, by kind and figures alone. */
function doneTexts(query: Record<string, string | undefined>, t: ReturnType<typeof translateInto>): string[] {
  const saved = SAVED.find((each) => each === query['saved'])
  if (!saved) return []
  const count = (name: string) => Number(query[name] ?? 0)
  const figures = (['cancelled', 'moved', 'kept'] as const).filter((name) => count(name) > 0)
  return [
    saved === 'added' ? t('hours.saved-added', { count: Math.max(1, count('rules')) }) : t(`hours.saved-${saved}`),
    ...figures.map((name) => t(`hours.saved-${name}`, { count: count(name) })),
  ]
}

type Looked = WholeChange & { readonly at: ManagedHours; readonly body: FormBody }

function look(app: App, request: FastifyRequest, reply: FastifyReply, looked: Looked, effect?: HoursEffect) {
  const viewAs = viewAsFrom(looked.body)
  const shown = effect ?? effectOf(app, request, { ...looked, viewAs })
  if (request.isPartial) {
    const page = { t: translateInto(request.locale), locale: request.locale }
    return reply.type('text/html; charset=utf-8').send(HoursEffectPanel({ page, effect: shown }).text)
  }
  const { owner } = looked.at
  return reply.page(HoursChangePage, {
    owner,
    title: looked.title,
    action: `${owner.path}/${looked.action}`,
    hidden: looked.hidden,
    save: looked.save,
    isRemoval: looked.change.kind === 'remove',
    notice: looked.notice ?? null,
    viewAs,
    effect: shown,
  })
}

function effectOf(
  app: App,
  request: FastifyRequest,
  asked: Looked & { viewAs: ReturnType<typeof viewAsFrom> },
): HoursEffect {
  const preview = previewed(app, request, asked.at, asked)
  return preview.ok ? preview.effect : { faults: [faultText(preview.refusal, request)] }
}

function sent(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  looked: Looked,
  saved: 'added' | 'removed' | 'holidays',
) {
  const { at, body } = looked
  if (body['check'] !== undefined) return look(app, request, reply, looked)
  if (looked.notice) return look(app, request, reply.code(409), looked)
  const result = applied(app, request, at, { ...looked, viewAs: viewAsFrom(body) }, saved)
  switch (result.kind) {
    case 'done':
      return reply.redirect(result.location, 303)
    case 'undecided':
      return look(app, request, reply.code(409), looked, result.effect)
    case 'refused':
      return look(app, request, reply.code(422), looked, { faults: [faultText(result.refusal, request)] })
  }
}

function faultText(refusal: Refusal, { locale }: FastifyRequest): string {
  if (refusal.kind === 'stale-rule') return translateInto(locale)('hours.stale')
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return translateInto(locale)(`invalid.${refusal.reason}` as TextKey, refusal.values ?? {})
}
