import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { keptFormOf, recordOf } from '../../db/queries/records.ts'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { RecordPage, type RecordPageProps } from '../../views/records/record-page.tsx'
import type { App } from '../app.ts'
import { readRecord, storedRecord, textsOfRecord } from '../domain/instrument-record.ts'
import type { Resource } from '../domain/resource.ts'
import { keepForm } from '../operations/keep-form.ts'
import { plainRefusal } from '../plugins/found.ts'
import { caredResource, managedCrumbs } from './cared-resource.ts'

const config = { access: 'steward' } as const
const params = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const Fields = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }), { maxProperties: 60 })

/** The record of a resource for registers, kept by its stewards. */
export function manageRecord(app: App): void {
  const path = '/manage/resources/:slug/record'

  app.get(
    path,
    { config, schema: { params, querystring: Type.Object({ saved: Type.Optional(Type.String({ maxLength: 5 })) }) } },
    async (request, reply) => {
      const resource = caredResource(app, request, request.params.slug)
      const texts = textsOfRecord(recordOf(app.db, resource.id))
      return show(app, request, reply, { resource, texts, outcome: request.query.saved === '1' ? 'saved' : null })
    },
  )

  app.post(path, { config, schema: { params, body: Fields } }, async (request, reply) => {
    const resource = caredResource(app, request, request.params.slug)
    const texts = request.body as Readonly<Record<string, string>>
    const { record, errors } = readRecord(texts)
    if (Object.keys(errors).length > 0)
      return show(app, request, reply.code(422), { resource, texts, errors, seen: texts['seen'] ?? '' })
    const change = {
      form: 'record',
      resourceId: resource.id,
      value: storedRecord(record),
      seen: texts['seen'],
    } as const
    const result = keepForm(app.db, request.person!, change, app.clock())
    if (result.ok) return reply.redirect(`/manage/resources/${resource.slug}/record?saved=1`, 303)
    if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
    return show(app, request, reply.code(409), { resource, texts, outcome: 'overtaken' })
  })
}

type Shown = Pick<RecordPageProps, 'texts'> &
  Partial<Pick<RecordPageProps, 'errors' | 'seen' | 'outcome'>> & { readonly resource: Resource }

function show(app: App, request: FastifyRequest, reply: FastifyReply, { resource, texts, ...shown }: Shown) {
  return reply.page(RecordPage, {
    resource: { slug: resource.slug, name: resource.name[request.locale] },
    crumbs: managedCrumbs(app, request, resource),
    texts,
    errors: shown.errors ?? {},
    seen: shown.seen ?? keptFormOf(app.db, 'record', resource.id),
    landingPage: `${app.settings.publicUrl}/equipment/${resource.slug}`,
    sourceCostPln: resource.source?.costPln ?? null,
    outcome: shown.outcome ?? null,
    events: settingEventsOf(app.db, { kind: 'resource', id: resource.id }, ['record-changed']),
  })
}
