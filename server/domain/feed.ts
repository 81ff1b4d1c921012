import type { Interval } from './interval.ts'
import type { Person } from './person.ts'
import { labsDecidedBy } from './stewardship.ts'
import { DAY_MS } from './zone.ts'

/** What a private calendar address shows: one's own reservations, a resource, a lab, or the requests one decides. */
export const FEED_KINDS = ['me', 'resource', 'lab', 'approvals'] as const
export type FeedKind = (typeof FEED_KINDS)[number]

/** A private calendar address; the address itself is known to its owner alone. Instants in UTC epoch ms. */
export interface Feed {
  readonly id: number
  readonly personId: number
  readonly kind: FeedKind
  readonly resourceId: number | null
  readonly labId: number | null
  readonly createdAt: number
}

/** So many addresses may a person have. */
export const MOST_FEEDS = 50

/** So many entries a calendar shows at most; those that begin later are left out until their time comes nearer. */
export const MOST_ENTRIES = 1000

const DAYS: Readonly<Record<FeedKind, { readonly back: number; readonly ahead: number }>> = {
  me: { back: 90, ahead: 400 },
  resource: { back: 30, ahead: 400 },
  lab: { back: 7, ahead: 90 },
  approvals: { back: 0, ahead: 400 },
}

/** What a feed covers, from the start of a UTC day, so that the file changes no more than once a day by time alone. */
export function feedSpan(kind: FeedKind, now: number): Interval {
  const today = Math.floor(now / DAY_MS) * DAY_MS
  const { back, ahead } = DAYS[kind]
  return { start: today - back * DAY_MS, end: today + (ahead + 1) * DAY_MS }
}

/** Whether the person may have such a calendar as things stand: asked when it is made and whenever it is read. */
export function mayFollow(person: Person, { kind, labId }: Pick<Feed, 'kind' | 'labId'>): boolean {
  if (kind === 'lab') return labId !== null && person.stewardOf.has(labId)
  return kind === 'approvals' ? labsDecidedBy(person).length > 0 : true
}
