import { createHash } from 'node:crypto'
import type { Db } from '../../db/connect.ts'
import { ownHolidays, rulesOfPlace } from '../../db/queries/availability-rules.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { Hours } from '../domain/availability.ts'
import type { AvailabilityRule } from '../domain/availability-rule.ts'
import {
  changeFault,
  type HoursChange,
  type HoursPlace,
  hoursAfter,
  normalisedRule,
  type RuleDraft,
} from '../domain/hours-change.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { done, type Result, refused } from './result.ts'

/** A change of hours that may be made, and what the hours concerned were and would be. */
export interface HoursPlan {
  readonly place: HoursPlace
  readonly change: HoursChange
  /** The rules to write, as they are kept. */
  readonly added: readonly RuleDraft[]
  /** The rule to change or to remove. */
  readonly target: AvailabilityRule | null
  /** Of the place itself. */
  readonly before: Hours
  readonly after: Hours
  /** Every resource whose open time may change. */
  readonly resources: readonly ConcernedResource[]
}

export interface ConcernedResource {
  readonly resource: Resource
  readonly before: Hours
  readonly after: Hours
}

/**
 * Refusals: `not-found` for the place or the rule, `forbidden` for whoever does not decide there, `stale-rule` for one
 * that was seen otherwise, `invalid`.
 */
export function planHours(db: Db, person: Person, place: HoursPlace, change: HoursChange): Result<HoursPlan> {
  const setting = settingOf(db, place)
  if (!setting) return refused({ kind: 'not-found' })
  if (!decidesFor(person, setting)) return refused({ kind: 'forbidden' })
  const { timeZone: zone, labId } = setting
  const own = rulesOfPlace(db, place)
  const target = 'id' in change ? (own.find(({ id }) => id === change.id) ?? null) : null
  const isStale = 'id' in change && change.seen !== undefined && change.seen !== (target && digestOf(target))
  if (isStale) return refused({ kind: 'stale-rule', rule: target })
  if ('id' in change && !target) return refused({ kind: 'not-found' })
  if (change.kind === 'copy' && !settingOf(db, change.from)) return refused({ kind: 'not-found' })
  const copied = change.kind === 'copy' && !isSame(change.from, place) ? rulesOfPlace(db, change.from).map(draftOf) : []
  const fault = changeFault(change, place, { own, copied, zone })
  if (fault) return refused({ kind: 'invalid', ...fault })

  const added = wantedOf(change, copied).map((draft) => normalisedRule(draft, zone))
  const ofLab = place.kind === 'lab' ? own : rulesOfPlace(db, { kind: 'lab', id: labId })
  const rules = place.kind === 'lab' ? own : [...own, ...ofLab]
  const before: Hours = { timeZone: zone, observesHolidays: setting.observesHolidays, rules }
  const lab = catalogueOf(db).labById.get(labId)!
  const observes = change.kind === 'holidays' ? (change.observes ?? lab.observesHolidays) : before.observesHolidays
  const after = hoursAfter(before, place, change, { added, observes })
  const resources =
    place.kind === 'resource'
      ? [{ resource: catalogueOf(db).resourceById.get(place.id)!, before, after }]
      : resourcesConcerned(db, place, change, { added, target, own })
  return done({ place, change, added, target, before, after, resources })
}

const wantedOf = (change: HoursChange, copied: readonly RuleDraft[]): readonly RuleDraft[] => {
  if (change.kind === 'add') return change.rules
  return change.kind === 'change' ? [change.rule] : copied
}

/** The lab or the resource as the catalogue has it. */
function settingOf(db: Db, { kind, id }: HoursPlace) {
  const { labById, resourceById } = catalogueOf(db)
  if (kind === 'resource') return resourceById.get(id)
  const lab = labById.get(id)
  return lab && { ...lab, labId: lab.id }
}

const isSame = (a: HoursPlace, b: HoursPlace) => a.kind === b.kind && a.id === b.id

export function draftOf({ id: _, labId: __, resourceId: ___, ...draft }: AvailabilityRule): RuleDraft {
  return draft
}

/** Says which wording of a rule somebody saw: one that has been changed has another. */
export const digestOf = (rule: AvailabilityRule): string =>
  createHash('sha256')
    .update(JSON.stringify(draftOf(rule)))
    .digest('base64url')
    .slice(0, 16)

/**
 * Of the lab's resources those the change concerns: its open rules are nothing to a resource with open rules of its
 * own, its holidays nothing to one that has decided about them itself.
 */
function resourcesConcerned(
  db: Db,
  place: HoursPlace,
  change: HoursChange,
  {
    added,
    target,
    own,
  }: { added: readonly RuleDraft[]; target: AvailabilityRule | null; own: readonly AvailabilityRule[] },
): readonly ConcernedResource[] {
  const isOnlyOpen = [...added, ...(target ? [target] : [])].every(({ effect }) => effect === 'open')
  const holidays = ownHolidays(db, place)
  const shared = new Map<string, Omit<ConcernedResource, 'resource'>>()
  return (catalogueOf(db).resourcesOfLab.get(place.id) ?? []).flatMap((resource) => {
    if (change.kind === 'holidays' && holidays.get(resource.id) !== null) return []
    const ofResource = rulesOfPlace(db, { kind: 'resource', id: resource.id })
    if (change.kind !== 'holidays' && isOnlyOpen && ofResource.some(({ effect }) => effect === 'open')) return []
    const { timeZone, observesHolidays } = resource
    // Resources without rules of their own have the same hours: worked out once.
    const key = `${timeZone} ${observesHolidays} ${ofResource.length > 0 ? resource.id : ''}`
    const known = shared.get(key)
    if (known) return [{ resource, ...known }]
    const before = { timeZone, observesHolidays, rules: [...ofResource, ...own] }
    const observes = change.kind === 'holidays' ? change.observes! : observesHolidays
    const hours = { before, after: hoursAfter(before, place, change, { added, observes }) }
    shared.set(key, hours)
    return [{ resource, ...hours }]
  })
}
