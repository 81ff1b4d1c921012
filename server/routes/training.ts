import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { TrainingFormPage } from '../../views/training/training-form.tsx'
import { TrainingPage } from '../../views/training/training-page.tsx'
import type { App } from '../app.ts'
import { countsLevels } from '../domain/qualification.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { askForTraining } from '../operations/ask-for-training.ts'
import { rightOn, seeTraining } from '../operations/see-training.ts'
import { withdrawTraining } from '../operations/withdraw-training.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'person' } as const
const Slug = Type.String({ maxLength: 120 })
const Wish = Type.Object({ resource: Slug, message: Type.Optional(Type.String({ maxLength: 4000 })) })
const Done = Type.Object({ done: Type.Optional(Type.String({ maxLength: 40 })) })
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** A person's trainings, and the form that asks for one. */
export function training(app: App): void {
  app.get('/training', { config, schema: { querystring: Done } }, async (request, reply) => {
    const { done } = request.query
    return reply.page(TrainingPage, {
      ...seeTraining(app.db, request.person!, app.clock()),
      notice: done === 'asked' || done === 'withdrawn' ? done : null,
    })
  })

  app.get(
    '/training/new',
    { config, schema: { querystring: Type.Object({ resource: Type.Optional(Slug) }) } },
    async (request, reply) => {
      const resource = found(catalogueOf(app.db).resourceBySlug.get(request.query.resource ?? ''))
      return form(app, request, reply, { resource, message: '', error: null })
    },
  )

  app.post('/training', { config, schema: { body: Wish } }, async (request, reply) => {
    const resource = found(catalogueOf(app.db).resourceBySlug.get(request.body.resource))
    // Browsers send every line break of a text area as two characters and count one.
    const message = (request.body.message ?? '').replaceAll('\r\n', '\n')
    const result = askForTraining(app.db, request.person!, { resourceId: resource.id, message }, app.clock())
    if (result.ok) return reply.redirect('/training?done=asked#requests', 303)
    if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
    const error = invalidText(result.refusal, request.locale)
    return form(app, request, reply.code(422), { resource, message, error })
  })

  app.post('/training/:id/withdrawal', { config, schema: { params: Id } }, async (request, reply) => {
    const result = withdrawTraining(app.db, request.person!, Number(request.params.id), app.clock())
    if (!result.ok) throw plainRefusal(result.refusal)
    return reply.redirect('/training?done=withdrawn#requests', 303)
  })
}

interface Shown {
  readonly resource: Resource
  readonly message: string
  readonly error: string | null
}

function form(app: App, request: FastifyRequest, reply: FastifyReply, { resource, message, error }: Shown) {
  const { locale } = request
  const person = request.person!
  const { labById, organisationById, stewardsOfLab } = catalogueOf(app.db)
  const { held, isAsked } = rightOn(app.db, person, resource, app.clock())
  return reply.page(TrainingFormPage, {
    resource,
    lab: labById.get(resource.labId)!.name[locale],
    organisation: organisationById.get(resource.organisationId)!.name[locale],
    stewards: (stewardsOfLab.get(resource.labId) ?? []).map(({ name }) => name),
    held,
    hindrance: hindranceOf(),
    message,
    error,
  })

  function hindranceOf() {
    if (isSteward(person, resource)) return 'training-own'
    if (!countsLevels(resource.policy)) return 'training-not-needed'
    return isAsked ? 'asked' : null
  }
}
