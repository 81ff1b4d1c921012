import type { Db } from '../../db/connect.ts'
import { canTake } from '../../db/queries/free-slots.ts'
import type { SlotForm } from '../../views/find/slot-form.tsx'
import type { Relaxation, WhyNothing } from '../../views/find/slot-nothing.tsx'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { isSteward } from '../domain/stewardship.ts'
import { addDays } from '../domain/zone.ts'
import { findSlots } from '../operations/find-slots.ts'
import { candidatesFor, questionOf, slotUrl } from './slot-wish.ts'

interface Seeker {
  readonly db: Db
  readonly catalogue: Catalogue
  readonly person: Person | null
  readonly zone: string
  readonly now: number
}

/** Why a search came to nothing, counted over the candidates; each of them counts once, by its first reason. */
export function whyNothing(form: SlotForm, candidates: readonly Resource[], { person, now }: Seeker): WhyNothing {
  const wish = { durationMs: form.minutes * 60_000, units: form.units, from: 0, to: 0, person, now }
  const counts = { long: 0, short: 0, units: 0, others: 0, approval: 0, taken: 0 }
  for (const resource of candidates) counts[reasonOf(resource)]++
  return { candidates: candidates.length, ...counts }

  function reasonOf(resource: Resource): keyof typeof counts {
    if (form.minutes > resource.policy.maxMinutes) return 'long'
    if (form.minutes < resource.policy.minMinutes) return 'short'
    if (form.units > resource.capacity) return 'units'
    if (!canTake(resource, wish)) return 'others'
    return form.isInstant && resource.policy.approval === 'owner' && !isSteward(person, resource) ? 'approval' : 'taken'
  }
}

/** What to give up to find something: each way alone, the nearest first, with the time it leads to. */
export function relaxationsOf(form: SlotForm, seeker: Seeker): Relaxation[] {
  const { db, catalogue, person, zone, now } = seeker
  const tried = waysFrom(form).flatMap(([kind, changes]) => {
    const relaxed = { ...form, ...changes, shown: 0 }
    const question = { ...questionOf(relaxed, candidatesFor(db, catalogue, relaxed), zone), isEveryStretch: false }
    const slot = findSlots(db, person, question, now)[0]
    const { shown } = form
    return slot ? [{ kind, url: slotUrl({ ...relaxed, shown }), slot, minutes: relaxed.minutes }] : []
  })
  const seen = new Set<string>()
  return tried.filter(({ kind }) => !seen.has(kind) && !(kind === 'all' && seen.size > 0) && seen.add(kind))
}

type Way = readonly [Relaxation['kind'], Partial<SlotForm>]

function waysFrom(form: SlotForm): Way[] {
  const { to, minutes, hoursFrom, hoursTo, days } = form
  const when = (isGiven: boolean, ...way: Way): Way[] => (isGiven ? [way] : [])
  const anyHour = { hoursFrom: null, hoursTo: null, days: [] }
  const easier = { isInstant: false, isQualified: false }
  const isHours = hoursFrom !== null || hoursTo !== null || days.length > 0
  const isStrict = form.isInstant || form.isQualified
  return [
    ...when(isHours, 'hours', anyHour),
    ...when(isStrict, 'approval', easier),
    ['period', { to: addDays(to, 14) }],
    ['period', { to: addDays(to, 60) }],
    ...when(form.units > 1, 'units', { units: 1 }),
    ...when(form.organisation !== '', 'organisation', { organisation: '' }),
    ...when(form.resources.length > 0, 'resources', { resources: [] }),
    ...[480, 240, 120, 60, 30].filter((each) => each < minutes).map((each): Way => ['length', { minutes: each }]),
    ...when(isHours || isStrict, 'all', { ...anyHour, ...easier, to: addDays(to, 60) }),
  ]
}
