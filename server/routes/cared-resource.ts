import type { FastifyRequest } from 'fastify'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { Crumb } from '../../views/components/crumbs.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { caredFor } from '../operations/cared-for.ts'
import { found, plainRefusal } from '../plugins/found.ts'

/** The resource of a page for those who look after it: 404 for one that is not there, 403 for one of others. */
export function caredResource(app: App, { person }: FastifyRequest, slug: string): Resource {
  const { id } = found(catalogueOf(app.db).resourceBySlug.get(slug))
  const result = caredFor(app.db, person!, id)
  if (!result.ok) throw plainRefusal(result.refusal)
  return result.value
}

/** The way to a page about a resource, from what the person manages. */
export function managedCrumbs(app: App, { locale }: FastifyRequest, resource: Resource): Crumb[] {
  const lab = catalogueOf(app.db).labById.get(resource.labId)!
  return [
    { label: translateInto(locale)('manage.title'), href: '/manage' },
    { label: lab.name[locale], href: `/labs/${lab.slug}` },
    { label: resource.name[locale], href: `/equipment/${resource.slug}` },
  ]
}
