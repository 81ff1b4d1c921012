// Starts the built demo on a database of its own, reserves something, waits for the mail with its invitation, and ends
// the server as an operator would. What a bundle breaks (files beside a package, imports by name) shows here.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LONGEST_MS = 30_000
const folder = mkdtempSync(join(tmpdir(), 'aparatura-'))
const mailFolder = join(folder, 'mail')
const child = spawn(process.execPath, ['dist/scripts/demo.js'], {
  env: {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE: join(folder, 'demo.sqlite'),
    MAIL_FOLDER: mailFolder,
    LOG_LEVEL: 'error',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = new Promise((resolve) => child.on('close', resolve))
const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)

try {
  const address = await printedAddress()
  const answer = await fetch(`${address}/health/live`)
  if (!answer.ok) throw new Error(`/health/live answered ${answer.status}`)
  await reserve(address)
  await invitation()
  child.kill('SIGTERM')
  const code = await ended
  if (code !== 0) throw new Error(`the server ended with ${code} on SIGTERM`)
} catch (fault) {
  child.kill('SIGKILL')
  console.error(`The built demo does not work: ${fault.message}`)
  process.exitCode = 1
} finally {
  clearTimeout(timer)
  rmSync(folder, { recursive: true, force: true })
}

async function printedAddress() {
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output)
    if (address) return address[0]
  }
  throw new Error('it printed no address')
}

/** The first morning that is free: weekends and holidays are refused. */
async function reserve(address) {
  const post = (path, body, headers = {}) =>
    fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const account = { email: 'researcher@demo.test', password: 'demo-demo-demo' }
  const { token } = await (await post('/api/v1/sessions', account)).json()
  for (let day = 1; day < 12; day++) {
    const date = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10)
    const wanted = { start: `${date}T10:00:00Z`, end: `${date}T11:00:00Z`, title: 'Próba', purpose: 'own_research' }
    const answer = await post(
      '/api/v1/reservations',
      { resource: 'demo-hplc', ...wanted },
      { authorization: `Bearer ${token}` },
    )
    if (answer.status === 201) return
    if (answer.status !== 422) throw new Error(`a reservation was answered ${answer.status}: ${await answer.text()}`)
  }
  throw new Error('demo-hplc could not be reserved on any of eleven days')
}

/** Other mail may be due in the demo, too. */
async function invitation() {
  const hasCome = () =>
    existsSync(mailFolder) &&
    readdirSync(mailFolder)
      .filter((name) => name.endsWith('.eml'))
      .some((name) => readFileSync(join(mailFolder, name), 'utf8').includes('text/calendar'))
  for (let tries = 0; tries < 100 && !hasCome(); tries++) await new Promise((resolve) => setTimeout(resolve, 100))
  if (!hasCome()) throw new Error('no invitation came within 10 s')
}
