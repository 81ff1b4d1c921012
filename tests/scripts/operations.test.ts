import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { migrateDb, openDb } from '../../db/connect.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'aparatura-'))
const database = join(folder, 'live.sqlite')
const backup = join(folder, 'backup.sqlite')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function run(script: string, args: readonly string[], { file = database, input = '' } = {}) {
  const { status, stdout, stderr } = spawnSync('tsx', [`scripts/${script}.ts`, ...args], {
    env: { ...process.env, DATABASE: file },
    encoding: 'utf8',
    input,
  })
  return { status, said: stdout.trim(), fault: stderr.trim() }
}

describe('admin', () => {
  const file = join(folder, 'new.sqlite')

  test('init makes the database and the first administrator, once', () => {
    const init = [
      'init',
      '--email',
      'Szef@Example.org',
      '--name',
      'Szef',
      '--organisation',
      'Szpital Łączny',
      '--password-stdin',
    ]
    expect(run('admin', init, { file, input: 'dwanaście żółtych łodzi\n' })).toMatchObject({ status: 0, fault: '' })
    expect(run('admin', init, { file, input: 'dwanaście żółtych łodzi\n' })).toEqual({
      status: 1,
      said: '',
      fault: `${file} is there already.`,
    })
    const db = openDb(file)
    expect(
      db.$client
        .prepare(`SELECT p.email, p.role, o.slug FROM people p JOIN organisations o ON o.id = p.organisation_id`)
        .all(),
    ).toEqual([{ email: 'szef@example.org', role: 'administrator', slug: 'szpital-laczny' }])
    db.$client.close()
  })

  test.each([
    ['a command it does not know', ['frobnicate'], 'Which command?'],
    [
      'an organisation that is not there',
      ['create-user', '--email', 'a@b.pl', '--name', 'A', '--organisation', 'nowhere'],
      'There is no organisation nowhere',
    ],
    [
      'an easy password',
      ['create-user', '--email', 'a@b.pl', '--name', 'A', '--organisation', 'szpital-laczny', '--password', 'haslo'],
      'This password is not taken',
    ],
    [
      'a role that is none',
      ['create-user', '--email', 'a@b.pl', '--name', 'A', '--organisation', 'szpital-laczny', '--role', 'king'],
      '--role must be one of',
    ],
  ])('refuses %s in one line', (_what, args, words) => {
    const { status, fault } = run('admin', args, { file })
    expect(status).toBe(1)
    expect(fault).toContain(words)
    expect(fault.split('\n')).toHaveLength(1)
  })
})

describe('backup and restore', () => {
  beforeAll(() => {
    const db = openDb(database)
    migrateDb(db)
    db.$client.exec(`INSERT INTO facts VALUES ('kept', 'before');
      INSERT INTO organisations (id, slug, name_pl, name_en, kind) VALUES (1, 'o', 'O', 'O', 'university');
      INSERT INTO people (id, email, name, organisation_id, created_at) VALUES (1, 'zaneta@example.org', 'Żaneta Wyjątkowa', 1, 5)`)
    db.$client.close()
  })

  test('a backup is one file with its sum, made beside a writer, never over another', () => {
    const writer = openDb(database)
    writer.$client.exec(`INSERT INTO facts VALUES ('written', 'not yet in the main file')`)
    expect(run('backup', [backup])).toMatchObject({ status: 0 })
    writer.$client.close()
    expect(readdirSync(folder).filter((name) => name.startsWith('backup'))).toEqual([
      'backup.sqlite',
      'backup.sqlite.sha256',
    ])
    expect(readFileSync(`${backup}.sha256`, 'utf8')).toMatch(/^[0-9a-f]{64} {2}backup\.sqlite\n$/)
    const copy = new Database(backup, { readonly: true })
    expect(copy.prepare(`SELECT count(*) FROM facts`).pluck().get()).toBe(2)
    copy.close()
    expect(run('backup', [backup])).toMatchObject({ status: 1, fault: expect.stringContaining('--force') })
    expect(run('backup', [backup, '--force'])).toMatchObject({ status: 0 })
    expect(run('backup', [`${folder}/./live.sqlite`, '--force'])).toMatchObject({
      status: 1,
      fault: expect.stringContaining('the database itself'),
    })
  })

  test('a restore brings it back and keeps what it replaced', () => {
    const db = openDb(database)
    db.$client.exec(`UPDATE facts SET value = 'after' WHERE name = 'kept'`)
    db.$client.close()
    writeFileSync(`${database}.erasures`, '1 5 2026-11-23T07:00:00.000Z\n2 5 2026-11-23T07:00:00.000Z\n1 5 2026-1')
    const { status, said } = run('restore', [backup])
    expect(status).toBe(0)
    expect(said).toContain('kept as')
    expect(said).toContain('Accounts erased since that backup, and now in it: 1.')
    expect(readFileSync(database).includes('Żaneta')).toBe(false)
    expect(readFileSync(backup).includes('Żaneta')).toBe(true)
    const valueIn = (file: string) => {
      const opened = new Database(file)
      const value = opened.prepare(`SELECT value FROM facts WHERE name = 'kept'`).pluck().get()
      opened.close()
      return value
    }
    expect(valueIn(database)).toBe('before')
    const kept = readdirSync(folder).find((name) => /replaced-[\dTZ-]+$/.test(name))
    expect(valueIn(join(folder, kept!))).toBe('after')
  })

  test('a restore waits for nobody: it refuses while a process holds the database', async () => {
    const holder = spawn(process.execPath, [
      '-e',
      `const db = new (require('better-sqlite3'))(${JSON.stringify(database)}); db.prepare('SELECT 1 FROM facts').get(); console.log('open'); setInterval(() => {}, 1000)`,
    ])
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    expect(run('restore', [backup])).toMatchObject({ status: 1, fault: expect.stringContaining('stop it first') })
    holder.kill()
    await new Promise((resolve) => holder.once('close', resolve))
  })

  test('a restore mends a database that is no longer one', () => {
    writeFileSync(database, 'not a database at all')
    expect(run('restore', [backup])).toMatchObject({ status: 0 })
  })

  test('a changed backup is refused', () => {
    appendFileSync(backup, 'x')
    expect(run('restore', [backup])).toMatchObject({ status: 1, fault: expect.stringContaining('SHA-256 differs') })
  })
})

test('seed leaves a filled database alone', () => {
  const { status, fault } = run('seed', ['--scale', '10', '--resources', '2'])
  expect(status).toBe(1)
  expect(fault).toContain('--reset')
})
