import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { program } from './data-sets.ts'
import { Connection, type Request } from './load.ts'

export interface Server {
  readonly host: string
  readonly port: number
  /** From the start of the process to its first answer. */
  readonly startedMs: number
  /** MiB: what the process holds of its own, that with the pages of files it has mapped, and the most of both. */
  memory(): { ownMemoryMiB: number; residentMiB: number; peakResidentMiB: number }
  stop(): Promise<void>
}

const HOST = '127.0.0.1'

/** The built production server in a process of its own. */
export async function startServer(database: string): Promise<Server> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn(process.execPath, [program('server/main.js')], {
    env: {
      ...process.env,
      HOST,
      PORT: String(port),
      DATABASE: database,
      PUBLIC_URL: `http://${HOST}:${port}`,
      SESSION_SECRET: 'a secret that only this benchmark uses',
      MAIL_FOLDER: 'var/bench-mail',
      RATE_LIMIT: '0',
      LOG_LEVEL: 'error',
      DEMO: '0',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await firstAnswer(port, child)
  return {
    host: HOST,
    port,
    startedMs: performance.now() - begun,
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      const mib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
      return { ownMemoryMiB: mib('RssAnon'), residentMiB: mib('VmRSS'), peakResidentMiB: mib('VmHWM') }
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A person signed in as a browser is: the form's token, then the session's cookie. */
export async function signIn({ host, port }: Server, email: string): Promise<Record<string, string>> {
  const connection = new Connection(host, port)
  const form = await connection.send({ method: 'GET', path: '/sign-in', expect: 200 })
  const token = /name="_csrf" value="([^"]+)"/.exec(form.body.toString())?.[1] ?? ''
  const answer = await connection.send({
    method: 'POST',
    path: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(form.head) },
    body: new URLSearchParams({ _csrf: token, email, password: 'demo-demo-demo' }).toString(),
    expect: 303,
  })
  connection.close()
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`)
  return { cookie: cookiesOf(answer.head) }
}

/** The same for the API. */
export async function tokenFor({ host, port }: Server, email: string): Promise<Record<string, string>> {
  const connection = new Connection(host, port)
  const request: Request = {
    method: 'POST',
    path: '/api/v1/sessions',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'demo-demo-demo' }),
    expect: 201,
  }
  const answer = await connection.send(request)
  connection.close()
  if (answer.status !== 201) throw new Error(`${email} got no token: ${answer.status}`)
  return { authorization: `Bearer ${(JSON.parse(answer.body.toString()) as { token: string }).token}` }
}

const cookiesOf = (head: string) =>
  [...head.matchAll(/\r\nset-cookie: ([^;\r]+)/gi)].map((match) => match[1]).join('; ')

async function firstAnswer(port: number, child: ChildProcess) {
  for (let tries = 0; tries < 4000; tries++) {
    if (child.exitCode !== null) throw new Error('The server did not start.')
    const connection = new Connection(HOST, port)
    const answer = await connection.send({ method: 'GET', path: '/health/live', expect: 200 }).catch(() => null)
    connection.close()
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  child.kill('SIGKILL')
  throw new Error('The server did not answer within 20 s.')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, HOST, resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}
