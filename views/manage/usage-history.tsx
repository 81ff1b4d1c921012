import type { Resource } from '../../server/domain/resource.ts'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

interface Recorded {
  readonly start: number
  readonly end: number
  readonly personName: string | null
  readonly reservationId: number | null
  readonly units: number
}

/** A record of use that somebody corrected or removed. */
export interface UsageChange {
  readonly kind: 'usage-corrected' | 'usage-removed'
  readonly personName: string | null
  readonly before: Recorded
  /** The record as it is since, and why; of a removed one only why. */
  readonly after: Partial<Recorded> & { readonly reason: string }
  readonly at: number
}

interface UsageHistoryProps {
  readonly page: Page
  readonly resource: Pick<Resource, 'timeZone' | 'capacity'>
  readonly changes: readonly UsageChange[]
}

/** What the record of use said before it was corrected. */
export function UsageHistory({ page, resource, changes }: UsageHistoryProps): Html | null {
  const { t, locale } = page
  if (changes.length === 0) return null
  const format = formatOf(locale, resource.timeZone)
  const textOf = (record: Recorded) =>
    [
      format.daySpan(record.start, record.end),
      record.personName ?? t('use.nobody'),
      record.reservationId === null ? t('use.unbooked') : t('use.of-reservation', { id: record.reservationId }),
      resource.capacity > 1 ? t('use.units', { count: record.units }) : null,
    ]
      .filter(Boolean)
      .join(', ')
  return (
    <section class="section" aria-labelledby="changes">
      <h2 id="changes">{t('use.changes')}</h2>
      <ol class="history">
        {changes.map(({ kind, personName, before, after, at }) => (
          <li>
            <time datetime={new Date(at).toISOString()}>{format.moment(at)}</time>
            <span>
              {t(`use.${kind}`, { name: personName ?? '' })}: <del>{textOf(before)}</del>
              {after.start === undefined ? null : [' ', <ins>{textOf(after as Recorded)}</ins>]} „{after.reason}”
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
