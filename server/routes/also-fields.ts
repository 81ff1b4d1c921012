import type { AlsoFields, AlsoItem } from '../../views/reservations/also-part.tsx'
import { translateInto } from '../../views/text/translate.ts'
import { accessoriesOf, type Catalogue, partNamed } from '../domain/catalogue.ts'
import type { Locale } from '../domain/person.ts'
import type { PartWish } from '../domain/reservation.ts'
import type { Resource } from '../domain/resource.ts'

const PREFIX = 'with-'

/** What a form takes along: slug → what was typed. What is chosen in the list of more counts as one. */
export function alsoFrom(body: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const typed = Object.entries(body).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && value?.trim() ? [[name.slice(PREFIX.length), value.trim()] as const] : [],
  )
  const added = (body['with'] ?? '').split(',').flatMap((slug) => (slug.trim() ? [[slug.trim(), '1'] as const] : []))
  return Object.fromEntries([...added, ...typed].slice(0, MOST_TYPED))
}

const MOST_TYPED = 100

/** The fields of a reservation that takes things along. */
export const alsoFieldsOf = (also: readonly PartWish[], { resourceById }: Catalogue): Record<string, string> =>
  Object.fromEntries(
    also.map(({ resourceId, units }) => [`${PREFIX}${resourceById.get(resourceId)!.slug}`, String(units)]),
  )

export interface ReadAlso {
  readonly also: readonly PartWish[]
  /** Field → sentence. */
  readonly errors: Readonly<Record<string, string>>
}

/** Reads what was typed; none of a thing is not taken. */
export function readAlso(typed: Readonly<Record<string, string>>, catalogue: Catalogue, locale: Locale): ReadAlso {
  const t = translateInto(locale)
  const also: PartWish[] = []
  const errors: Record<string, string> = {}
  for (const [slug, text] of Object.entries(typed)) {
    const part = partNamed(slug, catalogue)
    const units = Number(text)
    if (!part) errors['with'] = t('check.unknown-resource')
    else if (!Number.isInteger(units) || units < 0 || units > 1000) errors[`${PREFIX}${slug}`] = t('also.bad-number')
    else if (units > 0) also.push({ resourceId: part.id, units })
  }
  return { also, errors }
}

/** How many resources of the organisation beside the lab's own are offered in the list of more. */
const MOST_OFFERED = 200

/** What the form offers beside a resource: accessories of everything in it, what was added, and what can be. */
export function alsoShown(
  resource: Resource,
  typed: Readonly<Record<string, string>>,
  catalogue: Catalogue,
  locale: Locale,
): AlsoFields {
  const chosen = Object.keys(typed).flatMap((slug) => partNamed(slug, catalogue) ?? [])
  const resources = chosen.filter((each) => !each.isAccessory)
  const fitting = [resource, ...resources].flatMap((each) => accessoriesOf(each, catalogue))
  const accessories = [...new Set([...fitting, ...chosen.filter((each) => each.isAccessory)])]
  const item = ({ slug, name, capacity }: Resource): AlsoItem => ({
    ...{ slug, name: name[locale], capacity },
    value: typed[slug] && typed[slug] !== '0' ? typed[slug] : '',
  })
  return {
    accessories: accessories.map(item),
    resources: resources.map(item),
    more: moreOf(resource, resources, catalogue, locale),
  }
}

function moreOf(resource: Resource, chosen: readonly Resource[], catalogue: Catalogue, locale: Locale) {
  const t = translateInto(locale)
  const kin = new Set([resource, ...chosen].flatMap(({ id, above, inside }) => [id, ...above, ...inside]))
  const isFitting = (each: Resource) => each.status === 'active' && !kin.has(each.id)
  const { resourcesOfLab, resourcesOfOrganisation } = catalogue
  const ofLab = (resourcesOfLab.get(resource.labId) ?? []).filter(isFitting)
  const ofOthers = (resourcesOfOrganisation.get(resource.organisationId) ?? []).filter(
    (each) => each.labId !== resource.labId && isFitting(each),
  )
  const groups = [
    { label: t('also.same-lab'), options: ofLab },
    { label: t('also.same-organisation'), options: ofOthers.slice(0, MOST_OFFERED) },
  ]
  return groups
    .filter(({ options }) => options.length > 0)
    .map(({ label, options }) => ({ label, options: options.map(({ slug, name }) => ({ slug, name: name[locale] })) }))
}
