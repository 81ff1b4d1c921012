import type { OutageDraft } from './outage.ts'
import type { OutageRuleDraft } from './outage-rule.ts'

/** What a steward does to the outages of a resource that may take people's time from them. */
export type OutageChange =
  | { readonly kind: 'open'; readonly outage: OutageDraft }
  /** Comes again: `outage` says what kind it is, its time is the rule's. */
  | {
      readonly kind: 'open-by-rule'
      readonly rule: OutageRuleDraft
      readonly outage: Omit<OutageDraft, 'start' | 'end'>
    }
  | { readonly kind: 'change'; readonly id: number; readonly outage: OutageDraft }
