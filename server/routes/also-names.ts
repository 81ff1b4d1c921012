import type { TakenAlong } from '../../views/components/also-list.tsx'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Locale } from '../domain/person.ts'
import type { Part } from '../domain/reservation.ts'

/** What a reservation takes along as pages name it; accessories have no page of their own. */
export const alsoNamed = (also: readonly Part[], { resourceById }: Catalogue, locale: Locale): TakenAlong[] =>
  also.map(({ resourceId, units }) => {
    const { slug, name, capacity, isAccessory } = resourceById.get(resourceId)!
    return { slug: isAccessory ? null : slug, name: name[locale], units, capacity }
  })
