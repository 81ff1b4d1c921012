import type { App } from '../app.ts'
import { DAY_MS } from '../domain/zone.ts'

/** RFC 9116 asks for less than a year; whoever reads it later reads it anew. */
const GOOD_FOR_DAYS = 180

/** Where to report a weakness (RFC 9116). */
export function securityTxt(app: App): void {
  const { mailFrom, publicUrl, securityContact } = app.settings
  const contact = securityContact ?? `mailto:${/<([^>]+)>/.exec(mailFrom)?.[1] ?? mailFrom}`
  app.get('/.well-known/security.txt', { config: { access: 'anyone' } }, async (_request, reply) => {
    const day = Math.floor(app.clock() / DAY_MS) + GOOD_FOR_DAYS
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${new Date(day * DAY_MS).toISOString()}`,
      'Preferred-Languages: pl, en',
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ]
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'max-age=86400')
      .send(`${lines.join('\n')}\n`)
  })
}
