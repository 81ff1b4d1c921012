import type { FileFormat, ReportKind } from './report-kind.ts'

export const DELIVERY_MAIL_KINDS = ['report'] as const
/** The report of a period that has ended, as a file. */
export type DeliveryMailKind = (typeof DELIVERY_MAIL_KINDS)[number]

/** What the mail is about. The file itself is made when it is sent, of what its reader may read then. */
export interface DeliveryMail {
  readonly report: ReportKind
  readonly format: FileFormat
  /** Local days, `to` not included. */
  readonly from: string
  readonly to: string
  /** What the address of the report says besides its period. */
  readonly query: Readonly<Record<string, string>>
}
