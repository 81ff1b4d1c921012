import { catalogueOf } from '../../db/queries/catalogue.ts'
import { recordsOf } from '../../db/queries/records.ts'
import type { App } from '../app.ts'
import { identifierOfSubject, type RecordSubject } from '../domain/pidinst.ts'
import type { Resource } from '../domain/resource.ts'

/** A resource with everything that the outside world may know of it. */
export function recordSubjectOf(app: App, resource: Resource): RecordSubject {
  const { organisationById, resourceById } = catalogueOf(app.db)
  const partIds = resource.children.filter((id) => resourceById.get(id)?.status !== 'retired')
  const around = resource.parentId === null ? partIds : [...partIds, resource.parentId]
  const records = recordsOf(app.db, [resource.id, ...around])
  const landingPage = (id: number) => `${app.settings.publicUrl}/equipment/${resourceById.get(id)!.slug}`
  const known = (id: number) => identifierOfSubject({ record: records.get(id)!, landingPage: landingPage(id) })
  return {
    resource,
    record: records.get(resource.id)!,
    organisation: organisationById.get(resource.organisationId)!,
    parent: resource.parentId === null ? null : known(resource.parentId),
    parts: partIds.filter((id) => !resourceById.get(id)!.isAccessory).map(known),
    landingPage: landingPage(resource.id),
  }
}
