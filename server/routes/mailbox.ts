import { factOf } from '../../db/queries/facts.ts'
import { mailOf, mailsOf, type OutboxMail } from '../../db/queries/outbox.ts'
import { MailPage } from '../../views/account/mail-page.tsx'
import { MailboxPage } from '../../views/account/mailbox-page.tsx'
import { calendarPartOf, contentOf, outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import type { App } from '../app.ts'
import type { Person } from '../domain/person.ts'
import { HttpRefusal } from '../plugins/access.ts'

const PER_PAGE = 50

/** The demo's mail. Elsewhere these pages do not exist at all. */
export function mailbox(app: App): void {
  const { db, settings } = app
  if (!settings.demo && factOf(db, 'demo') === null) return

  app.get<{ Querystring: { before?: string } }>(
    '/mailbox',
    { config: { access: 'person' } },
    async (request, reply) => {
      const reader = readerOf(request.person!)
      const before = /^\d{1,15}$/.test(request.query.before ?? '') ? Number(request.query.before) : null
      const mails = mailsOf(db, reader, PER_PAGE + 1, before)
      const shown = mails.slice(0, PER_PAGE)
      return reply.page(MailboxPage, {
        mails: shown.map((mail) => ({
          ...mail,
          subject: contentOf(mail, settings).subject,
          lang: mail.recipientLocale,
          to: mail.recipientName,
        })),
        isEverybodys: reader === 'everybody',
        olderHref: mails.length > PER_PAGE ? `/mailbox?before=${shown.at(-1)?.id}` : null,
      })
    },
  )

  app.get<{ Params: { id: string } }>(
    '/mailbox/:id(^\\d{1,15}$)',
    { config: { access: 'person' } },
    async (request, reply) => {
      const row = mailFor(request.person!, request.params.id)
      const { subject, sheet, calendar } = contentOf(row, settings)
      const part = calendarPartOf(row)
      return reply.page(MailPage, {
        mail: {
          ...row,
          from: settings.mailFrom,
          to: `${row.recipientName} <${row.recipientEmail}>`,
          subject,
          sheet,
          path: sheet.link.href.slice(settings.publicUrl.length),
          calendar: calendar && part && { ...calendar, ...part },
        },
      })
    },
  )

  app.get<{ Params: { id: string } }>(
    '/mailbox/:id(^\\d{1,15}).eml',
    { config: { access: 'person' } },
    async (request, reply) => {
      const row = mailFor(request.person!, request.params.id)
      reply
        .header('content-disposition', `attachment; filename="aparatura-${row.id}.eml"`)
        .header('cache-control', 'private, no-store')
      return reply.type('message/rfc822').send(await app.mailer.raw(outgoingMailOf(row, settings)))
    },
  )

  function mailFor(person: Person, id: string): OutboxMail {
    const mail = mailOf(db, Number(id), readerOf(person))
    if (!mail) throw new HttpRefusal(404, 'not-found')
    return mail
  }
}

const readerOf = (person: Person) => (person.role === 'administrator' ? 'everybody' : person.id)
