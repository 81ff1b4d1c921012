export const REPORT_KINDS = ['utilisation', 'state-aid', 'exchange', 'projects', 'dashboard'] as const

export const FILE_FORMATS = ['csv', 'xlsx', 'pdf'] as const

/** How often a report comes by mail: after every month, quarter or year. */
export const DELIVERY_RHYTHMS = ['monthly', 'quarterly', 'yearly'] as const

export const EXPORT_STATES = ['asked', 'ready', 'failed'] as const

export type ReportKind = (typeof REPORT_KINDS)[number]
export type FileFormat = (typeof FILE_FORMATS)[number]
