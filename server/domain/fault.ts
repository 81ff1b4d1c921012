/** `note`: something to know. `limits`: usable with care. `stops`: not usable. */
export const FAULT_SEVERITIES = ['note', 'limits', 'stops'] as const
export type FaultSeverity = (typeof FAULT_SEVERITIES)[number]

export const FAULT_STATES = ['open', 'acknowledged', 'resolved', 'merged'] as const
export type FaultState = (typeof FAULT_STATES)[number]

/** Something wrong with a resource, as somebody told it. Instants in UTC epoch ms. */
export interface Fault {
  readonly id: number
  readonly resourceId: number
  readonly reporterId: number
  readonly severity: FaultSeverity
  readonly words: string
  readonly state: FaultState
  /** The report of the same fault that goes on in its place. */
  readonly mergedIntoId: number | null
  /** The outage it led to. */
  readonly outageId: number | null
  readonly createdAt: number
  readonly resolvedAt: number | null
}

/** A report with who made it and its photos. */
export interface ToldFault extends Fault {
  readonly reporterName: string
  readonly reporterEmail: string
  readonly photoIds: readonly number[]
}

/** What somebody wrote of a fault, and the state it left it in when that changed. */
export interface FaultNote {
  readonly id: number
  readonly personId: number
  readonly personName: string
  readonly text: string
  readonly state: FaultState | null
  readonly at: number
}

/** What anybody may know of a resource's faults: the worst that stands, and since when. Never who told it. */
export interface FaultStatus {
  readonly severity: FaultSeverity
  readonly since: number
}

export const LONGEST_FAULT = 2000

/** What can be done with a report; `answer` is words alone and leaves the state as it is. */
export const FAULT_VERBS = ['answer', 'acknowledge', 'resolve', 'reopen', 'merge'] as const
export type FaultVerb = (typeof FAULT_VERBS)[number]

/** Every state and what leads out of it. */
const MOVES: Record<FaultState, Partial<Record<FaultVerb, FaultState>>> = {
  open: { answer: 'open', acknowledge: 'acknowledged', resolve: 'resolved', merge: 'merged' },
  acknowledged: { answer: 'acknowledged', resolve: 'resolved', merge: 'merged' },
  resolved: { answer: 'resolved', reopen: 'open' },
  merged: {},
}

/** The state after the verb, or null when the present state forbids it. */
export function faultAfter(state: FaultState, verb: FaultVerb): FaultState | null {
  return MOVES[state][verb] ?? null
}

export const faultStands = ({ state }: Pick<Fault, 'state'>): boolean => state === 'open' || state === 'acknowledged'
