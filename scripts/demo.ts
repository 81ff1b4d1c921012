/** `npm run demo`: an embedded database with the demo cluster, and the server on it. */
import { rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { holdsDatabase, migrateDb, openDb } from '../db/connect.ts'
import { readSettings } from '../server/settings.ts'
import { start, stopOnSignal } from '../server/start.ts'
import { makeDemo } from './cluster/make-cluster.ts'
import { DEMO_ACCOUNTS } from './cluster/people.ts'

const HELP = `npm run demo [-- --reset]

Starts Aparatura with example data. An existing database is left as it is; --reset makes it anew.
Settings: HOST, PORT, DATABASE, PUBLIC_URL (see README).`

await main().catch((fault) => {
  console.error(fault instanceof Error ? fault.message : fault)
  process.exit(1)
})

async function main() {
  const { values } = parseArgs({ options: { reset: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) return console.log(HELP)
  const { HOST = '127.0.0.1', PORT = '3000' } = process.env
  const PUBLIC_URL = process.env['PUBLIC_URL'] ?? `http://${HOST === '127.0.0.1' ? 'localhost' : HOST}:${PORT}`
  const result = readSettings({ LOG_LEVEL: 'warn', ...process.env, PUBLIC_URL, DEMO: '1' }, { production: false })
  if (!result.ok) throw new Error(result.faults.join('\n'))
  await prepareDatabase(result.settings.database, values.reset ?? false)
  const running = await start(result.settings)
  stopOnSignal(running)
  introduce(running.app.addresses()[0] as AddressInfo)
}

async function prepareDatabase(file: string, reset: boolean) {
  if (reset) for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
  if (holdsDatabase(file)) return
  const begun = performance.now()
  const db = openDb(file)
  migrateDb(db)
  await makeDemo(db, Date.now())
  db.$client.close()
  console.log(`Made ${file} with the demo cluster (${((performance.now() - begun) / 1000).toFixed(1)} s).`)
}

function introduce({ address, port }: AddressInfo) {
  const at = `http://${address.includes(':') ? `[${address}]` : address}:${port}`
  const widest = Math.max(...DEMO_ACCOUNTS.map((person) => person.email.length))
  console.log(`\nAparatura listens on ${at}\n\nDemo accounts, password demo-demo-demo:`)
  for (const { email, name, organisation, role } of DEMO_ACCOUNTS)
    console.log(`  ${email.padEnd(widest)}  ${name}, ${role ?? organisation}`)
  console.log('\nPeople, hours and reservations are made up. Stop with Ctrl+C.')
}
