import { type LedgerHours, LIMITS } from '../../server/domain/state-aid.ts'
import { type Ledger, ledgerMonths } from '../../server/domain/state-aid-ledger.ts'
import { localDayOf } from '../../server/domain/zone.ts'
import { DataTable } from '../components/data-table.tsx'
import { number, wordsOf } from '../format.ts'
import type { Page } from '../page.ts'
import { hoursText } from '../reports/report-words.ts'
import { shareWords } from './ledger-words.tsx'

interface MonthsProps {
  readonly page: Page
  readonly ledger: Ledger
}

/** Economic hours added up from January on against the lines of the limits. */
export function LedgerMonths({ page, ledger }: MonthsProps) {
  const { t } = page
  const limits = LIMITS.map((limit) => (limit / 100) * ledger.figures.capacityHours)
  const [low, middle, most] = limits.map((hours) => hoursText(page, hours))
  return (
    <section aria-labelledby="cumulative">
      <div class="section__head">
        <h2 id="cumulative">{t('state-aid.cumulative')}</h2>
        <p class="key">
          <span>
            <i data-k="used" />
            {t('state-aid.done')}
          </span>
          <span>
            <i />
            {t('state-aid.confirmed')}
          </span>
        </p>
      </div>
      <div class="panel">
        <Bars page={page} ledger={ledger} limits={limits} />
        <p class="micro quiet pad">{t('state-aid.lines', { low: low!, middle: middle!, most: most! })}</p>
      </div>
    </section>
  )
}

/** The figures of every month, as wide as the page: they do not fit beside anything. */
export function LedgerMonthsTable({ page, ledger }: MonthsProps) {
  return (
    <details class="fold panel section">
      <summary>{page.t('state-aid.months-table')}</summary>
      <MonthsTable page={page} ledger={ledger} />
    </details>
  )
}

interface MonthSum {
  readonly hours: LedgerHours
  /** From January to the end of the month. */
  readonly done: number
  readonly all: number
}

export function monthSums(months: readonly LedgerHours[]): readonly MonthSum[] {
  let done = 0
  let all = 0
  return months.map((hours) => {
    done += hours.done.economic
    all += hours.done.economic + hours.confirmed
    return { hours, done, all }
  })
}

function Bars({ page, ledger, limits }: MonthsProps & { limits: readonly number[] }) {
  const { t, locale } = page
  const sums = monthSums(ledgerMonths(ledger))
  const most = Math.max(limits.at(-1)! * 1.1, ...sums.map(({ all }) => all), 1)
  const y = (hours: number) => Math.round((100 - (hours / most) * 100) * 10) / 10
  const today = localDayOf(page.now, page.timeZone)
  const present = `${ledger.year}` === today.slice(0, 4) ? Number(today.slice(5, 7)) - 1 : null
  const isToCome = (month: number) => `${ledger.year}-${String(month + 1).padStart(2, '0')}` > today.slice(0, 7)
  const lines = limits.map((hours) => `M0 ${y(hours)}h40`)
  return (
    <ol class="months months--limits" aria-label={t('state-aid.cumulative-label', { year: ledger.year })}>
      {sums.map(({ done, all }, month) => (
        <li data-now={month === present ? 'true' : null}>
          <b aria-hidden="true">{number(locale, all, 0)}</b>
          <svg viewBox="0 0 40 100" preserveAspectRatio="none" aria-hidden="true">
            {all > done || isToCome(month) ? <Bar kind="booked" top={y(all)} /> : null}
            {isToCome(month) ? null : <Bar kind="used" top={y(done)} />}
            <path class="lim" d={lines.slice(0, 2).join('')} />
            <path class="lim lim--stop" d={lines[2]!} />
          </svg>
          <span class="m">{wordsOf(locale).shortMonths[month]!}</span>
          <span class="vh">
            {t('state-aid.month-words', { done: hoursText(page, done), all: hoursText(page, all) })}
          </span>
        </li>
      ))}
    </ol>
  )
}

const Bar = ({ kind, top }: { kind: string; top: number }) => (
  <rect class={kind} x="6" width="28" y={top} height={Math.round((100 - top) * 10) / 10} />
)

function MonthsTable({ page, ledger }: MonthsProps) {
  const { t, locale } = page
  const { capacityHours } = ledger.figures
  const hours = (value: number) => hoursText(page, value)
  const names = Array.from({ length: 12 }, (_, month) => monthName(locale, month))
  return (
    <DataTable
      caption={t('state-aid.months-table')}
      columns={[
        { label: t('state-aid.month') },
        ...(
          ['economic', 'non_economic', 'neutral', 'unassigned', 'confirmed', 'cumulative', 'cumulative-share'] as const
        ).map((key) => ({ label: t(`state-aid.hours.${key}`), isFigure: true })),
      ]}
      groups={[
        {
          rows: monthSums(ledgerMonths(ledger)).map(({ hours: { done, confirmed }, done: sum }, month) => [
            names[month]!,
            hours(done.economic),
            hours(done.non_economic),
            hours(done.neutral),
            hours(done.unassigned),
            hours(confirmed),
            hours(sum),
            shareWords(page, capacityHours === 0 ? null : sum / capacityHours),
          ]),
        },
      ]}
    />
  )
}

/** `styczeń`: the name by itself. */
export const monthName = (locale: Page['locale'], month: number): string =>
  new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { month: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2026, month, 12),
  )
