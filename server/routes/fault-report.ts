import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { FaultFormPage } from '../../views/faults/fault-form-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { FAULT_SEVERITIES } from '../domain/fault.ts'
import { PHOTO_BYTES } from '../domain/photo.ts'
import type { Resource } from '../domain/resource.ts'
import { reportFault } from '../operations/report-fault.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { redrawn } from '../plugins/photo.ts'
import { invalidText } from '../plugins/problem.ts'
import { takesBytes } from '../plugins/uploads.ts'

const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const text = Type.Optional(Type.String({ maxLength: 8000 }))
const Report = Type.Object({ severity: text, words: text, photo: text })
const { bodyLimit, config: taken } = takesBytes(PHOTO_BYTES)

/** The form that tells a resource's stewards of a fault, with a photo where one helps. */
export function faultReport(app: App): void {
  app.get(
    '/equipment/:slug/fault',
    { config: { access: 'person' }, schema: { params: Slug } },
    async (request, reply) => {
      const resource = reportable(app, request.params.slug)
      return show(app, reply, { resource, severity: '', words: '', errors: {}, hadPhoto: false })
    },
  )

  app.post(
    '/equipment/:slug/fault',
    { bodyLimit, config: { access: 'person', ...taken }, schema: { params: Slug, body: Report } },
    async (request, reply) => sent(app, request, reply, reportable(app, request.params.slug)),
  )
}

function reportable(app: App, slug: string): Resource {
  const resource = found(catalogueOf(app.db).resourceBySlug.get(slug))
  return found(resource.status === 'retired' ? null : resource)
}

async function sent(app: App, request: FastifyRequest, reply: FastifyReply, resource: Resource) {
  const { severity: chosen = '', words: typed = '' } = request.body as { severity?: string; words?: string }
  const t = translateInto(request.locale)
  const severity = FAULT_SEVERITIES.find((each) => each === chosen)
  const photo = request.sentFile ? await redrawn(request.sentFile.bytes) : null
  const errors: Record<string, string> = {
    ...(severity ? {} : { severity: t('invalid.fault-no-severity') }),
    ...(typeof photo === 'string' && { photo: t(`invalid.${photo}`) }),
    ...(typed.trim() === '' && { words: t('invalid.fault-no-words') }),
  }
  const again = { resource, severity: chosen, words: typed, hadPhoto: request.sentFile !== null }
  if (!severity || typeof photo === 'string' || Object.keys(errors).length > 0)
    return show(app, reply.code(422), { ...again, errors })
  // Browsers send every line break of a text area as two characters and count one.
  const report = { resourceId: resource.id, severity, words: typed.replaceAll('\r\n', '\n'), photo }
  const result = reportFault(app.db, request.person!, report, app.clock())
  if (result.ok) return reply.redirect(`/faults/${result.value.id}?done=sent`, 303)
  if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
  errors[result.refusal.field] = invalidText(result.refusal, request.locale)
  return show(app, reply.code(422), { ...again, errors })
}

interface Shown {
  readonly resource: Resource
  readonly severity: string
  readonly words: string
  readonly errors: Readonly<Record<string, string>>
  readonly hadPhoto: boolean
}

function show(app: App, reply: FastifyReply, shown: Shown) {
  const lab = catalogueOf(app.db).labById.get(shown.resource.labId)!
  return reply.page(FaultFormPage, { ...shown, lab })
}
