import type { LightMyRequestResponse } from 'fastify'
import type { Browser, TestApp } from './app.ts'

export interface Upload {
  readonly field: string
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

/** Sends a form with a file as a browser would, with its CSRF token. */
export async function upload(
  { app }: Pick<TestApp, 'app'>,
  browser: Browser,
  url: string,
  { fields = {}, file }: { readonly fields?: Readonly<Record<string, string>>; readonly file: Upload | null },
): Promise<LightMyRequestResponse> {
  const { body } = await browser.get('/accessibility')
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? ''
  const part = (head: string, content: Buffer) => [
    Buffer.from(`--edge\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ]
  const payload = Buffer.concat([
    ...Object.entries({ _csrf, ...fields }).flatMap(([name, value]) => part(`name="${name}"`, Buffer.from(value))),
    ...(file
      ? part(`name="${file.field}"; filename="${file.name}"\r\ncontent-type: ${file.type}`, file.bytes)
      : part('name="photo"; filename=""\r\ncontent-type: application/octet-stream', Buffer.alloc(0))),
    Buffer.from('--edge--\r\n'),
  ])
  return app.inject({
    method: 'POST',
    url,
    payload,
    cookies: Object.fromEntries(browser.cookies),
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  })
}
