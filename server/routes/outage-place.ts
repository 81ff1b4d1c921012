import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { outageById } from '../../db/queries/outages.ts'
import type { OutagesOwner } from '../../views/manage/outages-frame.tsx'
import type { App } from '../app.ts'
import type { OutageRecord } from '../domain/outage.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'

export const OUTAGES_PATH = '/manage/resources/:slug/outages'

export const SlugParams = Type.Object({ slug: Type.String({ maxLength: 120 }) })
export const OutageParams = Type.Object({
  slug: Type.String({ maxLength: 120 }),
  outage: Type.String({ pattern: '^[0-9]{1,15}$' }),
})
/** A form with a choice for each reservation it concerns. */
export const OutageBody = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 20_000 }), {
  maxProperties: 3000,
})

/** A resource whose outages this person looks after. */
export interface ManagedOutages {
  readonly resource: Resource
  readonly owner: OutagesOwner
}

/** 404 for a resource that is not there, 403 for one of others. */
export function managedOutages(app: App, { person, locale }: FastifyRequest, slug: string): ManagedOutages {
  const { resourceBySlug, labById } = catalogueOf(app.db)
  const resource = found(resourceBySlug.get(slug))
  if (!isSteward(person, resource)) throw new HttpRefusal(403, 'forbidden')
  const lab = labById.get(resource.labId)!
  return {
    resource,
    owner: {
      slug,
      name: resource.name[locale],
      lab: { slug: lab.slug, name: lab.name[locale] },
      path: `/manage/resources/${slug}/outages`,
      timeZone: resource.timeZone,
    },
  }
}

/** One of its outages. */
export function managedOutage(
  app: App,
  request: FastifyRequest,
  { slug, outage }: { readonly slug: string; readonly outage: string },
): ManagedOutages & { readonly outage: OutageRecord } {
  const at = managedOutages(app, request, slug)
  const record = found(outageById(app.db, Number(outage)))
  if (record.resourceId !== at.resource.id) throw new HttpRefusal(404, 'not-found')
  return { ...at, outage: record }
}
