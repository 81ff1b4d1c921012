/** What the commands share: one clear line on failure, --help, and where the database is. */
import { createHash } from 'node:crypto'
import { closeSync, createReadStream, fsyncSync, openSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { SETTINGS } from '../server/settings.ts'

/** Runs a command. A fault ends the process with its message alone and a status that is not zero. */
export async function runScript(help: string, main: () => Promise<void> | void): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) return console.log(help)
  try {
    await main()
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault)
    process.exit(1)
  }
}

export function databaseFile(): string {
  return process.env['DATABASE']?.trim() || SETTINGS.DATABASE.fallback
}

export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
}

export function wholeNumber(name: string, text: string | undefined, least: number, most: number): number {
  const number = Number(text)
  if (text === undefined || !/^\d+$/.test(text) || number < least || number > most)
    throw new Error(
      `${name} must be a whole number from ${least} to ${most}${text === undefined ? '' : `, not "${text}"`}.`,
    )
  return number
}

/** Waits until the file is on disk, not only in the memory of the machine. */
export function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
