import type { ReportRow, UtilisationReport } from './utilisation-report.ts'

/** Equipment that asks for a word of its owner: nobody uses it, or there is too little of it. */
export const REVIEWS = ['unused', 'short'] as const
export type Review = (typeof REVIEWS)[number]

/** Used less than this of its available time, equipment is little used. */
export const LITTLE_USED = 0.1
/** Booked at least this much of its available time, or refused at least this much beside it, it is short. */
export const HIGH_OCCUPANCY = 0.8
export const HIGH_UNMET = 0.05

export const LONGEST_NOTE = 2000

export type ReviewReason = 'never' | 'little' | 'overbooked' | 'unmet'

export interface ReviewRow {
  readonly row: ReportRow
  readonly reasons: readonly ReviewReason[]
}

/** Rows of single resources: the worst first. What was never available is in no list. */
export function reviewRows({ rows }: UtilisationReport, review: Review): readonly ReviewRow[] {
  const found = rows
    .map((row) => ({ row, reasons: review === 'unused' ? unusedReasons(row) : shortReasons(row) }))
    .filter(({ reasons }) => reasons.length > 0)
  const size = ({ row: { figures } }: ReviewRow) =>
    review === 'unused' ? (figures.utilisation ?? 0) : -(figures.occupancy ?? 0) - unmetShare(figures)
  return found.sort((a, b) => size(a) - size(b))
}

function unusedReasons({ resources: [resource], figures }: ReportRow): ReviewReason[] {
  if (resource?.status !== 'active' || !figures.availableHours) return []
  if (figures.usedHours + figures.usedOutsideHours === 0) return ['never']
  return (figures.utilisation ?? 0) < LITTLE_USED && figures.usedOutsideHours === 0 ? ['little'] : []
}

function shortReasons({ figures }: ReportRow): ReviewReason[] {
  if (!figures.availableHours) return []
  return [
    ...((figures.occupancy ?? 0) >= HIGH_OCCUPANCY ? (['overbooked'] as const) : []),
    ...(unmetShare(figures) >= HIGH_UNMET ? (['unmet'] as const) : []),
  ]
}

const unmetShare = ({ unmetHours, availableHours }: ReportRow['figures']) =>
  availableHours ? (unmetHours ?? 0) / availableHours : 0
