/** What a request would do to the State-aid ledger of the entity its resource belongs to. */
export interface LedgerEffect {
  /** The entity and the year it is counted in. */
  readonly entity: string
  readonly year: number
  /** Economic hours of this request by weight. */
  readonly hours: number
  /** Shares of the annual capacity, 0–1, without it and with it. */
  readonly before: number
  readonly after: number
  /** Hours left to the limit with it. */
  readonly headroomHours: number
}
