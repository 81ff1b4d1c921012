import { openDb } from '../../db/connect.ts'
import { smtpMailer } from '../../server/mail/mailer.ts'
import { type OutboxSettings, sendDue } from '../../server/mail/outbox.ts'

export interface MailTask {
  readonly file: string
  readonly port: number
  readonly settings: OutboxSettings
  /** Its clock: `epoch` at the real moment `since`, and so much faster from then on. */
  readonly epoch: number
  readonly since: number
  readonly speed: number
}

/** A process that sends what is due until it is killed. */
process.once('message', async ({ file, port, settings, epoch, since, speed }: MailTask) => {
  const db = openDb(file)
  const mailer = smtpMailer(`smtp://127.0.0.1:${port}`)
  const clock = () => epoch + (Date.now() - since) * speed
  for (;;) {
    await sendDue(db, mailer, clock, settings)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})
process.once('disconnect', () => process.exit(0))
