import type { Resource } from '../../server/domain/resource.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** So many rows of each list: a board reads what matters most, the rest is a click away. */
const SHOWN = 8

interface ListProps<T> {
  readonly page: Page
  readonly id: string
  readonly title: string
  /** What to say instead of an empty table. */
  readonly none: string
  readonly items: readonly T[]
  /** The list in full. */
  readonly href?: string
  readonly children: (shown: readonly T[]) => Html
}

/** A list of the dashboard: its first rows, how many more there are, and the way to all of them. */
export function DashboardList<T>({ page: { t }, id, title, none, items, href, children }: ListProps<T>) {
  const more = items.length - SHOWN
  return (
    <section class="dashboard-list" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {items.length === 0 ? <p class="quiet">{none}</p> : children(items.slice(0, SHOWN))}
      {more > 0 || href ? (
        <p class="small quiet">
          {more > 0 ? `${t('dashboard.more', { count: more })} ` : ''}
          {href ? (
            <a href={href} class="no-print">
              {t('dashboard.all')}
              <span class="vh">: {title}</span>
            </a>
          ) : null}
        </p>
      ) : null}
    </section>
  )
}

export const ResourceLink = ({ page, resource }: { page: Page; resource: Resource }) => (
  <a href={`/equipment/${resource.slug}`}>{resource.name[page.locale]}</a>
)
