import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { ruleSentence } from '../../views/components/rule-sentence.ts'
import {
  CHOICES_OF_ALL,
  type LosingLine,
  type LosingOption,
  type OutageEffect,
} from '../../views/manage/outage-effect.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import type { AffectedByOutage, OutageChoice, OutagesChanged } from '../domain/outage-impact.ts'
import { localDayOf } from '../domain/zone.ts'
import { changeOutages } from '../operations/change-outages.ts'
import { type OutagePreview, previewOutage } from '../operations/preview-outage.ts'
import { plainRefusal } from '../plugins/found.ts'
import type { FormBody } from './hours-fields.ts'
import { outageErrors } from './outage-fields.ts'
import type { ManagedOutages } from './outage-place.ts'
import { takenFrom } from './reservation-fields.ts'

interface Asked {
  readonly at: ManagedOutages
  readonly change: OutageChange
  readonly body: FormBody
}

export type Looked =
  | { readonly ok: true; readonly effect: OutageEffect }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> }

/** What a change of outages would do, in the reader's words. */
export function lookedAt(app: App, request: FastifyRequest, { at, change, body }: Asked, isUrgent = false): Looked {
  const now = app.clock()
  const preview = previewOutage(app.db, request.person!, at.resource.id, change, now)
  if (!preview.ok) {
    if (preview.refusal.kind !== 'invalid') throw plainRefusal(preview.refusal)
    return { ok: false, errors: outageErrors(preview.refusal, translateInto(request.locale)) }
  }
  const { spans, affected } = preview.value
  return {
    ok: true,
    effect: {
      rule: change.kind === 'open-by-rule' ? ruleTold(app, request, at, change.rule, preview.value) : null,
      timeZone: at.owner.timeZone,
      isOver: spans.at(-1)!.end <= now,
      affected: affected.map((each) => lineOf(app, request, each, body)),
      people: new Set(affected.map(({ reservation }) => reservation.requesterId)).size,
      choiceOfAll: choiceOfAll(body),
      words: body['words'] ?? '',
      isUrgent,
    },
  }
}

export type Saved =
  | { readonly kind: 'done'; readonly location: string }
  /** Somebody has to be decided about first, or cannot go where they were to. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'refused'; readonly errors: Readonly<Record<string, string>> }

/** Makes the change, with what was chosen for everybody whom it takes time from. */
export function saved(app: App, request: FastifyRequest, asked: Asked): Saved {
  const { at, change, body } = asked
  const decisions = {
    choices: choicesFrom(app, request, asked),
    otherwise: null,
    words: body['words'] ?? null,
    faultId: Number(body['fault']) || null,
    restores: Number(body['restores']) || null,
  }
  const result = changeOutages(app.db, request.person!, at.resource.id, change, decisions, app.clock())
  if (result.ok) return { kind: 'done', location: `${at.owner.path}?${doneQuery(change, result.value)}` }
  const { refusal } = result
  if (refusal.kind === 'rules' || (refusal.kind === 'invalid' && refusal.field === 'choices'))
    return { kind: 'undecided' }
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return { kind: 'refused', errors: outageErrors(refusal, translateInto(request.locale)) }
}

function doneQuery(change: OutageChange, { affected }: OutagesChanged): URLSearchParams {
  const query = new URLSearchParams({ saved: change.kind === 'change' ? 'changed' : 'opened' })
  for (const outcome of ['cancelled', 'moved', 'kept']) {
    const count = affected.filter((each) => each.outcome === outcome).length
    if (count > 0) query.set(outcome, String(count))
  }
  return query
}

const choiceOfAll = (body: FormBody) => CHOICES_OF_ALL.find((each) => each === body['choice_all']) ?? null

/** What was chosen for each that was shown: by itself, else for all of them. */
function choicesFrom(app: App, request: FastifyRequest, asked: Asked): ReadonlyMap<number, OutageChoice> {
  const { body } = asked
  const all = choiceOfAll(body)
  const shown = Object.entries(body).flatMap(([name, value = '']): [number, string][] => {
    const id = Number(/^choice_(\d{1,15})$/.exec(name)?.[1])
    return id ? [[id, value]] : []
  })
  const nearest = all === 'move' ? nearestOf(app, request, asked) : null
  return new Map(
    shown.flatMap(([id, value]): [number, OutageChoice][] => {
      const choice = value === '' ? (nearest ? nearest.get(id) : all) : choiceFrom(app, value)
      return choice && choice !== 'move' ? [[id, choice]] : []
    }),
  )
}

function choiceFrom(app: App, value: string): OutageChoice | null {
  if (value === 'keep' || value === 'cancel') return value
  const to = takenFrom(value)
  const resourceId = to && catalogueOf(app.db).resourceBySlug.get(to.slug)?.id
  return to && resourceId ? { resourceId, start: to.start, end: to.end } : null
}

/** Where each would go first. */
function nearestOf(app: App, request: FastifyRequest, { at, change }: Asked): ReadonlyMap<number, OutageChoice> {
  const preview = previewOutage(app.db, request.person!, at.resource.id, change, app.clock())
  if (!preview.ok) return new Map()
  return new Map(
    preview.value.affected.flatMap(({ reservation, others: [first] }): [number, OutageChoice][] =>
      first ? [[reservation.id, { resourceId: first.resource.id, start: first.start, end: first.end }]] : [],
    ),
  )
}

function ruleTold(
  app: App,
  { locale }: FastifyRequest,
  { owner }: ManagedOutages,
  rule: Extract<OutageChange, { kind: 'open-by-rule' }>['rule'],
  { spans }: OutagePreview,
) {
  const today = localDayOf(app.clock(), owner.timeZone)
  const sentence = ruleSentence({ ...rule, exdates: [], rdates: [], validUntil: null }, locale, today)
  return { sentence, count: spans.length, spans: [spans[0]!, spans.at(-1)!] as const }
}

function lineOf(app: App, { locale }: FastifyRequest, affected: AffectedByOutage, body: FormBody): LosingLine {
  const { reservation, resource, isRunning, others } = affected
  const organisation = catalogueOf(app.db).organisationById.get(reservation.organisationId)!
  const options: readonly LosingOption[] = [
    { kind: 'keep', value: 'keep' },
    ...(isRunning && reservation.state === 'in_use' ? [] : [{ kind: 'cancel', value: 'cancel' } as const]),
    ...others.map(({ resource: other, start, end }): LosingOption => {
      const value = `${other.slug} ${start} ${end}`
      return other.id === resource.id
        ? { kind: 'move', value, start, end }
        : { kind: 'elsewhere', value, resource: other.name[locale] }
    }),
  ]
  return {
    id: reservation.id,
    start: reservation.start,
    end: reservation.end,
    timeZone: resource.timeZone,
    resource: resource.name[locale],
    title: reservation.title,
    who: `${reservation.requester.name}, ${organisation.name[locale]}`,
    state: reservation.state,
    options,
    choice: body[`choice_${reservation.id}`] ?? '',
  }
}
