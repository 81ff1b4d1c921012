import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { MyDataPage } from '../../views/privacy/my-data-page.tsx'
import type { App } from '../app.ts'
import { erasePerson, foreseeErasure, hindranceOf } from '../operations/erase-person.ts'
import { recordTaking, takenData } from '../operations/take-data.ts'
import { leaveNoTrace } from '../plugins/erased.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'account' } as const
const sensitive = { ...config, fresh: true } as const
const Body = Type.Object({
  confirmation: Type.Optional(Type.String({ maxLength: 320 })),
  _csrf: Type.Optional(Type.String()),
})

/** Taking one's data away, and having them erased. */
export function myData(app: App): void {
  app.get('/account/data', { config }, async (request, reply) => show(app, request, reply, null))

  app.post('/account/data/export', { config: sensitive }, async (request, reply) => {
    const { id } = request.account!
    const now = app.clock()
    recordTaking(app.db, id, request.ip, now)
    return reply
      .header(
        'content-disposition',
        `attachment; filename="aparatura-${new Date(now).toISOString().slice(0, 10)}.json"`,
      )
      .header('cache-control', 'private, no-store')
      .type('application/json; charset=utf-8')
      .send(Readable.from(takenData(app.db, id, now)))
  })

  app.post('/account/data/erasure', { config: sensitive, schema: { body: Body } }, async (request, reply) => {
    const { confirmation = '' } = request.body
    const account = request.account!
    const result = erasePerson(app.db, account, { personId: account.id, confirmation }, app.clock())
    if (!result.ok) {
      if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
      return show(app, request, reply.code(422), invalidText(result.refusal, request.locale))
    }
    await leaveNoTrace(app, result.value)
    reply.signOut()
    return reply.redirect('/privacy?erased=1', 303)
  })
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, error: string | null) {
  const account = request.account!
  const foreseen = foreseeErasure(app.db, account, account.id, app.clock())
  if (!foreseen.ok) throw plainRefusal(foreseen.refusal)
  const { traces, reservations, labs, organisations } = foreseen.value
  const { organisationById } = catalogueOf(app.db)
  const { locale } = request
  return reply.page(MyDataPage, {
    ...{ email: traces.email, cancelled: reservations.length, error, path: '/account/data', subject: null },
    organisation: organisationById.get(account.organisationId)?.slug ?? null,
    hindrance: hindranceOf(foreseen.value),
    inTheWay: [
      ...labs.map(({ slug, name }) => ({ name: name[locale], href: `/labs/${slug}` })),
      ...organisations.map(({ slug, name }) => ({ name: name[locale], href: `/manage/organisations/${slug}` })),
    ],
  })
}
