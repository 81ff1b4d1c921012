import type { Limit } from '../../server/domain/state-aid.ts'
import { closingYear } from '../../server/domain/state-aid-entity.ts'
import { Icon } from '../components/icon.tsx'
import { formatOf, percent } from '../format.ts'
import type { Page } from '../page.ts'

/** `15,79 %`, or the words for no data. */
export const shareWords = ({ locale, t }: Pick<Page, 'locale' | 't'>, share: number | null): string =>
  share === null ? t('reports.no-data') : percent(locale, share)

/** Since when an entity is closed, and which year is its last. */
export const closedText = (
  closedAt: number,
  { locale, timeZone, t }: Pick<Page, 'locale' | 'timeZone' | 't'>,
): string => t('state-aid.closed', { day: formatOf(locale, timeZone).date(closedAt), year: closingYear(closedAt) })

/** The limit that a share has reached, by shape and word; its colour only confirms it. */
export function LimitChip({ page: { t }, limit }: { page: Page; limit: Limit | null }) {
  const kind = limit === null ? 'plain' : limit === 20 ? 'stop' : 'care'
  return (
    <span class="chip" data-kind={kind}>
      <Icon name={limit === null ? 'check' : limit === 20 ? 'stop' : 'care'} />
      {limit === null ? t('state-aid.below') : t(limit === 20 ? 'state-aid.limit-20' : 'state-aid.limit', { limit })}
    </span>
  )
}

export const ledgerLink = (year: number, slug?: string): string =>
  `/reports/state-aid?${new URLSearchParams({ year: String(year), ...(slug && { entity: slug }) })}`
