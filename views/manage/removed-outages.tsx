import type { OutageRecord } from '../../server/domain/outage.ts'
import { Icon } from '../components/icon.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { OutagesOwner } from './outages-frame.tsx'

export interface RemovedLine {
  /** Of the removal. */
  readonly id: number
  readonly outage: Pick<OutageRecord, 'kind' | 'start' | 'end'>
  readonly removedBy: string | null
  readonly at: number
  /** What the form of a new outage would hold. */
  readonly fields: Readonly<Record<string, string>>
}

interface RemovedOutagesProps {
  readonly page: Page
  readonly owner: OutagesOwner
  readonly removed: readonly RemovedLine[]
}

/** Each restored by the form of a new one, which shows first who has taken the time since. */
export function RemovedOutages({ page, owner, removed }: RemovedOutagesProps): Html | null {
  const { t, locale } = page
  if (removed.length === 0) return null
  const format = formatOf(locale, owner.timeZone)
  return (
    <section class="panel section--close" aria-labelledby="removed">
      <h2 id="removed">{t('outages.removed')}</h2>
      <ol class="rule-list">
        {removed.map(({ id, outage, removedBy, at, fields }) => {
          const name = `${t(`calendar.outage-${outage.kind}`)}, ${format.daySpan(outage.start, outage.end)}`
          return (
            <li>
              <Icon name="cross" />
              <div>
                <b>{name}</b>
                <br />
                <span class="small quiet">
                  {t('outages.removed-by', { name: removedBy ?? '', when: format.moment(at) })}
                </span>
              </div>
              <form class="rule-list__links" method="post" action={owner.path}>
                <input type="hidden" name="_csrf" value={page.csrf} />
                <input type="hidden" name="restores" value={id} />
                {Object.entries(fields).map(([field, value]) => (
                  <input type="hidden" name={field} value={value} />
                ))}
                <button class="button button--bare" type="submit" name="save" value="1">
                  {t('outages.restore')}
                  <span class="vh">: {name}</span>
                </button>
              </form>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
