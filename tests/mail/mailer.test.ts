import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { mailerFor } from '../../server/mail/mailer.ts'
import { sendDue } from '../../server/mail/outbox.ts'
import { filledDb, NOW, queue, rowsOf, settings } from './support.ts'

test('without SMTP each mail becomes one file that mail programs open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-'))
  try {
    const db = filledDb()
    const mailer = mailerFor({ smtpUrl: null, mailFolder: join(folder, 'deep', 'mail') })
    queue(db)
    await sendDue(db, mailer, () => NOW, settings)
    // As after a crash between writing the file and writing that it was written.
    db.$client.exec(`UPDATE outbox SET sent_at = NULL, next_attempt_at = ${NOW}`)
    expect(await sendDue(db, mailer, () => NOW, settings)).toEqual({ sent: 1, failed: 0 })
    const files = readdirSync(join(folder, 'deep', 'mail'))
    expect(files).toEqual([`${rowsOf(db)[0]?.message_id}@aparatura.example.eml`])
    const mail = await simpleParser(readFileSync(join(folder, 'deep', 'mail', files[0]!)))
    expect(mail.subject).toContain('Potwierdzona')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
