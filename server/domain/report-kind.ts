import { type DaySpan, monthOf } from './local-months.ts'

export const REPORT_KINDS = ['utilisation', 'state-aid', 'exchange', 'projects', 'dashboard'] as const

export const FILE_FORMATS = ['csv', 'xlsx', 'pdf'] as const

/** How often a report comes by mail: after every month, quarter or year. */
export const DELIVERY_RHYTHMS = ['monthly', 'quarterly', 'yearly'] as const

export const EXPORT_STATES = ['asked', 'ready', 'failed'] as const

export type ReportKind = (typeof REPORT_KINDS)[number]
export type FileFormat = (typeof FILE_FORMATS)[number]
export type DeliveryRhythm = (typeof DELIVERY_RHYTHMS)[number]
export type ExportState = (typeof EXPORT_STATES)[number]

/** Above both, the files of a report are made while nobody waits for them. */
const LONG_MONTHS = 26
const MANY_RESOURCES = 100

export const isLongReport = (days: DaySpan, resources: number): boolean =>
  monthOf(days.to) - monthOf(days.from) > LONG_MONTHS && resources > MANY_RESOURCES
