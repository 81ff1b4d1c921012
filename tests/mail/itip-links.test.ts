import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { mailsOf } from '../../db/queries/outbox.ts'
import { insertSession } from '../../db/queries/sessions.ts'
import { buildApp } from '../../server/app.ts'
import { hashOf } from '../../server/operations/sign-in.ts'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { TEST_SETTINGS } from '../support/app.ts'
import { postbox } from '../support/postbox.ts'
import { letterOfEveryKind } from './every-kind.ts'
import { liveThrough } from './itip-life.ts'

/** So many mails of each kind are opened, the newest. */
const OF_A_KIND = 3

test('GET and HEAD of every link in every kind of mail leave the database as it was, byte for byte', async () => {
  const { db, cast } = liveThrough(400, 3)
  const all = mailsOf(db, 'everybody', 100_000)
  const now = all[0]!.createdAt
  const settings = TEST_SETTINGS
  const app = await buildApp({ db, clock: () => now, mailer: postbox().mailer, settings })
  const byKind = Map.groupBy(all, ({ kind }) => kind)
  // Of those that this life has none of, too.
  const reader = { id: cast.researcher.id, locale: 'pl' as const }
  const invented = letterOfEveryKind(reader).map((letter) => ({ ...letter, createdAt: now }))
  const mails = [...[...byKind.values()].flatMap((each) => each.slice(0, OF_A_KIND)), ...invented]
  for (const personId of new Set(mails.map((mail) => mail.personId)))
    insertSession(db, {
      ...{ tokenHash: hashOf(`reader ${personId}`), personId, kind: 'browser' },
      ...{ now, expiresAt: now + 86_400_000 },
    })
  const dump = () => createHash('sha256').update(db.$client.serialize()).digest('hex')
  const before = dump()
  const answers = new Map<string, number>()
  for (const mail of mails) {
    const { text, html, calendar } = outgoingMailOf(mail, settings)
    for (const url of linksIn(`${text}\n${html}\n${calendar?.content.replaceAll('\r\n ', '')}`))
      for (const cookies of [{}, { session: `reader ${mail.personId}` }])
        for (const method of ['HEAD', 'GET'] as const) {
          const { statusCode } = await app.inject({ method, url, cookies })
          expect([url, [200, 303, 403, 404, 410].includes(statusCode)]).toEqual([url, true])
          const noun = `${url.split(/[/?]/)[1]} ${statusCode}`
          answers.set(noun, (answers.get(noun) ?? 0) + 1)
        }
  }
  expect(dump()).toBe(before)
  // Links of all sorts were opened, decisions still open and long over.
  expect(byKind.size).toBeGreaterThan(9)
  for (const noun of ['decide 200', 'decide 303', 'decide 410', 'reservations 200', 'series 200'])
    expect([noun, answers.get(noun) ?? 0]).not.toEqual([noun, 0])
  db.$client.exec('UPDATE labs SET decision_days = 4')
  expect(dump()).not.toBe(before)
})

/** The paths of everything that can be followed; nothing leads to another site. */
function linksIn(text: string): string[] {
  const links = [...text.matchAll(/https?:\/\/[^\s"<\\]+/g)].map(([url]) => url.replaceAll('&amp;', '&'))
  expect(links.filter((url) => !url.startsWith(`${TEST_SETTINGS.publicUrl}/`))).toEqual([])
  return [...new Set(links)].map((url) => url.slice(TEST_SETTINGS.publicUrl.length))
}
