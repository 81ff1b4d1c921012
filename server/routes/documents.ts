import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { documentContent } from '../../db/queries/documents.ts'
import type { App } from '../app.ts'
import { readableDocument } from '../operations/readable-documents.ts'
import { removeDocument } from '../operations/remove-document.ts'
import { found, plainRefusal } from '../plugins/found.ts'

const params = Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) })

/** Nothing of it may run, wherever it is opened. */
const INERT = "default-src 'none'; sandbox"

/** Documents of resources, as files and nothing else; removed by stewards. */
export function documents(app: App): void {
  app.get('/documents/:id', { config: { access: 'person' }, schema: { params } }, async (request, reply) => {
    const document = found(readableDocument(app.db, request.person!, Number(request.params.id)))
    return reply
      .header('content-security-policy', INERT)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .header(
        'content-disposition',
        `attachment; filename="document-${document.id}"; filename*=UTF-8''${encoded(document.name)}`,
      )
      .type(document.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : document.mediaType)
      .send(documentContent(app.db, document.id))
  })
  app.post('/documents/:id/removal', { config: { access: 'steward' }, schema: { params } }, async (request, reply) => {
    const result = removeDocument(app.db, request.person!, Number(request.params.id), app.clock())
    if (!result.ok) throw plainRefusal(result.refusal)
    const { resourceId, outageId } = result.value
    const { slug } = catalogueOf(app.db).resourceById.get(resourceId)!
    const outages = `/manage/resources/${slug}/outages`
    return reply.redirect(outageId === null ? outages : `${outages}/${outageId}`, 303)
  })
}

/** RFC 8187. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
