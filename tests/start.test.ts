import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Running, start } from '../server/start.ts'
import { TEST_SETTINGS } from './support/app.ts'
import { makeCast } from './support/cast.ts'
import { testDb } from './support/db.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aparatura-'))
  file = join(folder, 'aparatura.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function filledDatabase() {
  const db = testDb(file)
  makeCast(db)
  return db.$client
}
const started = () => start({ ...TEST_SETTINGS, database: file, mailFolder: join(folder, 'mail') })

describe('a database that must not be served', () => {
  test('is a missing one, which is not created', async () => {
    await expect(started()).rejects.toThrow('npm run admin -- init')
    expect(() => readFileSync(file)).toThrow()
  })

  test('is an empty one', async () => {
    writeFileSync(file, '')
    await expect(started()).rejects.toThrow('npm run admin -- init')
  })

  test('is something else', async () => {
    writeFileSync(file, 'This is a letter, and no database at all.'.repeat(100))
    await expect(started()).rejects.toThrow('npm run restore -- FILE')
  })

  test('is a damaged one', async () => {
    const client = filledDatabase()
    client.pragma('wal_checkpoint(TRUNCATE)')
    client.close()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 3 * 4096, Math.floor(bytes.length / 2))
    writeFileSync(file, bytes)
    await expect(started()).rejects.toThrow('npm run restore -- FILE')
  })

  test('is a newer one', async () => {
    const client = filledDatabase()
    client.prepare(`INSERT INTO migrations VALUES ('9999_of_next_year', 'x', 0)`).run()
    client.close()
    await expect(started()).rejects.toThrow('npm run restore')
  })
})

describe('stopping', () => {
  let running: Running
  beforeEach(async () => {
    filledDatabase().close()
    running = await started()
  })

  test('finishes what is in flight and refuses what comes new', async () => {
    const slow = await request(
      running,
      'POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{',
    )
    await inFlight(running)
    const stopped = running.stop()
    const late = await textOf(await request(running, 'GET /accessibility HTTP/1.1\r\nHost: x\r\n\r\n'))
    expect(late).toMatch(/^HTTP\/1.1 503 /)
    expect(late.toLowerCase()).toContain('connection: close')
    slow.write('}')
    expect(await textOf(slow)).toMatch(/^HTTP\/1.1 422 /)
    await stopped
    await expect(fetch(running.address)).rejects.toThrow()
  })
})

test('SIGTERM ends the process with 0', async () => {
  filledDatabase().close()
  const server = program({ DATABASE: file, PORT: '0', SESSION_SECRET: 'x'.repeat(32) })
  await once(server.stdout!, 'data')
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
})

test('bad settings end it with a line each', async () => {
  const server = program({ DATABASE: file, PORT: 'x', LOCALE: 'de' })
  let said = ''
  server.stderr!.on('data', (chunk) => (said += chunk))
  expect((await once(server, 'close'))[0]).toBe(1)
  expect(said.trim().split('\n')).toHaveLength(3)
})

function program(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'silent', ...environment },
  })
}

async function request({ address }: Running, text: string): Promise<Socket> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

/** Waits until the server has seen the head of a request, a turn of the loop at a time. */
async function inFlight({ app }: Running) {
  while (app.traffic.inFlight === 0) await new Promise(setImmediate)
}

async function textOf(socket: Socket): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer)
    // A connection that stays open for more: the head and a body of the length it names.
    const text = Buffer.concat(chunks).toString()
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1])
    if (Buffer.concat(chunks).length - text.indexOf('\r\n\r\n') - 4 >= length) break
  }
  return Buffer.concat(chunks).toString()
}
