import type { Db } from '../../db/connect.ts'
import { type Slot, type SlotWish, slotSearch } from '../../db/queries/free-slots.ts'
import type { Person } from '../domain/person.ts'
import type { Resource } from '../domain/resource.ts'
import { type SlotVerdict, slotVerdict } from '../domain/slot-verdict.ts'
import { isSteward } from '../domain/stewardship.ts'
import { assess } from './assess.ts'

export interface SlotQuestion extends Omit<SlotWish, 'person' | 'now'> {
  readonly resources: readonly Resource[]
  /** Only where the person has the qualification. */
  readonly isQualified?: boolean
  /** Only what is had at once: no approval, no training. */
  readonly isInstant?: boolean
  /** The earliest of every free stretch, not of every resource only, and of so many of a resource as told. */
  readonly isEveryStretch?: boolean
  readonly perResource?: number
  readonly limit: number
}

/** The earliest times that this person could reserve, or anybody if there is none; in order. Changes nothing. */
export function findSlots(db: Db, person: Person | null, question: SlotQuestion, now: number): Slot[] {
  const { resources, isQualified = false, isInstant = false, isEveryStretch = false, limit } = question
  const perResource = isEveryStretch ? (question.perResource ?? limit) : 1
  const wish = { ...question, person, now }
  const search = slotSearch(db, wish)
  const able = isInstant ? resources.filter((each) => approvalOf(each, person) === 'none') : resources
  const counts = new Map<number, number>()
  const found: Slot[] = []
  const queue = queueOf(isEveryStretch ? search.everyStretch(able) : search.inOrder(able), search.compare)
  for (let slot = limit > 0 ? queue.next() : null; slot; slot = found.length < limit ? queue.next() : null) {
    const count = counts.get(slot.resource.id) ?? 0
    if (count >= perResource) continue
    const verdict = whatTheEngineSays(db, slot, wish)
    if (verdict.kind === 'no') {
      const later = verdict.notBefore === null ? null : search.notBefore(slot, verdict.notBefore, isEveryStretch)
      if (later) queue.add(later)
    } else if (verdict.qualified || !(isQualified || isInstant)) {
      counts.set(slot.resource.id, count + 1)
      found.push({ ...slot, qualified: verdict.qualified })
    }
  }
  return found.sort(search.compare)
}

/**
 * The one place where a candidate must pass what the engine says for this person: quotas, holds and every rule to come
 * are asked here as a request would be.
 */
function whatTheEngineSays(db: Db, slot: Slot, { person, units = 1, now }: SlotWish): SlotVerdict {
  const { resource, start, end } = slot
  const { purposes } = resource.policy
  const purpose = purposes === null || purposes.includes('own_research') ? 'own_research' : (purposes[0] ?? null)
  const wanted = { start, end, units, purpose, projectCode: null }
  return slotVerdict(slot, assess(db, { person: person ?? ANYBODY, resource, wanted }, now), resource)
}

/** A visitor, as the rules see one: of no organisation, with no right to anything. */
const ANYBODY: Person = {
  id: 0,
  email: '',
  name: '',
  organisationId: 0,
  organisationName: '',
  organisationSlug: '',
  organisationKind: 'company',
  role: 'member',
  locale: 'en',
  stewardOf: new Map(),
  administers: new Set(),
}

const approvalOf = (resource: Resource, person: Person | null) =>
  isSteward(person, resource) ? 'none' : resource.policy.approval

/** What comes in order, and what is put back for later, as one line. */
function queueOf(source: Iterator<Slot>, compare: (a: Slot, b: Slot) => number) {
  const later: Slot[] = []
  let head: Slot | null | undefined
  return {
    next(): Slot | null {
      if (head === undefined) head = source.next().value ?? null
      const waiting = later[0]
      if (waiting && (!head || compare(waiting, head) <= 0)) return later.shift()!
      const slot = head ?? null
      // Asked for when it is needed: it may mean reading on.
      if (head) head = undefined
      return slot
    },
    add(slot: Slot): void {
      later.push(slot)
      later.sort(compare)
    },
  }
}
