const DAY_MS = 86_400_000

/** How long the installation keeps what; null for as long as it stands. */
export interface Retention {
  /** An account nobody has used for so many months is closed, after two mails. */
  readonly unusedMonths: number | null
  /** So many months later it is erased. */
  readonly erasedMonths: number
  /** Titles, notes and messages of reservations that ended so many years ago are taken out. */
  readonly wordsYears: number | null
  /** Who did what, and from where. */
  readonly auditYears: number | null
}

/**
 * Accounts and words stay until somebody decides otherwise: what is erased does not come back, and only the installation
 * knows what it has promised its people and its funders. The audit holds addresses of clients, so it ends by itself.
 */
export const DEFAULT_RETENTION: Retention = { unusedMonths: null, erasedMonths: 6, wordsYears: null, auditYears: 5 }

/** Least and most of each setting. */
export const RETENTION_LIMITS = {
  unusedMonths: [6, 120],
  erasedMonths: [1, 12],
  wordsYears: [1, 50],
  auditYears: [2, 50],
} as const
export type RetentionField = keyof typeof RETENTION_LIMITS

/** What is stored, with what it leaves out or has wrong as by default. */
export function retentionFrom(stored: unknown): Retention {
  const given = (stored ?? {}) as Partial<Record<RetentionField, unknown>>
  const value = (field: RetentionField) =>
    field in given && isFit(field, given[field]) ? given[field] : DEFAULT_RETENTION[field]
  return {
    unusedMonths: value('unusedMonths') as number | null,
    erasedMonths: value('erasedMonths') as number,
    wordsYears: value('wordsYears') as number | null,
    auditYears: value('auditYears') as number | null,
  }
}

/** Whether a value is within its limits; only the months until erasure must be given. */
export function isFit(field: RetentionField, value: unknown): boolean {
  if (value === null) return field !== 'erasedMonths'
  const [least, most] = RETENTION_LIMITS[field]
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most
}

/** Days before an unused account is closed on which its owner is told: nobody is closed out untold. */
export const WARNING_DAYS = [30, 7] as const

/** An account that nobody uses, and what it was told since it was used last. */
export interface UnusedAccount {
  readonly personId: number
  /** Epoch ms, of the last sign of its owner. */
  readonly lastAt: number
  readonly firstWarningAt: number | null
  readonly lastWarningAt: number | null
  /** When it was closed for that; null while it is open. */
  readonly closedAt: number | null
}

/**
 * What is due for the account. Each step counts from the one before as it was taken, not from the calendar: after a pause
 * or a leap of the clock everybody still gets both warnings and the time between.
 */
export function stepFor(
  account: UnusedAccount,
  retention: Retention,
  now: number,
): 'warn' | 'warn-again' | 'close' | 'erase' | null {
  const { lastAt, firstWarningAt, lastWarningAt, closedAt } = account
  const { unusedMonths, erasedMonths } = retention
  if (unusedMonths === null) return null
  if (closedAt !== null) return now >= monthsAfter(closedAt, erasedMonths) ? 'erase' : null
  const [first, last] = WARNING_DAYS
  if (firstWarningAt === null) return now >= monthsAfter(lastAt, unusedMonths) - first * DAY_MS ? 'warn' : null
  if (lastWarningAt === null) return now >= firstWarningAt + (first - last) * DAY_MS ? 'warn-again' : null
  return now >= lastWarningAt + last * DAY_MS ? 'close' : null
}

/** UTC; the last day of a shorter month. */
export function monthsAfter(at: number, months: number): number {
  const date = new Date(at)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + months)
  date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()))
  return date.getTime()
}
