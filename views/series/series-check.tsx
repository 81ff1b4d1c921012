import type { OccurrenceOutcome } from '../../server/domain/series.ts'
import { SHORT_MONTHS, type ShortMonth } from '../../server/domain/series-picks.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { capitalised, type Format, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { commonReasons } from './common-reasons.ts'

/** One date of a series before it is saved, ready to read. */
export interface DateRow {
  /** Which one: its local start by the rule. */
  readonly local: string
  readonly start: number
  readonly end: number
  readonly outcome: OccurrenceOutcome
  /** What stands in the way, and what the clocks do, in sentences. */
  readonly why: readonly string[]
  /** What could be done instead of skipping it. */
  readonly options: readonly DateOption[]
  /** The value chosen so far: `skip`, an option's, or empty to keep the time. */
  readonly chosen: string
}

export interface DateOption {
  readonly group: 'other-time' | 'other-day' | 'other-resource'
  /** `slug start end` */
  readonly value: string
  readonly label: string
}

/** What a check of a series says. */
export interface SeriesCheck {
  readonly headline: string
  readonly hint: string
  readonly verdict: 'ok' | 'care' | 'stop'
  /** The rule as a sentence; null when it cannot be read. */
  readonly sentence: string | null
  readonly rows: readonly DateRow[]
  /** How many of them the change of the clocks moves. */
  readonly moved: number
  /** Says which dates were looked at, so that others are never booked unseen. */
  readonly seen: string
  /** Asked when not every month has the day. */
  readonly shortMonth: {
    readonly day: number
    readonly chosen: ShortMonth
    readonly becomes: Record<ShortMonth, string>
  } | null
}

export interface SeriesCheckProps {
  readonly page: Pick<Page, 't' | 'locale'>
  readonly check: SeriesCheck
  readonly timeZone: string
}

/** Longer lists of free dates are folded: what needs a decision is never below them. */
const FEW = 12

/** Every date of a series inside the form it belongs to: what is to settle first, then what is free. */
export function SeriesCheckPanel({ page, check, timeZone }: SeriesCheckProps): Html {
  const { t } = page
  const needed = check.rows.filter((row) => row.outcome !== 'free' || row.why.length > 0)
  // Where nothing is free, what is wrong with all of it is wrong with the wish.
  const { common, rows: toSettle } =
    needed.length === check.rows.length ? commonReasons(needed) : { common: [], rows: needed }
  const free = check.rows.filter((row) => row.outcome === 'free' && row.why.length === 0)
  const format = formatOf(page.locale, timeZone)
  return (
    <section
      class="checks checks--series verdict"
      id="check"
      data-kind={check.verdict}
      aria-live="polite"
      aria-label={t('series.dates')}
    >
      <div class="verdict__head">
        <Icon name={check.verdict === 'ok' ? 'check' : check.verdict === 'care' ? 'care' : 'stop'} />
        <h2>{check.headline}</h2>
        <p>{check.hint}</p>
        {check.moved > 0 ? <p>{t('series.moved-ones', { count: check.moved })}</p> : null}
        {check.sentence ? <p>{capitalised(check.sentence)}.</p> : null}
      </div>
      <input type="hidden" name="seen" value={check.seen} />
      {check.shortMonth ? <ShortMonthChoice page={page} {...check.shortMonth} /> : null}
      {toSettle.length > 0 ? (
        <section aria-labelledby="to-settle">
          <h3 id="to-settle">{t('series.to-settle', { count: toSettle.length })}</h3>
          {common.map((sentence) => (
            <p class="small">{sentence}</p>
          ))}
          <Dates page={page} rows={toSettle} format={format} />
        </section>
      ) : null}
      {free.length > 0 ? (
        <section>
          <details class="fold" open={free.length <= FEW}>
            <summary>{t('series.free-ones', { count: free.length })}</summary>
            <Dates page={page} rows={free} format={format} />
          </details>
        </section>
      ) : null}
    </section>
  )
}

function ShortMonthChoice({
  page,
  day,
  chosen,
  becomes,
}: NonNullable<SeriesCheck['shortMonth']> & { page: SeriesCheckProps['page'] }) {
  const { t } = page
  return (
    <section>
      <fieldset
        class="stack tight"
        hx-post="/reservations"
        hx-trigger="change delay:150ms"
        hx-include="closest form"
        hx-vals='{"check":"1"}'
        hx-target="#check"
        hx-swap="outerHTML"
      >
        <legend class="label">{t('repeat.short-month', { day })}</legend>
        <div class="picks">
          {SHORT_MONTHS.map((each) => (
            <label class="pick">
              <input type="radio" id={`short-${each}`} name="short_month" value={each} checked={each === chosen} />
              <b>{t(`repeat.short-${each}`)}</b>
              <span class="hint">{t('repeat.short-becomes', { days: becomes[each] })}</span>
            </label>
          ))}
        </div>
      </fieldset>
    </section>
  )
}

/** Rows under the names of their months. */
function Dates({
  page,
  rows,
  format,
}: {
  page: SeriesCheckProps['page']
  rows: readonly DateRow[]
  format: Format
}): Html {
  const { t } = page
  return (
    <table class="data dates">
      <thead>
        <tr>
          <th scope="col">{t('series.date')}</th>
          <th scope="col">{t('series.state')}</th>
          <th scope="col">{t('series.what-to-do')}</th>
        </tr>
      </thead>
      {byMonth(rows, format).map(([month, some]) => (
        <tbody>
          {rows.length > FEW ? (
            <tr>
              <th scope="rowgroup" colspan={3}>
                {monthName(month, page)}
              </th>
            </tr>
          ) : null}
          {some.map((row) => (
            <tr>
              <th scope="row">
                <time datetime={new Date(row.start).toISOString()}>{format.daySpan(row.start, row.end)}</time>
              </th>
              <td>
                <Outcome page={page} outcome={row.outcome} />
                {row.why.map((sentence) => (
                  <span class="small quiet dates__why"> {sentence}</span>
                ))}
              </td>
              <td>
                <Choice page={page} row={row} date={format.daySpan(row.start, row.end)} />
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

function byMonth(rows: readonly DateRow[], format: Format): [month: string, rows: DateRow[]][] {
  const months = new Map<string, DateRow[]>()
  for (const row of rows) {
    const month = format.isoDay(row.start).slice(0, 7)
    const some = months.get(month)
    if (some) some.push(row)
    else months.set(month, [row])
  }
  return [...months]
}

const monthName = (month: string, { locale }: Pick<Page, 'locale'>) =>
  new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.parse(`${month}-01`))

const LOOKS: Record<OccurrenceOutcome, readonly [kind: string, icon: IconName]> = {
  free: ['confirmed', 'check'],
  conflict: ['stop', 'cross'],
  closed: ['plain', 'lock'],
  violation: ['care', 'care'],
}

/** What becomes of a date, by shape and word. */
export function Outcome({
  page,
  outcome,
  word,
}: {
  page: Pick<Page, 't'>
  outcome: OccurrenceOutcome
  word?: string
}): Html {
  const [kind, icon] = LOOKS[outcome]
  return (
    <span class="chip" data-kind={kind}>
      <Icon name={icon} />
      {word ?? page.t(`series.${outcome}`)}
    </span>
  )
}

const GROUPS = ['other-time', 'other-day', 'other-resource'] as const

/** Skip, another time, another resource; a free date can only be skipped. */
function Choice({ page, row, date }: { page: Pick<Page, 't'>; row: DateRow; date: string }): Html {
  const { t } = page
  const name = `at_${row.local}`
  if (row.outcome === 'free')
    return (
      <label class="check">
        <input type="checkbox" name={name} value="skip" checked={row.chosen === 'skip'} />
        <span>
          {t('series.skip')}
          <span class="vh">: {date}</span>
        </span>
      </label>
    )
  return (
    <select class="input" name={name} aria-label={t('series.what-to-do-with', { date })}>
      <option value="skip" selected={!row.options.some(({ value }) => value === row.chosen)}>
        {t('series.skip')}
      </option>
      {GROUPS.map((group) => {
        const options = row.options.filter((each) => each.group === group)
        return options.length === 0 ? null : (
          <optgroup label={t(`series.${group}`)}>
            {options.map(({ value, label }) => (
              <option value={value} selected={value === row.chosen}>
                {label}
              </option>
            ))}
          </optgroup>
        )
      })}
    </select>
  )
}
