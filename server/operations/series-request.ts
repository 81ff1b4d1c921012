import type { Purpose } from '../domain/purpose.ts'

export interface SeriesRequest {
  readonly resourceId: number
  /** The wall clock that the series keeps. */
  readonly timeZone: string
  /** `2027-03-22T09:00:00` */
  readonly startLocal: string
  readonly durationMinutes: number
  readonly rrule: string
  readonly exdates: readonly string[]
  readonly rdates: readonly string[]
  readonly units: number
  readonly title: string
  readonly purpose: Purpose
  readonly projectCode?: string | null | undefined
  readonly note?: string | null | undefined
  /** A steward's reason for setting aside what may be set aside. */
  readonly override?: string | null | undefined
}

/** A wish for a series before it has a title. */
export type SeriesWish = Omit<SeriesRequest, 'title' | 'note' | 'purpose'> & { readonly purpose: string | null }
