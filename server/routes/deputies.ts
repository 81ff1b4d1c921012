import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { deputyshipsOfLab } from '../../db/queries/deputyships.ts'
import { DEPUTY_NOTICES, DeputiesPage, type DeputyFields } from '../../views/manage/deputies-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Lab } from '../domain/resource.ts'
import { addDays, isDay, localDayOf, startOfDay } from '../domain/zone.ts'
import { dismissDeputy, nameDeputy, ownedLab } from '../operations/name-deputy.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'steward' } as const
const Slug = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const text = Type.Optional(Type.String({ maxLength: 200 }))

/** Who decides for a lab while its owners are away: named and ended by an owner. */
export function deputies(app: App): void {
  const path = '/manage/labs/:slug/deputies'

  app.get(
    path,
    {
      config,
      schema: { params: Slug, querystring: Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) }) },
    },
    async (request, reply) => {
      const lab = ownLab(app, request)
      const today = localDayOf(app.clock(), lab.timeZone)
      const fields = { email: '', from: today, to: addDays(today, 14) }
      return show(app, request, reply, { lab, fields, errors: {}, done: request.query.done })
    },
  )

  app.post(
    path,
    { config, schema: { params: Slug, body: Type.Object({ email: text, from: text, to: text, _csrf: text }) } },
    async (request, reply) => {
      const lab = ownLab(app, request)
      const { email = '', from = '', to = '' } = request.body
      const fields = { email, from, to }
      const refuse = (errors: Readonly<Record<string, string>>) =>
        show(app, request, reply.code(422), { lab, fields, errors })
      const noDate = translateInto(request.locale)('check.no-date')
      if (!isDay(from) || !isDay(to))
        return refuse({ ...(!isDay(from) && { from: noDate }), ...(!isDay(to) && { to: noDate }) })
      const wish = {
        ...{ labId: lab.id, email },
        start: startOfDay(from, lab.timeZone),
        end: startOfDay(addDays(to, 1), lab.timeZone),
      }
      const result = nameDeputy(app.db, request.person!, wish, app.clock())
      if (result.ok) return reply.redirect(`/manage/labs/${lab.slug}/deputies?done=named`, 303)
      const { refusal } = result
      if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
      return refuse({ [refusal.field]: invalidText(refusal, request.locale) })
    },
  )

  app.post(
    `${path}/:id/end`,
    {
      config,
      schema: {
        params: Type.Object({ ...Slug.properties, id: Type.String({ pattern: '^[0-9]{1,15}$' }) }),
        body: Type.Object({ _csrf: text }),
      },
    },
    async (request, reply) => {
      const lab = ownLab(app, request)
      const result = dismissDeputy(app.db, request.person!, lab.id, Number(request.params.id), app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect(`/manage/labs/${lab.slug}/deputies?done=ended`, 303)
    },
  )
}

/** 404 where there is none, 403 for who does not own it. */
function ownLab(app: App, { params, person }: FastifyRequest): Lab {
  const { id } = found(catalogueOf(app.db).labBySlug.get((params as { slug: string }).slug))
  const lab = ownedLab(app.db, person!, id)
  if (!lab.ok) throw plainRefusal(lab.refusal)
  return lab.value
}

interface Shown {
  readonly lab: Lab
  readonly fields: DeputyFields
  readonly errors: Readonly<Record<string, string>>
  readonly done?: string | undefined
}

function show(app: App, { locale }: FastifyRequest, reply: FastifyReply, { lab, fields, errors, done }: Shown) {
  const { organisationById, stewardsOfLab } = catalogueOf(app.db)
  const now = app.clock()
  return reply.page(DeputiesPage, {
    lab: { slug: lab.slug, name: lab.name[locale], timeZone: lab.timeZone },
    deciding: (stewardsOfLab.get(lab.id) ?? []).filter(({ role }) => role !== 'caretaker'),
    deputies: deputyshipsOfLab(app.db, lab.id, now).map((each) => ({
      ...each,
      organisation: organisationById.get(each.organisationId)!.name[locale],
      isRunning: each.start <= now,
    })),
    fields,
    errors,
    notice: DEPUTY_NOTICES.find((each) => each === done) ?? null,
  })
}
