import type { PurposeGroup } from './purpose.ts'

/**
 * The ledger's formulas. Public money may stay outside the rules on State aid while the economic use of an
 * infrastructure is ancillary: not above 20 % of its overall annual capacity (Regulation (EU) 651/2014, Article 26;
 * Framework 2022/C 414/01, point 21). Hours are weighted: Σ w · hours, as the capacity is.
 */

/** Shares, in percent, at which somebody is told; the last one is the limit of the law. */
export const LIMITS = [15, 18, 20] as const
export type Limit = (typeof LIMITS)[number]

/** Use without a reservation has no purpose: it stands apart and is in no share. */
export const LEDGER_GROUPS = ['economic', 'non_economic', 'neutral', 'unassigned'] as const satisfies readonly (
  | PurposeGroup
  | 'unassigned'
)[]
export type LedgerGroup = (typeof LEDGER_GROUPS)[number]

export type HoursByGroup = Readonly<Record<LedgerGroup, number>>

/** Weighted hours of an entity in a year. */
export interface LedgerHours {
  /** Used to date, or booked where nobody recorded the use; what runs or is to come is not in it. */
  readonly done: HoursByGroup
  /** Economic hours of confirmed reservations that run or are to come, to 31 December. */
  readonly confirmed: number
}

export interface LedgerFigures extends LedgerHours {
  readonly capacityHours: number
  /** S: economic ÷ capacity, the legal test. Null without capacity. */
  readonly share: number | null
  /** Economic ÷ (economic + non-economic), an early warning. Null without use. */
  readonly shareOfUse: number | null
  /** (Economic to date + confirmed) ÷ capacity. */
  readonly forecast: number | null
  /** 20 % of the capacity − economic; below zero once it is passed. */
  readonly headroomHours: number
  /** The highest limit that the share has reached. */
  readonly alert: Limit | null
  readonly forecastAlert: Limit | null
}

export function ledgerFiguresOf(hours: LedgerHours, capacityHours: number): LedgerFigures {
  const { economic, non_economic: nonEconomic } = hours.done
  const share = ratio(economic, capacityHours)
  const forecast = ratio(economic + hours.confirmed, capacityHours)
  return {
    ...hours,
    capacityHours,
    share,
    shareOfUse: ratio(economic, economic + nonEconomic),
    forecast,
    headroomHours: MOST_SHARE * capacityHours - economic,
    alert: limitReached(share),
    forecastAlert: limitReached(forecast),
  }
}

/** The highest limit that a share, of 1, has reached; exactly 15 % has. */
export function limitReached(share: number | null): Limit | null {
  return share === null ? null : (LIMITS.findLast((limit) => share * 100 >= limit - ROUNDING) ?? null)
}

/** A share of 1 that economic use must not pass. */
export const MOST_SHARE = 0.2

/** 285 ÷ 1900 is 15 %, whatever the last binary digit says. */
const ROUNDING = 1e-9

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)
