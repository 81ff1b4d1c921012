/** Whose reservations a quota counts together. */
export const QUOTA_HOLDERS = ['person', 'project', 'organisation'] as const
export type QuotaHolder = (typeof QUOTA_HOLDERS)[number]

export const QUOTA_MEASURES = ['hours', 'count'] as const
export type QuotaMeasure = (typeof QUOTA_MEASURES)[number]

/** `running`: everything still to come, whenever that is. */
export const QUOTA_PERIODS = ['day', 'week', 'month', 'running'] as const
export type QuotaPeriod = (typeof QUOTA_PERIODS)[number]
