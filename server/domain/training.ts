import type { Interval } from './interval.ts'
import type { Level } from './person.ts'

/** `invited`: to a training session. `answered`: with words alone. */
export const TRAINING_STATES = ['open', 'invited', 'answered', 'declined', 'granted', 'withdrawn'] as const
export type TrainingState = (typeof TRAINING_STATES)[number]

/** A person asks the stewards of a resource for training. Instants in UTC epoch ms. */
export interface TrainingRequest {
  readonly id: number
  readonly resourceId: number
  readonly personId: number
  readonly message: string
  /** An invitation to a session that was let go counts as `open` again. */
  readonly state: TrainingState
  readonly answer: string | null
  readonly answeredBy: string | null
  readonly answeredAt: number | null
  readonly createdAt: number
}

/** A reservation of the resource during which its stewards train people. */
export interface TrainingSession extends Interval {
  readonly id: number
  readonly reservationId: number
  readonly resourceId: number
  readonly title: string
  readonly places: number
  /** What those who come are granted. */
  readonly level: Level
  /** When a steward said who had come; null before. */
  readonly settledAt: number | null
}

/** Nobody is trained in larger crowds. */
export const MOST_PLACES = 100
export const LONGEST_WORDS = 1000

/** Whether a request still waits for something: an answer or a session. */
export const isStanding = ({ state }: Pick<TrainingRequest, 'state'>): boolean =>
  state === 'open' || state === 'invited'
