export const WAITING_STATES = ['waiting', 'offered', 'served', 'left', 'expired'] as const
export type WaitingState = (typeof WAITING_STATES)[number]
