import { spanOfDays } from '../../server/domain/local-months.ts'
import { LEDGER_GROUPS, type LedgerGroup } from '../../server/domain/state-aid.ts'
import { daysOfYear } from '../../server/domain/state-aid-entity.ts'
import { hoursWithin } from '../../server/domain/state-aid-hours.ts'
import type { Ledger, LedgerPart } from '../../server/domain/state-aid-ledger.ts'
import { DataTable } from '../components/data-table.tsx'
import { number } from '../format.ts'
import type { Page } from '../page.ts'
import { hoursText } from '../reports/report-words.ts'

interface PartsProps {
  readonly page: Page
  readonly ledger: Ledger
}

/** The resources of an entity with their hours, each figure the way to the reservations behind it. */
export function LedgerParts({ page, ledger }: PartsProps) {
  const { t, locale } = page
  const { figures } = ledger
  const hours = (value: number) => hoursText(page, value)
  return (
    <section class="section" aria-labelledby="made-of">
      <div class="section__head">
        <h2 id="made-of">{t('state-aid.made-of')}</h2>
      </div>
      <p class="quiet">{t('state-aid.made-of-lead')}</p>
      <DataTable
        caption={t('state-aid.file.resources')}
        columns={[
          { label: t('state-aid.resource') },
          { label: t('state-aid.weight'), isFigure: true },
          ...LEDGER_GROUPS.map((group) => ({ label: t(`state-aid.hours.${group}`), isFigure: true })),
          { label: t('state-aid.hours.confirmed'), isFigure: true },
        ]}
        groups={[
          {
            rows: ledger.parts.map((part) => [
              <>
                {part.resource.name[locale]}
                {part.isCounted ? null : <small>{t('state-aid.not-counted')}</small>}
              </>,
              number(locale, part.weight, 2),
              ...LEDGER_GROUPS.map((group) => <Behind page={page} ledger={ledger} part={part} group={group} />),
              hours(part.hours.confirmed),
            ]),
          },
          {
            rows: [
              [
                <b>{t('state-aid.sum-weighted')}</b>,
                '',
                ...LEDGER_GROUPS.map((group) => <b>{hours(figures.done[group])}</b>),
                <b>{hours(figures.confirmed)}</b>,
              ],
            ],
          },
        ]}
      />
      <Overlap page={page} ledger={ledger} />
    </section>
  )
}

export const entriesLink = (ledger: Ledger, slug: string, group: LedgerGroup): string =>
  `/reports/state-aid/reservations?${new URLSearchParams({ year: String(ledger.year), entity: ledger.entity.slug, resource: slug, group })}`

function Behind({ page, ledger, part, group }: PartsProps & { part: LedgerPart; group: LedgerGroup }) {
  const { t, locale } = page
  const { resource, entries, hours } = part
  const text = hoursText(page, hours.done[group])
  if (!entries.some((each) => each.group === group)) return <>{text}</>
  const label = t('state-aid.behind', { group: t(`state-aid.hours.${group}`), name: resource.name[locale] })
  return (
    <a href={entriesLink(ledger, resource.slug, group)} aria-label={`${text}, ${label}`}>
      {text}
    </a>
  )
}

/** Said where the list of reservations adds up to more than the figure. */
function Overlap({ page, ledger }: PartsProps) {
  const sum = ledger.parts
    .filter(({ isCounted }) => isCounted)
    .reduce((total, { entries, weight, resource }) => {
      const economic = entries.filter(({ group }) => group === 'economic').flatMap(({ done }) => done)
      return total + weight * hoursWithin(economic, spanOfDays(daysOfYear(ledger.year), resource.timeZone))
    }, 0)
  if (sum - ledger.figures.done.economic < 0.05) return null
  return <p class="micro quiet pad">{page.t('state-aid.overlap', { sum: hoursText(page, sum) })}</p>
}
