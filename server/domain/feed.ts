/** What a private calendar address shows: one's own reservations, a resource, a lab, or the requests one decides. */
export const FEED_KINDS = ['me', 'resource', 'lab', 'approvals'] as const
export type FeedKind = (typeof FEED_KINDS)[number]
