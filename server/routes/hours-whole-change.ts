import type { FastifyRequest } from 'fastify'
import { rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { HoursChange, HoursPlace } from '../domain/hours-change.ts'
import { labsDecidedBy } from '../domain/stewardship.ts'
import { digestOf } from '../operations/plan-hours.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'
import { overtakenText } from './hours-effect.ts'
import type { ManagedHours } from './hours-place.ts'

/** A change of hours that is no rule typed in, as its page tells it. */
export interface WholeChange {
  readonly change: HoursChange
  readonly title: string
  readonly save: string
  readonly heading: string | null
  /** Below the address of the hours. */
  readonly action: string
  readonly hidden: Readonly<Record<string, string>>
  /** How the rule reads that somebody else has written meanwhile. */
  readonly notice?: string
}

/** The removal of a rule; 404 when it is gone. `seen` is the digest of the rule that a form showed. */
export function removalOf(
  app: App,
  request: FastifyRequest,
  at: ManagedHours,
  named: { readonly rule: string; readonly seen?: string | undefined },
): WholeChange {
  const rule = found(rulesOfPlace(app.db, at.place).find(({ id }) => id === Number(named.rule)))
  const t = translateInto(request.locale)
  const isOvertaken = named.seen !== undefined && named.seen !== digestOf(rule)
  return {
    change: { kind: 'remove', id: rule.id, seen: isOvertaken ? undefined : named.seen },
    title: t('hours.remove-rule'),
    save: t('hours.remove-rule'),
    heading: t('hours.will-remove'),
    action: `${rule.id}/removal`,
    hidden: { seen: digestOf(rule) },
    ...(isOvertaken && { notice: overtakenText(app, request, at, rule) }),
  }
}

export function copyOf(app: App, request: FastifyRequest, at: ManagedHours, value: string): WholeChange {
  const { each: from } = found(placesToCopy(app, request, at).find((place) => place.value === value))
  const t = translateInto(request.locale)
  const count = rulesOfPlace(app.db, from).length
  return {
    change: { kind: 'copy', from },
    title: t('hours.copy'),
    save: t('hours.copy-save'),
    heading: t('hours.will-add', { count }),
    action: 'copy',
    hidden: { from: value },
  }
}

export function holidaysOf(
  { locale }: FastifyRequest,
  { place }: ManagedHours,
  value: string | undefined,
): WholeChange {
  const isKnown = value === 'yes' || value === 'no' || (value === 'lab' && place.kind === 'resource')
  if (!isKnown) throw new HttpRefusal(422, 'invalid')
  const t = translateInto(locale)
  return {
    change: { kind: 'holidays', observes: value === 'lab' ? null : value === 'yes' },
    title: t('hours.holidays-change'),
    save: t('hours.holidays-save'),
    heading: t(`hours.holidays-will-${value === 'yes' ? 'close' : value === 'no' ? 'open' : 'follow'}`),
    action: 'holidays',
    hidden: { observes: value! },
  }
}

/** Labs and resources this person decides about that have rules of their own, but for the place itself. */
export function placesToCopy(app: App, { person, locale }: FastifyRequest, at: ManagedHours) {
  const { labById, resourcesOfLab } = catalogueOf(app.db)
  const places = labsDecidedBy(person!).flatMap((labId) => {
    const lab = labById.get(labId)!
    const resources = (resourcesOfLab.get(labId) ?? []).map(({ id, slug, name }) => ({
      each: { kind: 'resource', id } as HoursPlace,
      value: `resource:${slug}`,
      label: name[locale],
    }))
    return [
      { each: { kind: 'lab', id: labId } as HoursPlace, value: `lab:${lab.slug}`, label: lab.name[locale] },
      ...resources,
    ]
  })
  const isHere = ({ kind, id }: HoursPlace) => kind === at.place.kind && id === at.place.id
  return places.filter(({ each }) => !isHere(each) && rulesOfPlace(app.db, each).length > 0)
}
