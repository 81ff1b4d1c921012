import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { OfferRow } from '../../views/waiting/offers.tsx'
import type { WaitingRow } from '../../views/waiting/waiting-list-page.tsx'
import type { App } from '../app.ts'
import type { Locale, Person } from '../domain/person.ts'
import { isSteward } from '../domain/stewardship.ts'
import { type SeenEntry, waitingListOf } from '../operations/see-waiting-list.ts'

/** The times that are kept for the person alone, as pages show them. */
export function offersFor(app: App, person: Person, locale: Locale): OfferRow[] {
  return waitingListOf(app.db, person, app.clock()).flatMap((entry) => offerRow(app, entry, person, locale) ?? [])
}

export function offerRow(app: App, entry: SeenEntry, person: Person, locale: Locale): OfferRow | null {
  if (!entry.offer) return null
  const resource = catalogueOf(app.db).resourceById.get(entry.resourceId)!
  const { start, end, expiresAt, units } = entry.offer
  return {
    ...{ entryId: entry.id, start, end, expiresAt, units },
    ...placeOf(app, entry, locale),
    needsApproval: resource.policy.approval === 'owner' && !isSteward(person, resource),
  }
}

export function waitingRow(app: App, entry: SeenEntry, locale: Locale): WaitingRow {
  const { id, start, end, durationMinutes, units, state, position } = entry
  return { id, start, end, durationMinutes, units, state, position, ...placeOf(app, entry, locale) }
}

function placeOf(app: App, { resourceId }: SeenEntry, locale: Locale) {
  const { resourceById, organisationById } = catalogueOf(app.db)
  const { slug, name, organisationId, capacity, timeZone } = resourceById.get(resourceId)!
  const organisation = organisationById.get(organisationId)!.name[locale]
  return { timeZone, resource: { slug, name: name[locale], organisation, capacity } }
}
