import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { countUnread } from '../../db/queries/notices.ts'
import { mailOf, mailsOf, noticesOf } from '../../db/queries/outbox.ts'
import { type QueuedAccountMail, queueAccountMail } from '../../db/queries/queue-mail.ts'
import { givenUp, resendMail } from '../../db/queries/undelivered.ts'
import { ACCOUNT_CHANGES, ACCOUNT_MAIL_KINDS, type AccountMail } from '../../server/domain/account-mail.ts'
import { rawMail } from '../../server/mail/mailer.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { contentOf, outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { postbox } from '../support/postbox.ts'
import { filledDb, HOUR, MINUTE, NOW, settings } from './support.ts'

const SECRET = 'FyMr0pSecretSecret'
const STRANGER = 'stranger@elsewhere.test'
const payload: AccountMail = { about: 'account', secretPath: `/password/${SECRET}`, expiresAt: NOW + HOUR }
const reset: QueuedAccountMail = { personId: 1, kind: 'reset-password', payload, at: NOW }
const invitation: QueuedAccountMail = {
  ...{ personId: 1, kind: 'account-invitation', at: NOW, address: STRANGER },
  payload: {
    ...{ ...payload, locale: 'en', inviter: 'Anna Kowalczyk-Żółć' },
    organisation: { pl: 'Politechnika Lubelska', en: 'Lublin University of Technology' },
  },
}

test('a mail about an account goes at once, in quiet hours and for who wants no mail', async () => {
  const db = filledDb()
  const never = { mail: { requests: 'never', lab: 'never', equipment: 'never', training: 'never' } }
  db.$client
    .prepare('UPDATE people SET preferences = ?')
    .run(JSON.stringify({ ...never, quiet: { from: '00:00', to: '23:59' } }))
  queueAccountMail(db, reset)
  const post = postbox()
  expect(await sendDue(db, post.mailer, () => NOW, settings)).toEqual({ sent: 1, failed: 0 })
  const [mail] = post.sent
  expect(mail?.text).toContain(`https://aparatura.example/password/${SECRET}`)
  expect(mail?.text.split('\n').slice(0, 2).join(' ').replaceAll('\u00A0', ' ')).toMatch(
    /^Ustaw nowe hasło.{1,3}ważne do: wt. 10 lis/,
  )
  expect(mail?.to).toEqual({ name: 'Anna Kowalczyk-Żółć', email: 'anna@demo.test' })
})

test('its secret is nowhere in the database once it has left, and it is no notice', async () => {
  const db = filledDb()
  queueAccountMail(db, reset)
  queueAccountMail(db, invitation)
  expect(db.$client.serialize().includes(SECRET)).toBe(true)
  await sendDue(db, postbox().mailer, () => NOW, settings)
  db.$client.exec('VACUUM')
  expect(db.$client.serialize().includes(SECRET)).toBe(false)
  expect(noticesOf(db, 1, 10)).toEqual([])
  expect(countUnread(db, 1)).toBe(0)
  const sent = mailsOf(db, 'everybody', 10)
  expect(sent.map((mail) => contentOf(mail, settings).path)).toEqual(['/account', '/account'])
})

test('the demo keeps it, for its mail is read in the application alone', async () => {
  const db = filledDb()
  queueAccountMail(db, reset)
  await sendDue(db, postbox().mailer, () => NOW, { ...settings, demo: true })
  expect(contentOf(mailsOf(db, 1, 1)[0]!, settings).path).toBe(payload.secretPath)
})

test('one that goes to a stranger names who invites, and is no mail of theirs', async () => {
  const db = filledDb()
  queueAccountMail(db, invitation)
  const post = postbox()
  await sendDue(db, post.mailer, () => NOW, settings)
  const [mail] = post.sent
  expect(mail?.to).toEqual({ name: '', email: STRANGER })
  expect(mail?.subject).toMatch(/^Invitation to Aparatura: Lublin University of Technology, good until /)
  expect(mail?.text).toContain('Invited by: Anna Kowalczyk-Żółć')
  expect([mailsOf(db, 1, 9), mailOf(db, 1, 1), mailOf(db, 1, 'everybody')?.address]).toEqual([[], null, STRANGER])
})

test('a stranger’s address that is refused marks nobody’s own', async () => {
  const db = filledDb()
  queueAccountMail(db, invitation)
  const refusal = Object.assign(new Error('550'), { responseCode: 550, command: 'RCPT TO' })
  const refusing = { ...postbox().mailer, send: () => Promise.reject(refusal) }
  expect(await sendDue(db, refusing, () => NOW, settings)).toEqual({ sent: 0, failed: 1 })
  expect(db.$client.prepare('SELECT 1 FROM people WHERE mail_refused_at IS NOT NULL').get()).toBeUndefined()
})

test('what has not left before its link stops working stays behind, without its secret', async () => {
  const db = filledDb()
  queueAccountMail(db, reset)
  const post = postbox()
  expect(await sendDue(db, post.mailer, () => NOW + HOUR, settings)).toEqual({ sent: 0, failed: 1 })
  expect(post.sent).toEqual([])
  expect(givenUp(db, 9)).toMatchObject([{ kind: 'reset-password', lastError: 'The link in it had stopped working' }])
  expect(db.$client.prepare('SELECT payload FROM outbox').pluck().get()).not.toContain(SECRET)
  expect(resendMail(db, 1, NOW + HOUR)).toBe(false)
})

test('nobody can have somebody’s mailbox filled', () => {
  const db = filledDb()
  const ask = (change: Partial<QueuedAccountMail> = {}) => queueAccountMail(db, { ...reset, ...change })
  expect(Array.from({ length: 7 }, () => ask())).toEqual([true, true, true, true, true, false, false])
  expect([ask({ personId: 2 }), ask({ kind: 'confirm-email' }), ask({ address: STRANGER })]).toEqual([true, true, true])
  expect(ask({ at: NOW + HOUR + MINUTE })).toBe(true)
})

test.each(['pl', 'en'] as const)('every kind is whole in %s', (locale) => {
  const reader = { recipientName: 'Anna', recipientEmail: 'anna@demo.test', recipientLocale: locale }
  const letter = { personId: 1, messageId: 'account-1', createdAt: NOW, ...reader }
  const changes = ACCOUNT_CHANGES.map((change) => ({ kind: 'account-changed' as const, change }))
  for (const { kind, ...more } of [...ACCOUNT_MAIL_KINDS.map((each) => ({ kind: each })), ...changes]) {
    const mail = { ...invitation.payload, ...more }
    const { text, html, subject } = outgoingMailOf({ ...letter, kind, mail }, settings)
    expect([kind, `${subject}${text}${html}`]).not.toEqual([
      kind,
      expect.stringMatching(/\{\{|undefined|null|mail\.\w/),
    ])
  }
})

test('files go along with a mail', async () => {
  const letter = { personId: 1, messageId: 'm-1', createdAt: NOW, kind: 'reset-password' as const, mail: payload }
  const reader = { recipientName: 'Anna', recipientEmail: 'anna@demo.test', recipientLocale: 'pl' as const }
  const file = {
    fileName: 'wykorzystanie-październik.csv',
    contentType: 'text/csv; charset=utf-8',
    content: 'zażółć\r\n',
  }
  const { attachments } = await simpleParser(await rawMail(outgoingMailOf({ ...letter, ...reader }, settings, [file])))
  expect(attachments.map(({ filename, contentType, content }) => [filename, contentType, String(content)])).toEqual([
    [file.fileName, 'text/csv', file.content],
  ])
})
