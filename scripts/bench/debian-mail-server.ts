import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { MailServer } from './mail-server.ts'

/** What becomes of a mail: taken, put off (451), refused (550), the line cut without a word, or no answer at all. */
export type DebianAnswer = 'taken' | 'later' | 'refused' | 'cut' | 'hang'

export interface ArrivedMail {
  readonly to: readonly string[]
  /** With its angle brackets. */
  readonly messageId: string
  readonly raw: Buffer
}

export interface DebianMailOptions {
  answerTo(mail: ArrivedMail): DebianAnswer | Promise<DebianAnswer>
  /** Asked at RCPT, before any text; everybody is taken where it is left out. */
  recipientAnswer?(address: string): 'taken' | 'later' | 'refused'
}

/** Debian's aiosmtpd in a process of its own, told what to do with each mail. Throws where it is not installed. */
export async function debianMailServer({ answerTo, recipientAnswer }: DebianMailOptions): Promise<MailServer> {
  const has = (python: string) => spawnSync(python, ['-c', 'import aiosmtpd.smtp']).status === 0
  const python = ['/usr/bin/python3', 'python3'].find(has)
  if (!python) throw new Error('Debian’s mail server is missing: run "sh scripts/setup.sh --mail".')
  const child = spawn(python, [program(), ...(recipientAnswer ? ['--recipients'] : [])], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exit = once(child, 'exit')
  child.stdin.on('error', () => {})
  const answer = async (number: number, given: DebianAnswer | Promise<DebianAnswer>) =>
    child.stdin.write(`${number} ${await given}\n`)
  const port = await new Promise<number>((resolve, reject) => {
    void exit.then(() => reject(new Error('Debian’s mail server did not start.')))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { port?: number; number?: number; raw?: string } & Omit<ArrivedMail, 'raw'>
      if (event.port !== undefined) resolve(event.port)
      else if (event.raw === undefined) void answer(event.number!, recipientAnswer!(event.to[0]!))
      else void answer(event.number!, answerTo({ ...event, raw: Buffer.from(event.raw, 'base64') }))
    })
  })
  return {
    port,
    async close() {
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Beside the source, also for the built program. */
function program(): string {
  const here = join(import.meta.dirname, 'debian-mail-server.py')
  return existsSync(here) ? here : join('scripts', 'bench', 'debian-mail-server.py')
}
