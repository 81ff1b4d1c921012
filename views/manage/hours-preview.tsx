import {
  type ComparedDay,
  type ComparedWeek,
  type HoursComparison,
  hoursAWeek,
} from '../../server/domain/hours-comparison.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { formatOf, number, wordsOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { shortSpan } from './hours-words.ts'

export interface HoursPreviewProps {
  readonly page: Pick<Page, 't' | 'locale'>
  readonly comparison: HoursComparison
  readonly timeZone: string
}

/** Eight weeks, day by day: what it will be, and struck what it was. */
export function HoursPreview({ page, comparison, timeZone }: HoursPreviewProps): Html {
  const { t, locale } = page
  const { weeks, isDifferent } = comparison
  const format = formatOf(locale, timeZone)
  const names = wordsOf(locale).shortDays
  return (
    <section aria-labelledby="preview">
      <h3 class="impact__title" id="preview">
        {t('hours.preview-from', { date: format.date(weeks[0]!.days[0]!.start) })}
      </h3>
      <section class="scroller" aria-label={t('hours.preview-table')} tabindex="0">
        <table class="preview">
          <caption class="vh">{t('hours.preview-caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('hours.week')}</th>
              {[1, 2, 3, 4, 5, 6, 0].map((day) => (
                <th scope="col">{names[day]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr>
                <th scope="row">
                  {t('hours.week-of', { date: format.dayMonth(week.days[0]!.start) })}
                  <WeekTotal page={page} week={week} />
                </th>
                {week.days.map((day) => (
                  <Day page={page} day={day} timeZone={timeZone} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="small quiet preview__sum">
        {isDifferent ? null : `${t('hours.no-difference')} `}
        {sumText(page, weeks)}
      </p>
    </section>
  )
}

function WeekTotal({ page: { t, locale }, week }: Pick<HoursPreviewProps, 'page'> & { week: ComparedWeek }) {
  const figure = (ms: number) => `${number(locale, ms / 3_600_000)} h`
  if (week.beforeMs === week.afterMs) return <small>{figure(week.afterMs)}</small>
  return (
    <small>
      <span class="vh">{t('hours.after')} </span>
      <ins>{figure(week.afterMs)}</ins> <span class="vh">{t('hours.before')} </span>
      <del>{figure(week.beforeMs)}</del>
    </small>
  )
}

function Day({ page, day, timeZone }: Omit<HoursPreviewProps, 'comparison'> & { day: ComparedDay }) {
  const { t } = page
  const spans = (list: readonly Interval[]) => list.map((span) => shortSpan(page, span, timeZone)).join(', ')
  const after = spans(day.after)
  const before = spans(day.before)
  const date = <time datetime={day.day}>{Number(day.day.slice(8))}</time>
  if (after === before)
    return after === '' ? (
      <td data-state={day.holiday ? 'holiday' : 'closed'}>
        {date}
        {day.holiday ? (
          <span class="tag" title={day.holiday}>
            {t('hours.holiday')}
          </span>
        ) : (
          <span class="vh">{t('hours.closed')}</span>
        )}
      </td>
    ) : (
      <td>
        {date}
        {after}
      </td>
    )
  return (
    <td>
      {date}
      <span class="vh">{t('hours.after')} </span>
      <ins data-kind={after === '' ? 'stop' : null}>{after || t(day.holiday ? 'hours.holiday' : 'hours.closed')}</ins>
      {before === '' ? null : (
        <>
          {' '}
          <span class="vh">{t('hours.before')} </span>
          <del>{before}</del>
        </>
      )}
    </td>
  )
}

function sumText({ t, locale }: HoursPreviewProps['page'], weeks: readonly ComparedWeek[]): string {
  const before = number(locale, hoursAWeek(weeks, 'beforeMs'))
  const after = number(locale, hoursAWeek(weeks, 'afterMs'))
  return before === after ? t('hours.per-week-same', { after }) : t('hours.per-week', { before, after })
}
