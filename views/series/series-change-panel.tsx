import type { OccurrenceOutcome } from '../../server/domain/series.ts'
import { Icon } from '../components/icon.tsx'
import { type Format, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { commonReasons } from './common-reasons.ts'
import { Outcome } from './series-check.tsx'

/** A date as a change would leave it. */
export interface ChangedDate {
  readonly start: number
  readonly end: number
  readonly outcome: OccurrenceOutcome
  readonly why: readonly string[]
}

export interface SeriesChangeCheck {
  readonly verdict: 'ok' | 'stop'
  readonly headline: string
  readonly hint: string
  readonly rows: readonly ChangedDate[]
}

interface SeriesChangePanelProps {
  readonly page: Pick<Page, 't' | 'locale'>
  /** Null before anything was checked. */
  readonly check: SeriesChangeCheck | null
  readonly timeZone: string
}

const FEW = 12

/** What a change of a series would come to, date by date: what stands in the way first. */
export function SeriesChangePanel({ page, check, timeZone }: SeriesChangePanelProps): Html {
  const { t } = page
  const format = formatOf(page.locale, timeZone)
  const { common, rows: clashes } = commonReasons(check?.rows.filter(({ outcome }) => outcome !== 'free') ?? [])
  const fitting = check?.rows.filter(({ outcome }) => outcome === 'free') ?? []
  return (
    <aside
      class="checks verdict"
      id="check"
      data-kind={check?.verdict ?? null}
      aria-live="polite"
      aria-label={t('series.dates')}
    >
      <div class="verdict__head">
        <Icon name={check === null ? 'clock' : check.verdict === 'ok' ? 'check' : 'stop'} />
        <h2>{check?.headline ?? t('series.dates')}</h2>
        <p>{check?.hint ?? t('series.idle')}</p>
      </div>
      {clashes.length > 0 ? (
        <section>
          {common.map((sentence) => (
            <p class="small">{sentence}</p>
          ))}
          <Dates page={page} rows={clashes} format={format} />
        </section>
      ) : null}
      {fitting.length > 0 ? (
        <section>
          <details class="fold" open={fitting.length <= FEW}>
            <summary>
              {t('series.fits')} ({fitting.length})
            </summary>
            <Dates page={page} rows={fitting} format={format} />
          </details>
        </section>
      ) : null}
    </aside>
  )
}

function Dates({ page, rows, format }: { page: Pick<Page, 't'>; rows: readonly ChangedDate[]; format: Format }) {
  return (
    <ul class="changed-dates">
      {rows.map(({ start, end, outcome, why }) => (
        <li>
          <time datetime={new Date(start).toISOString()}>{format.daySpan(start, end)}</time>{' '}
          {outcome === 'free' ? null : <Outcome page={page} outcome={outcome} />}
          {why.map((sentence) => (
            <span class="small quiet dates__why"> {sentence}</span>
          ))}
        </li>
      ))}
    </ul>
  )
}
