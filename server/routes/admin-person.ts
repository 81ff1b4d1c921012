import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { MyDataPage } from '../../views/privacy/my-data-page.tsx'
import type { App } from '../app.ts'
import { erasePerson, foreseeErasure, hindranceOf } from '../operations/erase-person.ts'
import { leaveNoTrace } from '../plugins/erased.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'administrator' } as const
const Id = Type.Object({ person: Type.String({ pattern: '^[0-9]{1,15}$' }) })
const Body = Type.Object({
  confirmation: Type.Optional(Type.String({ maxLength: 320 })),
  _csrf: Type.Optional(Type.String()),
})

/** Erasing somebody who has asked for it, by who runs the cluster. */
export function adminPerson(app: App): void {
  app.get('/admin/people/:person', { config, schema: { params: Id } }, async (request, reply) =>
    show(app, request, reply, { id: Number(request.params.person), error: null }),
  )

  app.post(
    '/admin/people/:person/erasure',
    { config: { ...config, fresh: true }, schema: { params: Id, body: Body } },
    async (request, reply) => {
      const { confirmation = '' } = request.body
      const id = Number(request.params.person)
      const result = erasePerson(app.db, request.person!, { personId: id, confirmation }, app.clock())
      if (!result.ok) {
        if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
        return show(app, request, reply.code(422), { id, error: invalidText(result.refusal, request.locale) })
      }
      await leaveNoTrace(app, result.value)
      return reply.redirect('/admin/people?done=erased', 303)
    },
  )
}

interface Shown {
  readonly id: number
  readonly error: string | null
}

function show(app: App, { person, locale }: FastifyRequest, reply: FastifyReply, { id, error }: Shown) {
  const foreseen = foreseeErasure(app.db, person!, id, app.clock())
  if (!foreseen.ok) throw plainRefusal(foreseen.refusal)
  const { traces, reservations, labs, organisations } = foreseen.value
  return reply.page(MyDataPage, {
    ...{ email: traces.email, cancelled: reservations.length, error, organisation: null },
    ...{ path: `/admin/people/${id}`, subject: { id, name: traces.name } },
    hindrance: hindranceOf(foreseen.value),
    inTheWay: [
      ...labs.map(({ slug, name }) => ({ name: name[locale], href: `/labs/${slug}` })),
      ...organisations.map(({ slug, name }) => ({ name: name[locale], href: `/manage/organisations/${slug}` })),
    ],
  })
}
