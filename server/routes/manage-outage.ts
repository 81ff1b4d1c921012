import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { documentsOf } from '../../db/queries/documents.ts'
import { personByEmail, requesterById } from '../../db/queries/people.ts'
import { type OutageEffect, OutageEffectPanel } from '../../views/manage/outage-effect.tsx'
import { OutagePage } from '../../views/manage/outage-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { MAX_DOCUMENT } from '../domain/document-type.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { OutageChange } from '../domain/outage-change.ts'
import { attachDocument } from '../operations/attach-document.ts'
import { endOutage } from '../operations/end-outage.ts'
import { logOutageWork } from '../operations/log-outage-work.ts'
import { removeOutage } from '../operations/remove-outage.ts'
import type { Refusal } from '../operations/result.ts'
import { plainRefusal } from '../plugins/found.ts'
import { takesBytes } from '../plugins/uploads.ts'
import type { FormBody } from './hours-fields.ts'
import { lookedAt, saved } from './outage-effect.ts'
import { fieldsOfOutage, outageErrors, outageFieldsFrom, readOutage } from './outage-fields.ts'
import { type ManagedOutages, managedOutage, OUTAGES_PATH, OutageBody, OutageParams } from './outage-place.ts'

const config = { access: 'steward' } as const
const PATH = `${OUTAGES_PATH}/:outage`
const LogBody = Type.Object({
  _csrf: Type.Optional(Type.String()),
  work_log: Type.Optional(Type.String({ maxLength: 20_000 })),
  done_by: Type.Optional(Type.String({ maxLength: 254 })),
})

/** One outage: seen, moved with what that does to whom, ended early, logged, documented, removed. */
export function manageOutage(app: App): void {
  app.get(PATH, { config, schema: { params: OutageParams } }, async (request, reply) =>
    show(app, request, reply, { ...managedOutage(app, request, request.params) }),
  )

  app.post(PATH, { config, schema: { params: OutageParams, body: OutageBody } }, async (request, reply) => {
    const at = managedOutage(app, request, request.params)
    return sent(app, request, reply, { ...at, body: request.body as FormBody })
  })

  app.post(`${PATH}/end`, { config, schema: { params: OutageParams } }, async (request, reply) => {
    const at = managedOutage(app, request, request.params)
    const result = endOutage(app.db, request.person!, at.outage.id, app.clock())
    if (!result.ok) return refused(app, request, reply, at, result.refusal)
    return reply.redirect(`${at.owner.path}?saved=ended`, 303)
  })

  app.post(`${PATH}/log`, { config, schema: { params: OutageParams, body: LogBody } }, async (request, reply) => {
    const at = managedOutage(app, request, request.params)
    const { work_log: text = '', done_by: doneBy = '' } = request.body
    const log = { text: text.replaceAll('\r\n', '\n'), doneBy }
    const doer = doneBy.trim() ? personByEmail(app.db, doneBy.trim()) : null
    if (doneBy.trim() && !doer) {
      const errors = { done_by: translateInto(request.locale)('outages.bad-person') }
      return show(app, request, reply.code(422), { ...at, log, errors })
    }
    const work = { workLog: log.text, doneById: doer?.id ?? null }
    const result = logOutageWork(app.db, request.person!, at.outage.id, work, app.clock())
    if (!result.ok) return refused(app, request, reply, { ...at, log }, result.refusal)
    return reply.redirect(`${at.owner.path}?saved=logged`, 303)
  })

  app.post(`${PATH}/removal`, { config, schema: { params: OutageParams } }, async (request, reply) => {
    const at = managedOutage(app, request, request.params)
    const result = removeOutage(app.db, request.person!, at.outage.id, app.clock())
    if (!result.ok) throw plainRefusal(result.refusal)
    return reply.redirect(`${at.owner.path}?saved=removed`, 303)
  })

  const upload = takesBytes(MAX_DOCUMENT)
  app.post(
    `${PATH}/documents`,
    { ...upload, config: { ...config, ...upload.config }, schema: { params: OutageParams } },
    async (request, reply) => {
      const at = managedOutage(app, request, request.params)
      const file = request.sentFile
      if (!file) {
        const errors = { file: translateInto(request.locale)('invalid.file-none') }
        return show(app, request, reply.code(422), { ...at, errors })
      }
      const result = attachDocument(app.db, request.person!, at.outage.id, file, app.clock())
      if (!result.ok) return refused(app, request, reply, at, result.refusal)
      return reply.redirect(`${at.owner.path}/${at.outage.id}#documents`, 303)
    },
  )
}

interface Shown extends ManagedOutages {
  readonly outage: OutageRecord
  /** What was typed of its time; null for what it is. */
  readonly body?: FormBody
  readonly errors?: Readonly<Record<string, string>>
  readonly log?: { readonly text: string; readonly doneBy: string }
  readonly isUrgent?: boolean
}

function refused(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown, refusal: Refusal) {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  const errors = outageErrors(refusal, translateInto(request.locale))
  return show(app, request, reply.code(422), { ...shown, errors })
}

function sent(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown & { body: FormBody }) {
  const { body, outage } = shown
  if (body['check'] !== undefined) return show(app, request, reply, shown)
  const change = changeFrom(request, shown, outage).change
  if (!change) return show(app, request, reply.code(422), shown)
  const result = saved(app, request, { at: shown, change, body })
  switch (result.kind) {
    case 'done':
      return reply.redirect(result.location, 303)
    case 'undecided':
      return show(app, request, reply.code(409), { ...shown, isUrgent: true })
    case 'refused':
      return show(app, request, reply.code(422), { ...shown, errors: result.errors })
  }
}

function changeFrom({ locale }: FastifyRequest, { body = {}, owner }: Shown, { id }: OutageRecord) {
  const fields = outageFieldsFrom({ ...body, pattern: 'once' })
  const { wanted, errors, doubled } = readOutage(fields, body, owner.timeZone, translateInto(locale))
  const change: OutageChange | null = wanted?.kind === 'open' ? { kind: 'change', id, outage: wanted.outage } : null
  return { fields, errors, doubled, change }
}

/** Only the effect for htmx, the whole page otherwise. */
function show(app: App, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const { owner, outage, body } = shown
  const read = body
    ? changeFrom(request, shown, outage)
    : { fields: fieldsOfOutage(outage, owner.timeZone), errors: {}, doubled: [], change: null }
  let errors: Readonly<Record<string, string>> = { ...read.errors, ...shown.errors }
  let effect: OutageEffect | null = null
  if (body && read.change && Object.keys(errors).length === 0) {
    const looked = lookedAt(app, request, { at: shown, change: read.change, body }, shown.isUrgent)
    if (looked.ok) effect = looked.effect
    else errors = looked.errors
  }
  if (body) effect ??= { faults: Object.values(errors) }
  if (request.isPartial && effect) {
    const page = { t: translateInto(request.locale), locale: request.locale }
    return reply.type('text/html; charset=utf-8').send(OutageEffectPanel({ page, effect }).text)
  }
  const now = app.clock()
  return reply.page(OutagePage, {
    ...{ owner, outage, effect, errors, zone: owner.timeZone, fields: read.fields, doubled: read.doubled },
    isRunning: outage.start < now && outage.end > now,
    log: shown.log ?? {
      text: outage.workLog ?? '',
      doneBy: outage.doneBy ? requesterById(app.db, outage.doneBy.id).email : '',
    },
    documents: documentsOf(app.db, outage.resourceId).filter(({ outageId }) => outageId === outage.id),
  })
}
