import type { LogOutcome } from '../../server/domain/log-import.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { DataTable } from '../components/data-table.tsx'
import { formatOf, hours, number } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

interface LogOutcomeProps {
  readonly page: Page
  readonly resource: Resource
  readonly outcome: LogOutcome
  readonly isDone: boolean
}

const COUNTS = ['matched', 'unbooked', 'known', 'overlapping', 'unreadable', 'lines'] as const

/** What becomes of the lines of a log: counted, and those that stay out with why. */
export function LogOutcomePanel(props: LogOutcomeProps): Html {
  const { page, resource, outcome, isDone } = props
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  return (
    <section class="panel stack" aria-labelledby="outcome">
      <h2 id="outcome">{t(isDone ? 'log.outcome-done' : 'log.outcome')}</h2>
      <dl class="facts">
        {COUNTS.map((name) => (
          <div>
            <dt>{t(`log.${name}`)}</dt>
            <dd class="log-count">{number(locale, outcome[name], 0)}</dd>
          </div>
        ))}
      </dl>
      {outcome.from !== null && outcome.to !== null ? (
        <p>
          {t('log.hours', {
            hours: hours(outcome.usedMs),
            from: format.date(outcome.from),
            to: format.date(outcome.to),
          })}
        </p>
      ) : null}
      {outcome.strangers.length > 0 ? <p>{t('log.strangers', { names: outcome.strangers.join(', ') })}</p> : null}
      {outcome.looks.length > 0 ? <Looks {...props} /> : null}
    </section>
  )
}

function Looks({ page: { t }, outcome: { looks, overlapping, unreadable } }: LogOutcomeProps) {
  const isCut = looks.length < overlapping + unreadable
  const title = isCut ? t('log.look-at-first', { count: looks.length }) : t('log.look-at')
  return (
    <>
      <h3>{title}</h3>
      <DataTable
        caption={title}
        columns={[{ label: t('log.line') }, { label: t('log.why') }, { label: t('log.content') }]}
        groups={[{ rows: looks.map(({ line, fault, text }) => [line, t(`log.fault-${fault}`), text]) }]}
      />
    </>
  )
}
