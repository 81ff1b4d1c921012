/** `note`: something to know. `limits`: usable with care. `stops`: not usable. */
export const FAULT_SEVERITIES = ['note', 'limits', 'stops'] as const
export type FaultSeverity = (typeof FAULT_SEVERITIES)[number]

export const FAULT_STATES = ['open', 'acknowledged', 'resolved', 'merged'] as const
export type FaultState = (typeof FAULT_STATES)[number]
