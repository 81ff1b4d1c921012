import type { Purpose } from '../../server/domain/purpose.ts'
import { closingYear } from '../../server/domain/state-aid-entity.ts'
import type { EntityClosing, Ledger, PurposeCorrection, SignedVersion } from '../../server/domain/state-aid-ledger.ts'
import { formatOf, number } from '../format.ts'
import type { Child } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { hoursText } from '../reports/report-words.ts'

export interface LedgerHistoryProps {
  readonly page: Page
  readonly ledger: Ledger
  readonly versions: readonly SignedVersion[]
  /** When somebody was told of which limit. */
  readonly told: readonly { readonly percent: number; readonly at: number }[]
  readonly corrections: readonly PurposeCorrection[]
  readonly closings: readonly EntityClosing[]
  /** The names of resources by id. */
  readonly names: ReadonlyMap<number, string>
}

/** What was written of the entity in the year, by whom and why; then what is still to come. */
export function LedgerHistory(props: LedgerHistoryProps) {
  const { page, ledger, versions } = props
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  const written = [versionLines, toldLines, correctionLines, closingLines].flatMap((lines) => lines(props))
  const lines = written.sort((a, b) => a.at - b.at)
  const close = new Date(Date.UTC(ledger.year, 11, 31, 12)).getTime()
  return (
    <section aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{t('state-aid.history')}</h2>
      </div>
      <div class="panel stack">
        {versions.length === 0 ? <p class="quiet">{t('state-aid.history-none')}</p> : null}
        <ol class="history">
          {lines.map(({ at, text }) => (
            <li>
              <time datetime={new Date(at).toISOString()}>
                {format.dayMonth(at)} {format.isoDay(at).slice(0, 4)}
              </time>
              <div>{text}</div>
            </li>
          ))}
          <li data-step="next">
            <time datetime={`${ledger.year}-12-31`}>
              {formatOf(page.locale, 'UTC').dayMonth(close)} {ledger.year}
            </time>
            <div class="quiet">{t('state-aid.history-close')}</div>
          </li>
        </ol>
      </div>
    </section>
  )
}

interface Line {
  readonly at: number
  readonly text: Child
}

function versionLines({ page, versions, names }: LedgerHistoryProps): Line[] {
  const { t, locale } = page
  return versions.map(({ at, capacityHours, resources, author, reason }) => {
    const listed = resources.map(({ resourceId, weight }) => {
      const name = names.get(resourceId) ?? `#${resourceId}`
      return weight === 1 ? name : `${name} × ${number(locale, weight, 2)}`
    })
    const who = author ? t('state-aid.history-by', { name: author.name }) : t('state-aid.history-system')
    return {
      at,
      text: (
        <>
          {capacityHours === null ? null : <b>{hoursText(page, capacityHours)}</b>}{' '}
          {t('state-aid.history-frozen', { resources: listed.join(', '), who })}
          {reason ? ` ${t('state-aid.history-reason', { reason })}` : null}
        </>
      ),
    }
  })
}

const toldLines = ({ page: { t }, told }: LedgerHistoryProps): Line[] =>
  told.map(({ percent, at }) => ({ at, text: t('state-aid.history-told', { limit: percent }) }))

const closingLines = ({ page: { t }, closings, ledger: { year } }: LedgerHistoryProps): Line[] =>
  closings
    .filter(({ at }) => closingYear(at) === year)
    .map(({ isClosed, reason, at, personName }) => ({
      at,
      text: [
        t(isClosed ? 'state-aid.history-closed' : 'state-aid.history-reopened'),
        t('state-aid.history-reason', { reason }),
        ...(personName ? [t('state-aid.history-by', { name: personName })] : []),
      ].join(' '),
    }))

function correctionLines({ page: { t }, corrections }: LedgerHistoryProps): Line[] {
  const name = (purpose: string) => t(`purpose.${purpose as Purpose}`)
  return corrections.map(({ reservationId, from, to, reason, at, personName }) => ({
    at,
    text: [
      t('state-aid.history-purpose', { id: reservationId, from: name(from), to: name(to) }),
      ...(reason ? [t('state-aid.history-reason', { reason })] : []),
      ...(personName ? [t('state-aid.history-by', { name: personName })] : []),
    ].join(' '),
  }))
}
