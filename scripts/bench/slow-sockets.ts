/** Whether clients that send slowly or nothing are let go of in time, and hold up nobody meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateDb, openDb } from '../../db/connect.ts'
import { type Server, startServer } from './server.ts'

const SOCKETS = 500
const HEAD = 'POST /sign-in HTTP/1.1\r\nHost: localhost\r\n'
/** What each begins with; after that it sends a letter a second, or nothing. */
const WAYS = [
  { begins: '', goesOn: '' },
  { begins: HEAD, goesOn: '' },
  { begins: `${HEAD}X-Slow: `, goesOn: 'a' },
  { begins: `${HEAD}Content-Length: 100000\r\n\r\n`, goesOn: 'a' },
] as const

export async function benchSlowSockets(): Promise<Readonly<Record<string, number>>> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-slow-'))
  try {
    const file = join(folder, 'bench.sqlite')
    const db = openDb(file)
    migrateDb(db)
    db.$client.close()
    const server = await startServer(file)
    try {
      const results = await hold(server)
      console.table(results)
      return results
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function hold(server: Server) {
  const open = Array.from({ length: SOCKETS }, (_, i) => lifeOf(server, WAYS[i % WAYS.length]!))
  let slowestMs = 0
  let isOver = false
  const probing = (async () => {
    while (!isOver) {
      const since = performance.now()
      await fetch(`http://${server.host}:${server.port}/health/live`)
      slowestMs = Math.max(slowestMs, performance.now() - since)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()
  const lives = await Promise.all(open)
  isOver = true
  await probing
  return { sockets: SOCKETS, lastClosedSeconds: Math.max(...lives) / 1000, slowestProbeMs: slowestMs }
}

/** How long the server keeps a socket, in ms. */
function lifeOf({ host, port }: Server, { begins, goesOn }: (typeof WAYS)[number]): Promise<number> {
  return new Promise((resolve) => {
    const since = performance.now()
    const socket = connect(port, host, () => socket.write(begins))
    const sending = setInterval(() => goesOn && socket.write(goesOn), 1000)
    socket.on('error', () => {}).on('data', () => {})
    socket.on('close', () => {
      clearInterval(sending)
      resolve(performance.now() - since)
    })
  })
}
