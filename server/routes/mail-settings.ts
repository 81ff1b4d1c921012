import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import { MailSettingsPage, type MailSettingsProps } from '../../views/account/mail-settings-page.tsx'
import { UnsubscribePage } from '../../views/account/unsubscribe-page.tsx'
import type { App } from '../app.ts'
import { isClockTime, MAIL_CHOICES, type MailChoice, preferencesFrom } from '../domain/preferences.ts'
import { isValidZone } from '../domain/zone.ts'
import { setPreferences } from '../operations/set-preferences.ts'
import { subscriberOf, unsubscribe } from '../operations/unsubscribe.ts'
import { found } from '../plugins/found.ts'

const config = { access: 'person' } as const
const Choice = Type.Optional(Type.Unsafe<MailChoice>({ type: 'string', enum: [...MAIL_CHOICES] }))
const clock = Type.Optional(Type.String({ maxLength: 10 }))
const Form = Type.Object({
  requests: Choice,
  lab: Choice,
  equipment: Choice,
  training: Choice,
  digest_hour: Type.String({ pattern: '^(\\d|1\\d|2[0-3])$' }),
  reminder_hours: Type.String({ pattern: '^\\d{0,3}$' }),
  quiet_from: clock,
  quiet_to: clock,
  time_zone: Type.String({ maxLength: 60 }),
  _csrf: Type.Optional(Type.String()),
})
const Token = Type.Object({ token: Type.String({ maxLength: 80 }) })

/** When a person gets which mail, and the one link that ends the daily one without signing in. */
export function mailSettings(app: App): void {
  app.get(
    '/account/mail',
    { config, schema: { querystring: Type.Object({ saved: Type.Optional(Type.Any()) }) } },
    async (request, reply) => show(app, request, reply, { isSaved: request.query.saved !== undefined }),
  )

  app.post('/account/mail', { config, schema: { body: Form } }, async (request, reply) => {
    const { body } = request
    const { requests, lab, equipment, training } = body
    const [from, to] = [clockOf(body.quiet_from), clockOf(body.quiet_to)]
    const zone = body.time_zone.trim()
    const typed = { from, to, zone }
    const isQuietFine = (from === '' && to === '') || (isClockTime(from) && isClockTime(to) && from !== to)
    const mail = Object.fromEntries(
      Object.entries({ requests, lab, equipment, training }).filter(([, choice]) => choice !== undefined),
    )
    const change = {
      mail,
      digestHour: Number(body.digest_hour),
      reminderHours: body.reminder_hours === '' ? null : Number(body.reminder_hours),
    }
    if (!isQuietFine || !isValidZone(zone)) {
      const { preferences } = mailAccountOf(app.db, request.person!.id)
      const wanted = preferencesFrom({ ...preferences, ...change, mail: { ...preferences.mail, ...mail } })
      const fault = isQuietFine ? 'zone' : 'quiet'
      return show(app, request, reply.code(422), { preferences: wanted, typed, fault })
    }
    const quiet = from === '' ? null : { from, to }
    const timeZone = zone === app.settings.timeZone ? null : zone
    setPreferences(app.db, request.person!.id, { ...change, quiet, timeZone }, app.clock())
    return reply.redirect('/account/mail?saved', 303)
  })

  // Link scanners get this page too: nothing changes before its button is pressed.
  app.get('/unsubscribe/:token', { config: { access: 'anyone' }, schema: { params: Token } }, (request, reply) => {
    const person = found(subscriberOf(app.db, request.params.token, app.settings.sessionSecret))
    return reply.page(UnsubscribePage, { email: person.email, token: request.params.token, isDone: false })
  })

  // Mail programs post here by themselves, without a session and without a form of ours (RFC 8058).
  const oneClick = { access: 'anyone', uploads: true } as const
  app.post('/unsubscribe/:token', { config: oneClick, schema: { params: Token } }, (request, reply) => {
    const person = found(subscriberOf(app.db, request.params.token, app.settings.sessionSecret))
    unsubscribe(app.db, person.id, app.clock())
    return reply.page(UnsubscribePage, { email: person.email, token: request.params.token, isDone: true })
  })
}

function show(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  particulars: Partial<Omit<MailSettingsProps, 'page'>>,
) {
  const person = request.person!
  const { preferences, mailRefusedAt } = mailAccountOf(app.db, person.id)
  const { quiet, timeZone } = preferences
  return reply.page(MailSettingsPage, {
    preferences,
    typed: { from: quiet?.from ?? '', to: quiet?.to ?? '', zone: timeZone ?? app.settings.timeZone },
    isSteward: person.stewardOf.size > 0,
    refused: mailRefusedAt === null ? null : { email: person.email, since: mailRefusedAt },
    isSaved: false,
    fault: null,
    ...particulars,
  })
}

/** `7:00` is meant as `07:00`; browsers may add seconds. */
function clockOf(text = ''): string {
  const [, hour, rest] = /^(\d{1,2})(:\d{2})(?::\d{2})?$/.exec(text.trim()) ?? []
  return hour && rest ? `${hour.padStart(2, '0')}${rest}` : text.trim()
}
