import { connect, type Socket } from 'node:net'

/** One request as it goes over the wire; `expect` is the status it must get. */
export interface Request {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly expect: number
}

interface Answer {
  readonly status: number
  readonly head: string
  readonly body: Buffer
}

export interface Measured {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
  readonly bytes: number
}

/** A kept-alive HTTP/1.1 connection without a client library: on two cores a slow loader would measure itself. */
export class Connection {
  private readonly socket: Socket
  private readonly host: string
  private received: Buffer[] = []
  private wake: (() => void) | null = null
  private fault: Error | null = null

  constructor(host: string, port: number) {
    this.host = `${host}:${port}`
    this.socket = connect({ host, port, noDelay: true })
    this.socket.on('data', (chunk) => {
      this.received.push(chunk)
      this.wake?.()
    })
    for (const event of ['error', 'close'] as const)
      this.socket.on(event, (fault?: unknown) => {
        this.fault ??= fault instanceof Error ? fault : new Error('The server closed the connection')
        this.wake?.()
      })
  }

  async send({ method, path, headers = {}, body }: Request): Promise<Answer> {
    let head = `${method} ${path} HTTP/1.1\r\nhost: ${this.host}\r\n`
    for (const name in headers) head += `${name}: ${headers[name]}\r\n`
    if (body !== undefined) head += `content-length: ${Buffer.byteLength(body)}\r\n`
    this.socket.write(`${head}\r\n${body ?? ''}`)
    return this.answer()
  }

  close(): void {
    this.socket.destroy()
  }

  private async answer(): Promise<Answer> {
    let headEnd = -1
    while ((headEnd = this.bytes().indexOf('\r\n\r\n')) < 0) await this.more()
    const head = this.bytes().toString('latin1', 0, headEnd)
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
    if (Number.isNaN(length)) throw new Error(`An answer without a length: ${head.split('\r\n')[0]}`)
    const end = headEnd + 4 + length
    let have = this.received.reduce((sum, chunk) => sum + chunk.length, 0)
    for (; have < end; have = this.received.reduce((sum, chunk) => sum + chunk.length, 0)) await this.more()
    const body = this.bytes().subarray(headEnd + 4, end)
    this.received = []
    return { status: Number(head.slice(9, 12)), head, body }
  }

  private bytes(): Buffer {
    if (this.received.length !== 1) this.received = [Buffer.concat(this.received)]
    return this.received[0]!
  }

  private async more(): Promise<void> {
    if (this.fault) throw this.fault
    await new Promise<void>((resolve) => {
      this.wake = resolve
    })
    this.wake = null
    if (this.fault) throw this.fault
  }
}

export interface Bounds {
  readonly seconds: number
  readonly connections: number
  readonly atMost?: number
}

/** Every connection asks as soon as it was answered, until the time is up. A wrong status ends the benchmark. */
export async function load(
  { host, port }: { host: string; port: number },
  { seconds, connections, atMost = 1_000_000 }: Bounds,
  next: (connection: number) => Request,
): Promise<Measured> {
  const times: number[] = []
  let bytes = 0
  const begun = performance.now()
  const until = begun + seconds * 1000
  const run = async (index: number) => {
    const connection = new Connection(host, port)
    while (performance.now() < until && times.length < atMost) {
      const request = next(index)
      const asked = performance.now()
      const { status, body } = await connection.send(request)
      times.push(performance.now() - asked)
      bytes += body.length
      if (status !== request.expect)
        throw new Error(
          `${request.method} ${request.path} answered ${status}, not ${request.expect}: ${body.toString().slice(0, 300)}`,
        )
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: connections }, (_, index) => run(index)))
  const took = (performance.now() - begun) / 1000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return {
    requests: times.length,
    perSecond: times.length / took,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    bytes: bytes / times.length,
  }
}

export const rounded = (figure: number): number => Number(figure.toFixed(figure < 100 ? 1 : 0))

/** A line for each thing measured; times in milliseconds. */
export function printMeasured(results: Readonly<Record<string, Measured>>): void {
  const lines = Object.entries(results).map(([what, { perSecond, p50, p95, p99, max, bytes }]) => [
    what,
    {
      'req/s': rounded(perSecond),
      p50: rounded(p50),
      p95: rounded(p95),
      p99: rounded(p99),
      max: rounded(max),
      KiB: rounded(bytes / 1024),
    },
  ])
  console.table(Object.fromEntries(lines))
}
