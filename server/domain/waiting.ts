import { type Interval, overlaps, subtract } from './interval.ts'

export const WAITING_STATES = ['waiting', 'offered', 'served', 'left', 'expired'] as const
export type WaitingState = (typeof WAITING_STATES)[number]

/** A person's wish for [start, end), or for so many minutes anywhere in it. Instants in UTC epoch ms. */
export interface WaitingEntry extends Interval {
  readonly id: number
  readonly resourceId: number
  readonly personId: number
  readonly organisationId: number
  /** Null where the very time is wanted. */
  readonly durationMinutes: number | null
  readonly units: number
  readonly state: WaitingState
  readonly createdAt: number
  readonly endedAt: number | null
}

const MINUTE = 60_000
/** So long an offer is for one person alone. */
export const OFFER_MS = 60 * MINUTE
/** More is no waiting but collecting. */
export const MOST_WAITING = 20

export const isStanding = ({ state }: Pick<WaitingEntry, 'state'>): boolean =>
  state === 'waiting' || state === 'offered'

/** How long the time lasts that is waited for. */
export const lengthOfWish = ({ start, end, durationMinutes }: Wished): number =>
  durationMinutes === null ? end - start : durationMinutes * MINUTE

type Wished = Pick<WaitingEntry, 'start' | 'end' | 'durationMinutes'>

/** Whether too little of the wished time is to come. */
export const isOver = (wish: Wished, now: number): boolean => wish.end - lengthOfWish(wish) <= now

/** Where a time may still be offered, in order: what is to come, without what the person did not want or has at hand. */
export function windowsOf(wish: Wished, without: readonly Interval[], now: number): Interval[] {
  const length = lengthOfWish(wish)
  if (wish.durationMinutes === null)
    return isOver(wish, now) || without.some((each) => overlaps(each, wish))
      ? []
      : [{ start: wish.start, end: wish.end }]
  const ahead = { start: Math.max(wish.start, now), end: wish.end }
  return subtract([ahead], without).filter(({ start, end }) => end - start >= length)
}

/** What an entry is at this moment, whether or not the job that says so has been there. */
export function stateAt(entry: WaitingEntry, hasOffer: boolean, now: number): WaitingState {
  if (!isStanding(entry)) return entry.state
  if (hasOffer) return 'offered'
  const isMissed = entry.state === 'offered' && entry.durationMinutes === null
  return isMissed || isOver(entry, now) ? 'expired' : 'waiting'
}

/** Whether a reservation of the same person and resource is what the entry waits for. */
export function isServedBy(entry: WaitingEntry, offer: Interval | null, made: Interval): boolean {
  if (offer && overlaps(offer, made)) return true
  if (entry.durationMinutes === null) return made.start <= entry.start && made.end >= entry.end
  return made.start >= entry.start && made.end <= entry.end && made.end - made.start >= lengthOfWish(entry)
}
