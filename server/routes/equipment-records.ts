import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { App } from '../app.ts'
import { dataciteOf } from '../domain/datacite.ts'
import { pidinstOf } from '../domain/pidinst.ts'
import { localDayOf } from '../domain/zone.ts'
import { found } from '../plugins/found.ts'
import { versionedFiles } from '../plugins/versioned.ts'
import { recordSubjectOf } from './record-subject.ts'

const config = { access: 'anyone' } as const
const schema = { params: Type.Object({ slug: Type.String({ maxLength: 120 }) }) }

/** The record of a resource for programs, beside its page: PIDINST as JSON, DataCite as XML. */
export function equipmentRecords(app: App): void {
  const send = versionedFiles()
  const subjectOf = (slug: string) => recordSubjectOf(app, found(catalogueOf(app.db).resourceBySlug.get(slug)))

  app.get('/equipment/:slug.json', { config, schema }, (request, reply) => {
    const { slug } = request.params
    const body = JSON.stringify(pidinstOf(subjectOf(slug)), null, 2)
    void reply.type('application/json; charset=utf-8').header('cache-control', 'public, no-cache')
    return send(request, reply, { key: `${slug}.json`, body, now: app.clock() })
  })

  app.get('/equipment/:slug.xml', { config, schema }, (request, reply) => {
    const { slug } = request.params
    const subject = subjectOf(slug)
    const year = Number(localDayOf(app.clock(), subject.resource.timeZone).slice(0, 4))
    void reply.type('application/xml; charset=utf-8').header('cache-control', 'public, no-cache')
    return send(request, reply, { key: `${slug}.xml`, body: dataciteOf(subject, year), now: app.clock() })
  })
}
