import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HoursEffect } from '../../views/manage/hours-effect.tsx'
import { HoursImportPage } from '../../views/manage/hours-import-page.tsx'
import { type TextKey, translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { AUDIENCES, RULE_EFFECTS } from '../domain/availability-rule.ts'
import { type ImportedRules, type ImportProblem, importedRules } from '../domain/calendar-import.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { MAX_UPLOAD } from '../plugins/uploads.ts'
import { applied, previewed, viewAsFrom } from './hours-effect.ts'
import type { FormBody } from './hours-fields.ts'
import { HoursBody, type ManagedHours, managedHours, PLACE_KINDS, PlaceParams } from './hours-place.ts'

/** Rules out of a calendar file: pasted or uploaded, read, and then kept. */
export function manageHoursImport(app: App): void {
  for (const kind of PLACE_KINDS) {
    const path = `/manage/${kind}/:slug/hours/import`
    app.get(path, { config: { access: 'steward' }, schema: { params: PlaceParams } }, async (request, reply) => {
      const at = managedHours(app, request, kind, request.params.slug)
      return show(reply, { at, body: {}, text: '', errors: {}, read: null })
    })
    app.post(
      path,
      { config: { access: 'steward', uploads: true }, schema: { params: PlaceParams, body: HoursBody } },
      async (request, reply) => sent(app, request, reply, managedHours(app, request, kind, request.params.slug)),
    )
  }
}

function sent(app: App, request: FastifyRequest, reply: FastifyReply, at: ManagedHours) {
  const body = request.body as FormBody
  const t = translateInto(request.locale)
  const file = body['file'] ?? ''
  const text = file || (body['text'] ?? '')
  const fault = text.trim() === '' ? 'hours.import-empty' : isTooLarge(text) ? 'hours.import-too-large' : null
  if (fault) {
    const errors = { [file ? 'file' : 'text']: t(fault) }
    return show(reply.code(422), { at, body, text: file ? (body['text'] ?? '') : text, errors, read: null })
  }
  const meaning = meaningOf(body)
  const rules = importedRules(text, { zone: at.owner.timeZone, ...meaning })
  const problems = rules.problems.map((problem) => problemText(problem, t))
  const shown = { at, body, text, errors: {} }
  const told = (effect: HoursEffect | null) => ({ ...shown, read: { problems, effect } })
  if (rules.drafts.length === 0) return show(reply.code(422), told(null))
  const asked = askedFor(request, body, rules)
  if (body['save'] === undefined || body['check'] !== undefined) {
    const preview = previewed(app, request, at, asked)
    return preview.ok
      ? show(reply, told(preview.effect))
      : show(reply.code(422), told({ faults: [refusalText(preview.refusal, request)] }))
  }
  const result = applied(app, request, at, asked, 'added')
  switch (result.kind) {
    case 'done':
      return reply.redirect(result.location, 303)
    case 'undecided':
      return show(reply.code(409), told(result.effect))
    case 'refused':
      return show(reply.code(422), told({ faults: [refusalText(result.refusal, request)] }))
  }
}

const isTooLarge = (text: string) => Buffer.byteLength(text) > MAX_UPLOAD

const meaningOf = (body: FormBody) => ({
  effect: RULE_EFFECTS.find((each) => each === body['effect']) ?? 'closed',
  audience: AUDIENCES.find((each) => each === body['audience']) ?? 'everyone',
})

function askedFor({ locale }: FastifyRequest, body: FormBody, { drafts }: ImportedRules) {
  return {
    change: { kind: 'add', rules: drafts } as const,
    body,
    heading: translateInto(locale)('hours.will-add', { count: drafts.length }),
    viewAs: viewAsFrom(body, meaningOf(body).audience),
  }
}

function problemText({ event, reason, values }: ImportProblem, t: ReturnType<typeof translateInto>): string {
  const sentence = t(`invalid.${reason}` as TextKey, values)
  return event ? `„${event}”: ${sentence}` : sentence
}

function refusalText(refusal: Refusal, { locale }: FastifyRequest): string {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return translateInto(locale)(`invalid.${refusal.reason}` as TextKey, refusal.values ?? {})
}

interface Shown {
  readonly at: ManagedHours
  readonly body: FormBody
  readonly text: string
  readonly errors: Readonly<Record<string, string>>
  readonly read: { readonly problems: readonly string[]; readonly effect: HoursEffect | null } | null
}

function show(reply: FastifyReply, { at, body, text, errors, read }: Shown) {
  const meaning = meaningOf(body)
  return reply.page(HoursImportPage, {
    owner: at.owner,
    text,
    meaning,
    errors,
    viewAs: viewAsFrom(body, meaning.audience),
    read,
  })
}
