/** `npm run backup -- FILE`: a consistent copy of a live database, with its SHA-256. */
import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { holdsDatabase } from '../db/connect.ts'
import { databaseFile, runScript, sha256Of, syncFile } from './command-line.ts'

const HELP = `npm run backup -- FILE [--force]

Copies the database (DATABASE, var/aparatura.sqlite) to FILE beside a running server and writes its SHA-256 to
FILE.sha256. Never overwrites without --force. Bring one back with npm run restore -- FILE.`

/** Everything in one step: a copy in many steps starts over whenever the server writes. */
const ALL_PAGES = 2_147_483_647

await runScript(HELP, async () => {
  const { values, positionals } = parseArgs({ options: { force: { type: 'boolean' } }, allowPositionals: true })
  const [file] = positionals
  if (!file || positionals.length > 1) throw new Error('Name the file to write: npm run backup -- FILE')
  const source = databaseFile()
  if (!holdsDatabase(source)) throw new Error(`There is no database in ${source}.`)
  if (isSameFile(file, source)) throw new Error(`${file} is the database itself: name another file.`)
  const sum = `${file}.sha256`
  if (!values.force)
    for (const path of [file, sum])
      if (existsSync(path)) throw new Error(`${path} is there already; --force overwrites it.`)
  const unfinished = `${file}.unfinished`
  try {
    await copy(source, unfinished)
    const hash = await sha256Of(unfinished)
    syncFile(unfinished)
    renameSync(unfinished, file)
    writeFileSync(sum, `${hash}  ${basename(file)}\n`)
  } finally {
    rmSync(unfinished, { force: true })
  }
  console.log(`${file} and ${sum} written.`)
})

/** Whatever path or link leads there: the copy would take the place of the file that servers have open. */
function isSameFile(file: string, source: string) {
  return existsSync(file) && realpathSync(file) === realpathSync(source)
}

async function copy(source: string, to: string) {
  rmSync(to, { force: true })
  const from = new Database(source, { readonly: true, timeout: 5000 })
  await from.backup(to, { progress: () => ALL_PAGES })
  from.close()
  const made = new Database(to)
  // A copy is one file: without this it would want its -wal and -shm beside it.
  made.pragma('journal_mode = DELETE')
  const verdict = made.pragma('integrity_check', { simple: true })
  made.close()
  if (verdict !== 'ok') throw new Error(`The copy is not sound (${verdict}): is the database damaged?`)
}
