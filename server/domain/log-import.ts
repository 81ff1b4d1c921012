/** `sent`: nobody has said how to read it. `checked`: what it would do is known. `running`: it is going in. */
export const LOG_IMPORT_STATES = ['sent', 'checked', 'running', 'done'] as const
export type LogImportState = (typeof LOG_IMPORT_STATES)[number]

export const LOG_BYTES = 16 * 1_048_576
export const LOG_LINES = 200_000

/** A log on its way in, without what it holds. Instants in UTC epoch ms. */
export interface LogImport {
  readonly id: number
  readonly resourceId: number
  readonly name: string
  readonly state: LogImportState
  readonly reading: LogReading | null
  readonly outcome: LogOutcome | null
  readonly linesRead: number
  readonly lines: number
  /** Until when a process is at work on it; past or null when none is. */
  readonly leasedUntil: number | null
  readonly createdAt: number
  readonly createdBy: string
}

export const LOG_FORMATS = ['iso', 'dmy', 'mdy', 'unix'] as const
export type LogFormat = (typeof LOG_FORMATS)[number]

export const LENGTH_UNITS = ['minutes', 'seconds', 'hours'] as const
export type LengthUnit = (typeof LENGTH_UNITS)[number]

/** How a log is to be read: columns by their headings, null for one it has not. */
export interface LogReading {
  readonly start: string
  /** The time of day, where it stands apart from the date. */
  readonly startTime: string | null
  readonly end: string | null
  readonly endTime: string | null
  readonly length: string | null
  readonly lengthUnit: LengthUnit
  readonly person: string | null
  readonly note: string | null
  readonly format: LogFormat
  /** IANA zone of times that name no offset. */
  readonly zone: string
}

export const LOG_COLUMNS = ['start', 'startTime', 'end', 'endTime', 'length', 'person', 'note'] as const
export type LogColumn = (typeof LOG_COLUMNS)[number]

/** Columns somebody has given a name to. */
export interface LogMapping {
  readonly name: string
  readonly reading: LogReading
}

/** Why a line stays out. */
export const LOG_FAULTS = ['start', 'end', 'length', 'order', 'future', 'long', 'overlap'] as const
export type LogFault = (typeof LOG_FAULTS)[number]

/** What a log comes to: lines by what becomes of them, and those that need a look. */
export interface LogOutcome {
  readonly lines: number
  /** Use in the time of a reservation. */
  readonly matched: number
  readonly unbooked: number
  /** Brought in before. */
  readonly known: number
  readonly overlapping: number
  readonly unreadable: number
  /** Of what is new. */
  readonly usedMs: number
  readonly from: number | null
  readonly to: number | null
  /** The first names that nobody here has. */
  readonly strangers: readonly string[]
  /** The first lines that stay out. */
  readonly looks: readonly { readonly line: number; readonly fault: LogFault; readonly text: string }[]
}

export const newIn = ({ matched, unbooked }: Pick<LogOutcome, 'matched' | 'unbooked'>): number => matched + unbooked
