import type { AddressInfo } from 'node:net'
import { openDb } from '../../db/connect.ts'
import { buildApp } from '../../server/app.ts'
import { fileMailer } from '../../server/mail/mailer.ts'
import { TEST_SETTINGS } from '../support/app.ts'

export interface Served {
  readonly file: string
  /** What its clock says, always. */
  readonly now: number
}

/** A server process of its own on a database that others serve too; tells its port, and stops when told anything. */
process.once('message', async ({ file, now }: Served) => {
  const db = openDb(file)
  const app = await buildApp({ db, clock: () => now, mailer: fileMailer(''), settings: TEST_SETTINGS })
  await app.listen({ host: '127.0.0.1', port: 0 })
  process.once('message', async () => {
    app.server.closeAllConnections()
    await app.close()
    db.$client.close()
    process.disconnect()
  })
  process.send?.((app.server.address() as AddressInfo).port)
})
