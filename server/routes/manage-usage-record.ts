import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { reservationById } from '../../db/queries/reservations.ts'
import type { UsageFields } from '../../views/manage/usage-form.tsx'
import { UsageRecordPage } from '../../views/manage/usage-record-page.tsx'
import type { App } from '../app.ts'
import { type CaredUsage, caredUsage } from '../operations/cared-usage.ts'
import { correctUsage } from '../operations/correct-usage.ts'
import { removeUsage } from '../operations/remove-usage.ts'
import { plainRefusal } from '../plugins/found.ts'
import { errorsOf, type ReadEntry, readEntry, spanFields, UsageEntry, usageCrumbs, usagePath } from './usage-entry.ts'

const config = { access: 'steward' } as const
const params = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Removal = Type.Object({
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  _csrf: Type.Optional(Type.String()),
})

/** A record of use that is wrong: corrected or removed by a steward, with the reason. */
export function manageUsageRecord(app: App): void {
  const path = '/manage/usage/:id'

  app.get(path, { config, schema: { params } }, async (request, reply) =>
    show(app, request, reply, { found: recordOf(request) }),
  )

  app.post(path, { config, schema: { params, body: UsageEntry } }, async (request, reply) => {
    const found = recordOf(request)
    const fields = request.body as UsageFields
    const { entry, errors, doubled } = readEntry(app, request, fields, found.resource)
    if (!entry) return show(app, request, reply.code(422), { found, fields, errors, doubled })
    const wish = { ...entry, personId: personOf(entry), ...exactly(found, fields) }
    const result = correctUsage(app.db, request.person!, found.usage.id, wish, app.clock())
    if (result.ok) return reply.redirect(`${usagePath(found.resource)}?done=corrected`, 303)
    const { refusal } = result
    return show(app, request, reply.code(refusal.kind === 'rules' ? 409 : 422), {
      ...{ found, fields, errors: { ...errors, ...errorsOf(refusal, found.resource, request) } },
    })
  })

  app.post(`${path}/removal`, { config, schema: { params, body: Removal } }, async (request, reply) => {
    const found = recordOf(request)
    const { reason } = request.body
    const result = removeUsage(app.db, request.person!, found.usage.id, { reason }, app.clock())
    if (result.ok) return reply.redirect(`${usagePath(found.resource)}?done=removed`, 303)
    const { reason: why, ...rest } = errorsOf(result.refusal, found.resource, request)
    return show(app, request, reply.code(422), { found, errors: { ...rest, removal: why ?? '' } })
  })

  /** Left empty it is the requester of the reservation, as in a new entry. */
  function personOf({ personId, reservationId }: NonNullable<ReadEntry['entry']>): number | null {
    if (personId !== null || reservationId === null) return personId
    return reservationById(app.db, reservationId)?.requesterId ?? null
  }

  /** 404 for everybody who does not look after its resource. */
  function recordOf(request: FastifyRequest): CaredUsage {
    const { id } = request.params as { id: string }
    const result = caredUsage(app.db, request.person!, Number(id))
    if (!result.ok) throw plainRefusal(result.refusal)
    return result.value
  }
}

/** Check-ins have seconds, the form has none: what was not touched stays as it is. */
function exactly({ usage, resource }: CaredUsage, fields: UsageFields): { start?: number; end?: number } {
  if (usage.end === null) return {}
  const known = spanFields({ start: usage.start, end: usage.end }, resource.timeZone)
  const isSame = (...names: string[]) => names.every((name) => known[name] === (fields[name] ?? ''))
  return {
    ...(isSame('date', 'start', 'start_fold') && { start: usage.start }),
    ...(isSame('end_date', 'end', 'end_fold') && { end: usage.end }),
  }
}

interface Showing {
  readonly found: CaredUsage
  readonly fields?: UsageFields
  readonly errors?: ReadEntry['errors']
  readonly doubled?: ReadEntry['doubled']
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, showing: Showing) {
  const { found, errors = {}, doubled = [] } = showing
  const { usage, resource } = found
  const { start, end, units, personEmail, reservationId } = usage
  const fields = showing.fields ?? {
    ...(end === null ? {} : spanFields({ start, end }, resource.timeZone)),
    ...{ person: personEmail ?? '', reservation: String(reservationId ?? ''), units: String(units), reason: '' },
  }
  return reply.page(UsageRecordPage, {
    ...{ usage, resource, fields, errors, doubled, path: `/manage/usage/${usage.id}` },
    list: usagePath(resource),
    crumbs: usageCrumbs(app, request, resource),
  })
}
