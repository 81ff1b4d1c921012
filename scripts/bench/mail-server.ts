import { createServer, type Socket } from 'node:net'

/** What becomes of a mail once its text has come: taken, put off (451), or the line cut without a word. */
export type Answer = 'taken' | 'later' | 'cut'

export interface MailServer {
  readonly port: number
  close(): Promise<void>
}

/** A mail server of a few commands (RFC 5321) that does to each mail what it is told. */
export async function mailServer(answerTo: (messageId: string) => Answer | Promise<Answer>): Promise<MailServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    talk(socket, answerTo)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function talk(socket: Socket, answerTo: (messageId: string) => Answer | Promise<Answer>) {
  let [came, isText] = ['', false]
  const say = (line: string) => socket.write(`${line}\r\n`)
  say('220 mail.example')
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    came += chunk
    const end = isText ? '\r\n.\r\n' : '\r\n'
    for (let at = came.indexOf(end); at >= 0 && !isText; at = came.indexOf(end)) {
      const [verb = ''] = came.slice(0, at).toUpperCase().split(/[ :]/)
      came = came.slice(at + 2)
      isText = verb === 'DATA'
      say(isText ? '354 Go on' : verb === 'QUIT' ? '221 Bye' : verb === 'EHLO' ? '250 mail.example' : '250 Fine')
      if (isText) return
    }
    const last = came.indexOf('\r\n.\r\n')
    if (!isText || last < 0) return
    const messageId = /^Message-ID: (\S+)/im.exec(came.slice(0, last))?.[1] ?? ''
    ;[came, isText] = [came.slice(last + 5), false]
    void Promise.resolve(answerTo(messageId)).then((answer) => {
      if (answer === 'cut') socket.destroy()
      else say(answer === 'taken' ? '250 Taken' : '451 Later')
    })
  })
}
