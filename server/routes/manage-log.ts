import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { logImportsOf, logMappingsOf } from '../../db/queries/log-imports.ts'
import { LogImportPage } from '../../views/logs/log-import-page.tsx'
import { LogPage } from '../../views/logs/log-page.tsx'
import type { App } from '../app.ts'
import { guessedReading } from '../domain/log-guess.ts'
import {
  LENGTH_UNITS,
  LOG_BYTES,
  LOG_COLUMNS,
  LOG_FORMATS,
  type LogImport,
  type LogReading,
} from '../domain/log-import.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from '../operations/cared-for.ts'
import { checkLog, headOfLog, managedLog } from '../operations/check-log.ts'
import { dropLog } from '../operations/drop-log.ts'
import { importLog } from '../operations/import-log.ts'
import { textOfLog } from '../operations/log-rows.ts'
import { sendLog } from '../operations/send-log.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'
import { takesBytes } from '../plugins/uploads.ts'

const access = 'steward' as const
const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Sent = Type.Object({
  file: Type.Optional(Type.String({ maxLength: 1000 })),
  text: Type.Optional(Type.String()),
})
const Columns = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 }), { maxProperties: 30 })
const { bodyLimit, config: taken } = takesBytes(LOG_BYTES, LOG_BYTES + 1)

/** Lines that are shown to tell columns by. */
const SHOWN = 5
/** A small log is in before anybody would look how far it is. */
const SOON_MS = 400
const AGAIN_SECONDS = 2

/** Instruments' logs: handed in, read by their columns, tried, and then brought in. */
export function manageLog(app: App): void {
  let isStopping = false
  app.addHook('preClose', async () => {
    isStopping = true
  })
  const path = '/manage/resources/:slug/log'

  app.get(path, { config: { access }, schema: { params: Slug } }, async (request, reply) => {
    const resource = managed(app, request, request.params.slug)
    return showAll(app, reply, { resource, text: '', errors: {} })
  })

  app.post(
    path,
    { bodyLimit, config: { access, ...taken }, schema: { params: Slug, body: Sent } },
    async (request, reply) => {
      const resource = managed(app, request, request.params.slug)
      const { sentFile } = request
      const text = request.body.text ?? ''
      const content = sentFile ? textOfLog(sentFile.bytes) : text
      const log = { resourceId: resource.id, name: sentFile?.name ?? '', content }
      const result = await sendLog(app.db, request.person!, log, app.clock())
      if (result.ok) return reply.redirect(`/manage/logs/${result.value.id}`, 303)
      if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
      const errors = { [sentFile || text === '' ? 'file' : 'text']: invalidText(result.refusal, request.locale) }
      return showAll(app, reply.code(422), { resource, text, errors })
    },
  )

  app.get('/manage/logs/:id', { config: { access }, schema: { params: Id } }, async (request, reply) => {
    const log = managedBy(app, request.person!, request.params.id)
    return show(app, reply, { log, reading: null, saveAs: '', errors: {} })
  })

  app.post(
    '/manage/logs/:id',
    { config: { access }, schema: { params: Id, body: Columns } },
    async (request, reply) => {
      const log = managedBy(app, request.person!, request.params.id)
      const body = request.body as Readonly<Record<string, string>>
      const reading = readingFrom(body, catalogueOf(app.db).resourceById.get(log.resourceId)!)
      const asked = { reading, saveAs: body['save_as'] || null }
      const result = await checkLog(app.db, request.person!, log.id, asked, app.clock())
      if (result.ok) return reply.redirect(`/manage/logs/${log.id}`, 303)
      if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
      const errors = { [result.refusal.field]: invalidText(result.refusal, request.locale) }
      return show(app, reply.code(422), { log, reading, saveAs: body['save_as'] ?? '', errors })
    },
  )

  app.post('/manage/logs/:id/import', { config: { access }, schema: { params: Id } }, async (request, reply) => {
    const { id } = managedBy(app, request.person!, request.params.id)
    const watch = { clock: app.clock, isStopping: () => isStopping }
    const working = importLog(app.db, request.person!, id, watch).catch((err: unknown) =>
      request.log.error({ err, log: id }, 'a log could not be brought in'),
    )
    await Promise.race([working, pause(SOON_MS)])
    return reply.redirect(`/manage/logs/${id}`, 303)
  })

  app.post('/manage/logs/:id/drop', { config: { access }, schema: { params: Id } }, async (request, reply) => {
    const result = dropLog(app.db, request.person!, Number(request.params.id))
    if (!result.ok) throw plainRefusal(result.refusal)
    const { slug } = catalogueOf(app.db).resourceById.get(result.value.resourceId)!
    return reply.redirect(`/manage/resources/${slug}/log`, 303)
  })
}

function managed(app: App, { person }: FastifyRequest, slug: string): Resource {
  const { id } = found(catalogueOf(app.db).resourceBySlug.get(slug))
  const resource = caredFor(app.db, person!, id)
  if (!resource.ok) throw plainRefusal(resource.refusal)
  return resource.value
}

function managedBy(app: App, person: Person, id: string): LogImport {
  const log = managedLog(app.db, person, Number(id))
  if (!log.ok) throw plainRefusal(log.refusal)
  return log.value
}

function readingFrom(body: Readonly<Record<string, string>>, { timeZone }: Resource): LogReading {
  const columns = Object.fromEntries(LOG_COLUMNS.map((each) => [each, body[each] || null]))
  return {
    ...(columns as Pick<LogReading, (typeof LOG_COLUMNS)[number]>),
    start: body['start'] ?? '',
    lengthUnit: LENGTH_UNITS.find((each) => each === body['lengthUnit']) ?? 'minutes',
    format: LOG_FORMATS.find((each) => each === body['format']) ?? 'iso',
    zone: body['zone'] || timeZone,
  }
}

interface AllShown {
  readonly resource: Resource
  readonly text: string
  readonly errors: Readonly<Record<string, string>>
}

function showAll(app: App, reply: FastifyReply, shown: AllShown) {
  return reply.page(LogPage, { ...shown, logs: logImportsOf(app.db, shown.resource.id) })
}

interface OneShown {
  readonly log: LogImport
  /** As it was sent and is to be put right; else what is kept, or guessed. */
  readonly reading: LogReading | null
  readonly saveAs: string
  readonly errors: Readonly<Record<string, string>>
}

async function show(app: App, reply: FastifyReply, { log, ...shown }: OneShown) {
  const resource = catalogueOf(app.db).resourceById.get(log.resourceId)!
  const isWaiting = log.state === 'sent' || log.state === 'checked'
  const { headings, rows } = isWaiting ? await headOfLog(app.db, log.id, SHOWN) : { headings: [], rows: [] }
  // It asks for itself until all is in, with scripts or without.
  if (log.state === 'running' && log.leasedUntil !== null) reply.header('refresh', String(AGAIN_SECONDS))
  return reply.page(LogImportPage, {
    ...shown,
    log,
    resource,
    headings,
    rows,
    reading: shown.reading ?? log.reading ?? guessedReading(headings, rows, resource.timeZone),
    mappings: logMappingsOf(app.db, resource.id),
  })
}
