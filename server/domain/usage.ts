/** How it is known that a resource was used. */
export const USAGE_SOURCES = ['check-in', 'steward', 'walk-up', 'log'] as const
export type UsageSource = (typeof USAGE_SOURCES)[number]

export const MISS_KINDS = ['no-show', 'late-cancellation'] as const
export type MissKind = (typeof MISS_KINDS)[number]
