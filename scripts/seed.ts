/** `npm run seed -- --scale N --resources R`: a synthetic cluster, the same for the same numbers. */
import { existsSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { holdsDatabase, migrateDb, openDb } from '../db/connect.ts'
import { keepAllUtilisation } from '../server/operations/keep-utilisation.ts'
import { makeCluster } from './cluster/make-cluster.ts'
import { insertScale, NOW } from './cluster/scale.ts'
import { databaseFile, removeDatabase, runScript, syncFile, wholeNumber } from './command-line.ts'

const HELP = `npm run seed -- --scale N --resources R [--reset]

Fills a missing or empty database (DATABASE, var/aparatura.sqlite) with N synthetic reservations over R resources,
beside the demo's accounts and resources. The first 50 resources are in the lab scale-lab. --reset throws away
what is there. Examples:
  --scale 1000000 --resources 500    five years
  --scale 1043600 --resources 50     8 per working day and resource, 2017–2026`

/** Nothing in a seeded database depends on the day it was made. */
const MADE_AT = Date.UTC(2026, 0, 1)

await runScript(HELP, async () => {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string' },
      resources: { type: 'string' },
      reset: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  const scale = {
    reservations: wholeNumber('--scale', values.scale, 1, 20_000_000),
    resources: wholeNumber('--resources', values.resources, 1, 10_000),
  }
  const file = databaseFile()
  if (values.reset) removeDatabase(file)
  if (existsSync(file) && (holdsDatabase(file) || statSync(file).size > 0))
    throw new Error(`${file} is not empty: give another DATABASE, or --reset to throw it away.`)
  const begun = performance.now()
  try {
    await fill(file, scale)
  } catch (fault) {
    removeDatabase(file)
    throw fault
  }
  const size = (statSync(file).size / 1_048_576).toFixed(1)
  console.log(
    `${file}: ${scale.reservations} reservations over ${scale.resources} resources, ${size} MiB, ${seconds(begun)} s.`,
  )

  async function fill(path: string, wanted: typeof scale) {
    const db = openDb(path)
    // A new file that is thrown away when the load fails needs no journal.
    db.$client.pragma('journal_mode = OFF')
    db.$client.pragma('synchronous = OFF')
    migrateDb(db)
    const cluster = await makeCluster(db, MADE_AT)
    insertScale(db, cluster, wanted, (done) => console.log(`  ${done} of ${wanted.reservations} (${seconds(begun)} s)`))
    // Reports find their months counted.
    keepAllUtilisation(db, NOW)
    console.log(`  counted for the reports (${seconds(begun)} s)`)
    db.$client.pragma('journal_mode = WAL')
    db.$client.close()
    syncFile(path)
  }
})

function seconds(since: number) {
  return ((performance.now() - since) / 1000).toFixed(1)
}
