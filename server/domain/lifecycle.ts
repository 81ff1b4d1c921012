export const STATES = [
  'requested',
  'confirmed',
  'declined',
  'expired',
  'in_use',
  'completed',
  'no_show',
  'cancelled',
] as const
export type State = (typeof STATES)[number]

/** Every state and the moves out of it. */
const MOVES = {
  requested: { approve: 'confirmed', decline: 'declined', cancel: 'cancelled', expire: 'expired' },
  confirmed: { cancel: 'cancelled', checkIn: 'in_use', miss: 'no_show', reopen: 'requested' },
  in_use: { checkOut: 'completed' },
  declined: {},
  cancelled: {},
  expired: {},
  no_show: {},
  completed: {},
} as const satisfies Record<State, Partial<Record<string, State>>>

export const VERBS = ['approve', 'decline', 'cancel', 'expire', 'checkIn', 'checkOut', 'miss', 'reopen'] as const
export type Verb = (typeof VERBS)[number]

/** The state after the move, or null when the present state forbids it. */
export function stateAfter(state: State, verb: Verb): State | null {
  return (MOVES[state] as Partial<Record<Verb, State>>)[verb] ?? null
}

/** States whose reservation takes time on its resource: each has exactly the claims of its time. */
export const HOLDING: readonly State[] = ['requested', 'confirmed', 'in_use', 'completed']
export const holdsTime = (state: State): boolean => HOLDING.includes(state)
