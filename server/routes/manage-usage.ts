import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { settingEventsOf } from '../../db/queries/setting-events.ts'
import { type UsageDetail, usagesOfResource } from '../../db/queries/usages.ts'
import type { UsageFields } from '../../views/manage/usage-form.tsx'
import type { UsageChange } from '../../views/manage/usage-history.tsx'
import { UsagePage } from '../../views/manage/usage-page.tsx'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { recordUsage } from '../operations/record-usage.ts'
import { careOf, errorsOf, type ReadEntry, readEntry, UsageEntry, usageCrumbs, usagePath } from './usage-entry.ts'

const config = { access: 'steward' } as const
const params = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const Shown = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 20 })),
  before: Type.Optional(Type.String({ maxLength: 40 })),
})
const ON_PAGE = 50
const CHANGES = ['usage-corrected', 'usage-removed'] as const
const DONE = ['entered', 'corrected', 'removed'] as const

/** What really happened on a resource: read and completed by its stewards. */
export function manageUsage(app: App): void {
  const path = '/manage/resources/:slug/usage'

  app.get(path, { config, schema: { params, querystring: Shown } }, async (request, reply) => {
    const resource = careOf(app, request.person!, request.params.slug)
    const { done, before } = request.query
    return show(app, request, reply, { resource, before, done: DONE.find((each) => each === done) ?? null })
  })

  app.post(path, { config, schema: { params, body: UsageEntry } }, async (request, reply) => {
    const resource = careOf(app, request.person!, request.params.slug)
    const fields = request.body as UsageFields
    const { entry, errors, doubled } = readEntry(app, request, fields, resource)
    if (!entry) return show(app, request, reply.code(422), { resource, fields, errors, doubled })
    const result = recordUsage(app.db, request.person!, { resourceId: resource.id, ...entry }, app.clock())
    if (result.ok) return reply.redirect(`${usagePath(resource)}?done=entered`, 303)
    const { refusal } = result
    return show(app, request, reply.code(refusal.kind === 'rules' ? 409 : 422), {
      ...{ resource, fields, errors: { ...errors, ...errorsOf(refusal, resource, request) } },
    })
  })
}

interface Showing {
  readonly resource: Resource
  readonly before?: string | undefined
  readonly done?: (typeof DONE)[number] | null
  readonly fields?: UsageFields
  readonly errors?: ReadEntry['errors']
  readonly doubled?: ReadEntry['doubled']
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, showing: Showing) {
  const { resource, before, done = null, fields = {}, errors = {}, doubled = [] } = showing
  const [, start, id] = /^(\d{1,15})-(\d{1,15})$/.exec(before ?? '') ?? []
  const from = start && id ? ([Number(start), Number(id)] as const) : null
  const rows = usagesOfResource(app.db, resource.id, { limit: ON_PAGE + 1, before: from })
  const shown = rows.slice(0, ON_PAGE)
  const last = shown.at(-1)
  const changes = settingEventsOf(app.db, { kind: 'resource', id: resource.id }, CHANGES)
  return reply.page(UsagePage, {
    ...{ resource, done, fields, errors, doubled, path: usagePath(resource) },
    crumbs: usageCrumbs(app, request, resource),
    rows: shown.map(rowOf),
    nextUrl: last && rows.length > ON_PAGE ? `${usagePath(resource)}?before=${last.start}-${last.id}` : null,
    changes: changes as readonly UsageChange[],
  })
}

const rowOf = ({ id, start, end, isEstimated, source, reason, ...rest }: UsageDetail) => ({
  ...{ id, start, end, isEstimated, source, reason, who: rest.personName },
  reservation: rest.reservationId === null ? null : { id: rest.reservationId, title: rest.reservationTitle ?? '' },
  enteredBy: rest.createdById === rest.personId ? null : rest.createdByName,
})
