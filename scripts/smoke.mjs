// Starts the built demo on a database of its own, asks whether it lives, and ends it as an operator would.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const LONGEST_MS = 30_000
const folder = mkdtempSync(join(tmpdir(), 'aparatura-'))
const child = spawn(process.execPath, ['dist/scripts/demo.js'], {
  env: {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE: join(folder, 'demo.sqlite'),
    MAIL_FOLDER: join(folder, 'mail'),
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
