import type { FastifyRequest } from 'fastify'
import type { TrailEvent } from '../../db/queries/audit-trail.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { membersOf } from '../../db/queries/memberships.ts'
import type { TrailLine } from '../../views/audit/trail-table.tsx'
import { type TextKey, translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Locale, Person } from '../domain/person.ts'

/** Whom the reader may know by name here; the others are told apart from the system and from nobody, no more. */
export type Known = (personId: number, event: TrailEvent) => boolean

export const everybody: Known = () => true

/** Who belongs to the organisation now. */
export function peopleOf(app: App, organisationId: number): Known {
  const ids = new Set(membersOf(app.db, organisationId).map(({ personId }) => personId))
  return (id) => ids.has(id)
}

/** Oneself, people of the organisation one acts for, and who had to do with one's reservations: those pages name them, too. */
export function knownTo(app: App, account: Person): Known {
  const own = peopleOf(app, account.organisationId)
  return (id, event) => id === account.id || event.objectKind === 'reservations' || own(id, event)
}

/** Events as lines of a table, in the reader's language. Addresses are for who reads all of it, and of one's own deeds. */
export function trailLines(
  app: App,
  { locale, account }: FastifyRequest,
  events: readonly TrailEvent[],
  { knows, isAll }: { readonly knows: Known; readonly isAll: boolean },
): readonly TrailLine[] {
  const t = translateInto(locale)
  const nameOf = (id: number | null, name: string | null, event: TrailEvent) =>
    id === null ? null : knows(id, event) ? (name ?? `#${id}`) : t('audit.somebody')
  return events.map((event) => ({
    key: event.key,
    at: event.at,
    who: nameOf(event.personId, event.personName, event) ?? t('event.system'),
    kind: event.kind,
    what: kindText(event.kind, locale),
    object: objectOf(app, event, locale),
    about: event.aboutId === event.personId ? null : nameOf(event.aboutId, event.aboutName, event),
    address: isAll || event.personId === account?.id ? event.address : null,
    before: event.before,
    after: event.after,
  }))
}

/** The event's name; one that has no sentence yet stands as it is written. */
export function kindText(kind: string, locale: Locale): string {
  const key = `audit.kind.${kind}` as TextKey
  const text = translateInto(locale)(key)
  return text === key ? kind : text
}

function objectOf(app: App, { objectKind, objectId, aboutId }: TrailEvent, locale: Locale): TrailLine['object'] {
  const { organisationById, labById, resourceById } = catalogueOf(app.db)
  const t = translateInto(locale)
  const place = (thing: { slug: string; name: Record<Locale, string> } | undefined, path: string) =>
    thing ? { label: thing.name[locale], href: `${path}/${thing.slug}` } : null
  const id = objectId ?? 0
  const found =
    objectKind === 'organisations'
      ? place(organisationById.get(id), '/organisations')
      : objectKind === 'labs'
        ? place(labById.get(id), '/labs')
        : objectKind === 'resources'
          ? place(resourceById.get(id), '/equipment')
          : null
  if (found) return found
  if (objectKind === 'people' && (aboutId === null || aboutId === objectId)) return { label: t('audit.object.people') }
  const label = `${labelOf(objectKind, t)}${objectId === null ? '' : ` ${objectId}`}`
  return objectKind === 'reservations' ? { label, href: `/reservations/${objectId}` } : { label }
}

function labelOf(objectKind: string, t: ReturnType<typeof translateInto>): string {
  const key = `audit.object.${objectKind}` as TextKey
  const text = t(key)
  return text === key ? objectKind : text
}
