import type { Db } from '../../db/connect.ts'
import type { ReportFile } from '../../views/files/report-file.ts'
import type { Locale, Person } from '../domain/person.ts'

/** Whose report, and what its address says besides the kind of file. */
export interface ReportAsked {
  readonly query: Readonly<Record<string, unknown>>
  readonly person: Person
  readonly locale: Locale
  readonly timeZone: string
  /** UTC epoch ms. */
  readonly now: number
}

/** Tells how far the counting has come, and is waited for: others get their turn in between. */
export type Progress = (done: number, total: number) => Promise<void>

/** A report that may be made. */
export interface ReportRecipe {
  /** Better made while nobody waits for it. */
  readonly isLong: boolean
  /** Counts the rows, all at once unless somebody wants to hear of the progress. */
  make(progress?: Progress): Promise<ReportFile>
}

/** Why there is none: the address names something this person may not read of, or a field of it is wrong. */
export type NoReport = 'not-found' | { readonly field: string; readonly reason: string }

export type ReportMaker = (db: Db, asked: ReportAsked) => ReportRecipe | NoReport

export const isRecipe = (found: ReportRecipe | NoReport): found is ReportRecipe =>
  typeof found === 'object' && 'make' in found
