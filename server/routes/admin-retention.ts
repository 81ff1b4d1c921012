import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { retentionOf } from '../../db/queries/retention.ts'
import { RetentionPage } from '../../views/privacy/retention-page.tsx'
import type { App } from '../app.ts'
import { RETENTION_LIMITS, type Retention, type RetentionField } from '../domain/retention.ts'
import { setRetention } from '../operations/set-retention.ts'
import { plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'administrator' } as const
const FIELDS = Object.keys(RETENTION_LIMITS) as RetentionField[]
const text = Type.Optional(Type.String({ maxLength: 10 }))
const Form = Type.Object({
  unusedMonths: text,
  erasedMonths: text,
  wordsYears: text,
  auditYears: text,
  _csrf: Type.Optional(Type.String()),
})
const Saved = Type.Object({ saved: Type.Optional(Type.Any()) })

/** How long what is kept, for who runs the cluster. */
export function adminRetention(app: App): void {
  app.get('/admin/retention', { config, schema: { querystring: Saved } }, async (request, reply) => {
    const kept = retentionOf(app.db)
    const typed = Object.fromEntries(FIELDS.map((field) => [field, `${kept[field] ?? ''}`]))
    return show(reply, typed, { isSaved: request.query.saved === '1' })
  })

  app.post(
    '/admin/retention',
    { config: { ...config, fresh: true }, schema: { body: Form } },
    async (request: FastifyRequest<{ Body: Partial<Record<RetentionField, string>> }>, reply) => {
      const typed = Object.fromEntries(FIELDS.map((field) => [field, request.body[field]?.trim() ?? '']))
      const wish = Object.fromEntries(FIELDS.map((field) => [field, typed[field] === '' ? null : Number(typed[field])]))
      const result = setRetention(app.db, request.person!, wish as unknown as Retention, app.clock())
      if (result.ok) return reply.redirect('/admin/retention?saved=1', 303)
      if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
      const { field } = result.refusal
      return show(reply.code(422), typed, { error: { field, message: invalidText(result.refusal, request.locale) } })
    },
  )
}

interface Shown {
  readonly isSaved?: boolean
  readonly error?: { readonly field: string; readonly message: string }
}

const show = (reply: FastifyReply, typed: Record<string, string>, { isSaved = false, error }: Shown) =>
  reply.page(RetentionPage, { typed, isSaved, error: error ?? null })
