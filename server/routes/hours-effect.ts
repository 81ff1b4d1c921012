import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { AffectedLine, HoursEffect } from '../../views/manage/hours-effect.tsx'
import { ruleText } from '../../views/manage/hours-words.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { audiencesFor, type Hours } from '../domain/availability.ts'
import { AUDIENCES, type Audience, type AvailabilityRule } from '../domain/availability-rule.ts'
import {
  type Affected,
  HOURS_CHOICES,
  type HoursChange,
  type HoursChoice,
  type RuleDraft,
} from '../domain/hours-change.ts'
import { compareHours } from '../domain/hours-comparison.ts'
import { localDayOf } from '../domain/zone.ts'
import { changeHours } from '../operations/change-hours.ts'
import { type HoursPreview, previewHours } from '../operations/preview-hours.ts'
import type { Refusal } from '../operations/result.ts'
import type { FormBody } from './hours-fields.ts'
import type { ManagedHours } from './hours-place.ts'

/** A change as its form was sent, and what the page says of it besides. */
export interface AskedChange {
  readonly change: HoursChange
  readonly body: FormBody
  readonly viewAs: Audience
  /** What the rules it makes or takes away are introduced by. */
  readonly heading: string | null
}

export type Previewed =
  | { readonly ok: true; readonly effect: HoursEffect; readonly isDecided: boolean }
  | { readonly ok: false; readonly refusal: Refusal }

/** What a change would do, in the reader's words. `isDecided`: everybody it leaves outside has been decided about. */
export function previewed(
  app: App,
  request: FastifyRequest,
  at: ManagedHours,
  asked: AskedChange,
  isUrgent = false,
): Previewed {
  const now = app.clock()
  const preview = previewHours(app.db, request.person!, at.place, asked.change, now)
  if (!preview.ok) return preview
  const { before, after, affected } = preview.value
  const choices = choicesFrom(asked.body)
  const isDecided = choiceOfAll(asked.body) !== null || affected.every(({ reservation }) => choices.has(reservation.id))
  const { locale } = request
  const page = { t: translateInto(locale), locale }
  const today = localDayOf(now, at.owner.timeZone)
  return {
    ok: true,
    isDecided,
    effect: {
      heading: asked.heading,
      sentences: rulesToTell(asked.change, preview.value).map((rule) => ruleText(page, rule, today)),
      comparison: compareHours(before, after, { audiences: audiencesOf(app, at, asked.viewAs), locale, now }),
      timeZone: at.owner.timeZone,
      affected: affected.map((each) => lineOf(app, request, each, choices)),
      choiceOfAll: choiceOfAll(asked.body) ?? '',
      reason: asked.body['reason'] ?? '',
      isUrgent: isUrgent && !isDecided,
    },
  }
}

export type Applied =
  | { readonly kind: 'done'; readonly location: string }
  /** Somebody loses their time and nobody has said what becomes of them. */
  | { readonly kind: 'undecided'; readonly effect: HoursEffect }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Makes the change, unless somebody it leaves outside has to be decided about first. */
export function applied(
  app: App,
  request: FastifyRequest,
  at: ManagedHours,
  asked: AskedChange,
  saved: 'added' | 'changed' | 'removed' | 'holidays',
): Applied {
  const preview = previewed(app, request, at, asked, true)
  if (!preview.ok) return { kind: 'refused', refusal: preview.refusal }
  if (!preview.isDecided) return { kind: 'undecided', effect: preview.effect }
  const decisions = { choices: choicesFor(preview.effect, asked.body), reason: asked.body['reason'] ?? null }
  const result = changeHours(app.db, request.person!, at.place, asked.change, decisions, app.clock())
  if (!result.ok) return { kind: 'refused', refusal: result.refusal }
  const { rules, affected } = result.value
  const count = (outcome: string) => affected.filter((each) => each.outcome === outcome).length
  const figures = { rules: rules.length, cancelled: count('cancelled'), moved: count('moved'), kept: count('kept') }
  const query = new URLSearchParams({ saved })
  for (const [name, figure] of Object.entries(figures)) if (figure > 0) query.set(name, String(figure))
  return { kind: 'done', location: `${at.owner.path}?${query}` }
}

/** What is told where somebody else has changed or removed the rule since it was shown. */
export function overtakenText(
  app: App,
  { locale }: FastifyRequest,
  { owner }: ManagedHours,
  rule: AvailabilityRule | null,
): string {
  const t = translateInto(locale)
  return rule
    ? t('hours.stale-now', { rule: ruleText({ t, locale }, rule, localDayOf(app.clock(), owner.timeZone)) })
    : t('hours.stale-gone')
}

/** For whom the preview is: chosen, else whom the rule is for. */
export const viewAsFrom = (body: FormBody, ofRule = 'everyone'): Audience =>
  AUDIENCES.find((each) => each === body['view_as']) ?? AUDIENCES.find((each) => each === ofRule) ?? 'everyone'

/** Somebody of that audience counts as all they are: one's own people of a university are members, too. */
function audiencesOf(app: App, { organisationId }: ManagedHours, viewAs: Audience): ReadonlySet<Audience> {
  if (viewAs === 'everyone') return audiencesFor(null, { organisationId })
  const { kind } = catalogueOf(app.db).organisationById.get(organisationId)!
  return viewAs === 'organisation'
    ? audiencesFor({ organisationId, organisationKind: kind }, { organisationId })
    : audiencesFor({ organisationId: -1, organisationKind: 'university' }, { organisationId })
}

const choiceOfAll = (body: FormBody): HoursChoice | null =>
  HOURS_CHOICES.find((each) => each === body['choice_all']) ?? null

/** What was chosen for each by itself, else for all of them. */
function choicesFor(effect: HoursEffect, body: FormBody): ReadonlyMap<number, HoursChoice> {
  const all = choiceOfAll(body)
  const affected = 'faults' in effect || !all ? [] : effect.affected.map(({ id }) => [id, all] as const)
  return new Map([...affected, ...choicesFrom(body)])
}

function choicesFrom(body: FormBody): ReadonlyMap<number, HoursChoice> {
  return new Map(
    Object.entries(body).flatMap(([name, value]) => {
      const id = /^choice_(\d{1,15})$/.exec(name)?.[1]
      const choice = HOURS_CHOICES.find((each) => each === value)
      return id && choice ? [[Number(id), choice] as const] : []
    }),
  )
}

/** The rules that come, or the one that goes. */
function rulesToTell(
  change: HoursChange,
  { before, after }: Pick<HoursPreview, 'before' | 'after'>,
): readonly RuleDraft[] {
  const named = ({ rules }: Hours, id: number) => rules.filter((rule) => rule.id === id)
  if (change.kind === 'remove') return named(before, change.id)
  if (change.kind === 'change') return named(after, change.id)
  return after.rules.filter(({ id }) => id < 0)
}

function lineOf(
  app: App,
  { locale }: FastifyRequest,
  { reservation, resource, nearest }: Affected,
  choices: ReadonlyMap<number, HoursChoice>,
): AffectedLine {
  const organisation = catalogueOf(app.db).organisationById.get(reservation.organisationId)!
  return {
    id: reservation.id,
    start: reservation.start,
    end: reservation.end,
    timeZone: resource.timeZone,
    resource: resource.name[locale],
    who: `${reservation.requester.name}, ${organisation.name[locale]}`,
    state: reservation.state,
    nearest,
    choice: choices.get(reservation.id) ?? '',
  }
}
