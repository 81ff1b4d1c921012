import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  faultById,
  faultPhoto,
  faultsMergedInto,
  faultsOfResource,
  faultsToldBy,
  notesOfFault,
} from '../../db/queries/faults.ts'
import { labelCodesOf } from '../../db/queries/labels.ts'
import { MyFaultsPage, ResourceFaultsPage } from '../../views/faults/fault-lists.tsx'
import { FaultPage } from '../../views/faults/fault-page.tsx'
import type { App } from '../app.ts'
import { FAULT_VERBS, type FaultVerb, faultStands } from '../domain/fault.ts'
import { answerFault, visibleFault } from '../operations/answer-fault.ts'
import { caredFor } from '../operations/cared-for.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Photo = Type.Object({ ...Id.properties, photo: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const Done = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const Answer = Type.Object({
  verb: Type.Unsafe<FaultVerb>({ type: 'string', enum: FAULT_VERBS }),
  words: Type.Optional(Type.String({ maxLength: 8000 })),
  into: Type.Optional(Type.String({ maxLength: 15 })),
})

/** Reports of faults: one's own, those of a resource one looks after, and what is done with each. */
export function faults(app: App): void {
  const config = { access: 'person' } as const
  app.get('/faults', { config }, async (request, reply) => {
    const { resourceById } = catalogueOf(app.db)
    const mine = faultsToldBy(app.db, request.person!.id)
    return reply.page(MyFaultsPage, {
      faults: mine.map((fault) => ({ fault, resource: resourceById.get(fault.resourceId)! })),
    })
  })

  app.get('/faults/:id', { config, schema: { params: Id, querystring: Done } }, async (request, reply) => {
    const { done } = request.query
    const notice = done === 'sent' || done === 'saved' ? done : null
    return show(app, request, reply, { id: Number(request.params.id), notice, typed: '', errors: {} })
  })

  app.post('/faults/:id', { config, schema: { params: Id, body: Answer } }, async (request, reply) => {
    const id = Number(request.params.id)
    const { verb, words: typed = '', into } = request.body
    // Browsers send every line break of a text area as two characters and count one.
    const words = typed.replaceAll('\r\n', '\n')
    const result = answerFault(app.db, request.person!, id, { verb, words, into: Number(into ?? 0) }, app.clock())
    if (result.ok) return reply.redirect(`/faults/${id}?done=saved`, 303)
    const { refusal } = result
    if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
    const errors = { [refusal.field]: invalidText(refusal, request.locale) }
    return show(app, request, reply.code(refusal.field === 'verb' ? 409 : 422), { id, notice: null, typed, errors })
  })

  // Inert whatever it is: its own type, no sniffing, nothing that could run.
  app.get('/faults/:id/photos/:photo', { config, schema: { params: Photo } }, async (request, reply) => {
    const { fault } = found(visibleFault(app.db, request.person!, Number(request.params.id)))
    const photo = found(faultPhoto(app.db, fault.id, Number(request.params.photo)))
    return reply
      .type(photo.mediaType)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `inline; filename="fault-${fault.id}.webp"`)
      .header('cache-control', 'private, max-age=86400, immutable')
      .send(photo.bytes)
  })

  app.get(
    '/manage/resources/:slug/faults',
    { config: { access: 'steward' }, schema: { params: Slug } },
    async (request, reply) => {
      const { resourceBySlug, labById } = catalogueOf(app.db)
      const { id, labId } = found(resourceBySlug.get(request.params.slug))
      const resource = caredFor(app.db, request.person!, id)
      if (!resource.ok) throw plainRefusal(resource.refusal)
      return reply.page(ResourceFaultsPage, {
        ...{ resource: resource.value, lab: labById.get(labId)!, faults: faultsOfResource(app.db, id) },
      })
    },
  )
}

interface Shown {
  readonly id: number
  readonly notice: 'sent' | 'saved' | null
  readonly typed: string
  readonly errors: Readonly<Record<string, string>>
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, { id, ...shown }: Shown) {
  const { fault, cares } = found(visibleFault(app.db, request.person!, id))
  const resource = catalogueOf(app.db).resourceById.get(fault.resourceId)!
  const others = cares ? faultsOfResource(app.db, resource.id) : []
  return reply.page(FaultPage, {
    ...shown,
    fault,
    cares,
    resource,
    notes: notesOfFault(app.db, id),
    goesOnAs: fault.mergedIntoId === null ? null : (faultById(app.db, fault.mergedIntoId)?.state ?? null),
    merged: cares ? faultsMergedInto(app.db, id) : [],
    others: others.filter((each) => each.id !== id && faultStands(each)),
    labelPath: `/r/${labelCodesOf(app.db, [resource.id]).get(resource.id)}`,
  })
}
