import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface CalibrationNoteProps {
  readonly page: Pick<Page, 't' | 'locale' | 'now'>
  /** The end of the last one, and when the next one is due; null where there was none. */
  readonly next: { readonly last: number | null; readonly due: number | null }
  readonly timeZone: string
}

/** `do 12 marca 2027; ostatnia: 12 marca 2026` */
export function calibrationText({ page, next: { last, due }, timeZone }: CalibrationNoteProps): string {
  const { t, locale, now } = page
  const format = formatOf(locale, timeZone)
  if (due === null || last === null) return t('calibration.never')
  const when = t(due <= now ? 'calibration.overdue' : 'calibration.due', { day: format.date(due) })
  return `${when}; ${t('calibration.last', { day: format.date(last - 1) })}`
}

/** When the equipment is calibrated next. */
export function CalibrationNote(props: CalibrationNoteProps): Html {
  return (
    <p class="small">
      <span class="quiet">{props.page.t('calibration.next')}:</span> {calibrationText(props)}
    </p>
  )
}

export interface Certificate {
  readonly id: number
  readonly name: string
}

/** The files that came of its calibrations. */
export function Certificates({ page, files }: { page: Pick<Page, 't'>; files: readonly Certificate[] }): Html | null {
  if (files.length === 0) return null
  return (
    <p class="small">
      <span class="quiet">{page.t('calibration.certificates')}:</span>{' '}
      {files.map(({ id, name }, i) => [i > 0 ? ', ' : null, <a href={`/documents/${id}`}>{name}</a>])}
    </p>
  )
}
