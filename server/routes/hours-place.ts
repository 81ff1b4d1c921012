import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { HoursOwner } from '../../views/manage/hours-place.tsx'
import type { App } from '../app.ts'
import type { HoursPlace } from '../domain/hours-change.ts'
import type { Lab } from '../domain/resource.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'

/** A form with a choice for each reservation it concerns. */
export const HoursBody = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500_000 }), {
  maxProperties: 2000,
})
export const PlaceParams = Type.Object({ slug: Type.String({ maxLength: 120 }) })
export const RuleParams = Type.Object({
  slug: Type.String({ maxLength: 120 }),
  rule: Type.String({ pattern: '^[0-9]{1,15}$' }),
})

export const PLACE_KINDS = ['labs', 'resources'] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]

/** The lab or resource of an address, its hours changed by this person. */
export interface ManagedHours {
  readonly place: HoursPlace
  readonly lab: Lab
  readonly organisationId: number
  readonly owner: HoursOwner
}

/** 404 for a place that is not there, 403 for one whose hours somebody else decides. */
export function managedHours(
  app: App,
  { person, locale }: FastifyRequest,
  kind: PlaceKind,
  slug: string,
): ManagedHours {
  const catalogue = catalogueOf(app.db)
  const resource = kind === 'resources' ? found(catalogue.resourceBySlug.get(slug)) : null
  const lab = resource ? catalogue.labById.get(resource.labId)! : found(catalogue.labBySlug.get(slug))
  if (!decidesFor(person, { labId: lab.id })) throw new HttpRefusal(403, 'forbidden')
  return {
    place: resource ? { kind: 'resource', id: resource.id } : { kind: 'lab', id: lab.id },
    lab,
    organisationId: lab.organisationId,
    owner: {
      kind: resource ? 'resource' : 'lab',
      name: (resource ?? lab).name[locale],
      lab: { slug: lab.slug, name: lab.name[locale] },
      home: resource ? `/equipment/${resource.slug}` : `/labs/${lab.slug}`,
      path: hoursPath(kind, slug),
      timeZone: (resource ?? lab).timeZone,
    },
  }
}

export const hoursPath = (kind: PlaceKind, slug: string): string => `/manage/${kind}/${slug}/hours`
