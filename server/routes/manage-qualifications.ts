import { Type } from 'typebox'
import { personByEmail } from '../../db/queries/people.ts'
import { QUALIFICATION_NOTICES } from '../../views/manage/qualifications-page.tsx'
import type { App } from '../app.ts'
import { LEVELS, type Level } from '../domain/person.ts'
import { grantQualification } from '../operations/grant-qualification.ts'
import type { Refusal } from '../operations/result.ts'
import { revokeQualification } from '../operations/revoke-qualification.ts'
import { plainRefusal } from '../plugins/found.ts'
import {
  caredForSlug,
  errorsOf,
  expiryFrom,
  type FormBody,
  qualificationsPath,
  showQualifications,
} from './qualification-place.ts'

const config = { access: 'steward' } as const
const Slug = Type.String({ maxLength: 120 })
const text = Type.Optional(Type.String({ maxLength: 1000 }))
const level = Type.Unsafe<Level>({ type: 'string', enum: [...LEVELS] })
const Grant = Type.Object({ person: Type.String({ maxLength: 254 }), level, expires_at: text, _csrf: text })
const Shown = Type.Object({ done: text, person: text, level: text })

/** Who may use a resource: seen, granted and revoked by its stewards. */
export function manageQualifications(app: App): void {
  const params = Type.Object({ slug: Slug })

  app.get(
    '/manage/resources/:slug/qualifications',
    { config, schema: { params, querystring: Shown } },
    async (request, reply) => {
      const resource = caredForSlug(app, request, request.params.slug)
      const { done, person, level: wanted } = request.query
      const notice = QUALIFICATION_NOTICES.find((each) => each === done) ?? null
      // A renewal begins with the form filled.
      const known = LEVELS.find((each) => each === wanted)
      const fields = { person: person ?? '', ...(known && { level: known }) }
      const filled = person ? { form: 'grant', fields, errors: {} } : null
      return showQualifications(app, request, reply, { resource, notice, filled })
    },
  )

  app.post(
    '/manage/resources/:slug/qualifications',
    { config, schema: { params, body: Grant } },
    async (request, reply) => {
      const resource = caredForSlug(app, request, request.params.slug)
      const { person, level, expires_at } = request.body
      const holder = personByEmail(app.db, person.trim())
      const { expiresAt, errors: noDate } = expiryFrom(expires_at, resource, request)
      const errors = { ...noDate, ...(holder ? {} : errorsOf(UNKNOWN, resource, request)) }
      const form = { form: 'grant', fields: request.body as FormBody }
      if (!holder || Object.keys(errors).length > 0)
        return showQualifications(app, request, reply.code(422), { resource, refused: { ...form, errors } })
      const grant = { personId: holder.id, level, expiresAt }
      const result = grantQualification(app.db, request.person!, resource.id, grant, app.clock())
      if (result.ok) return reply.redirect(`${qualificationsPath(resource)}?done=granted#holders`, 303)
      const refused = { ...form, errors: errorsOf(result.refusal, resource, request) }
      return showQualifications(app, request, reply.code(422), { resource, refused })
    },
  )

  app.post(
    '/manage/resources/:slug/qualifications/:person/removal',
    {
      config,
      schema: {
        params: Type.Object({ slug: Slug, person: Type.String({ pattern: '^[0-9]{1,15}$' }) }),
        body: Type.Object({ reason: Type.Optional(Type.String({ maxLength: 500 })) }),
      },
    },
    async (request, reply) => {
      const resource = caredForSlug(app, request, request.params.slug)
      const revocation = { personId: Number(request.params.person), reason: request.body.reason ?? null }
      const result = revokeQualification(app.db, request.person!, resource.id, revocation, app.clock())
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect(`${qualificationsPath(resource)}?done=revoked#holders`, 303)
    },
  )
}

const UNKNOWN: Refusal = { kind: 'invalid', field: 'person', reason: 'unknown-person' }
