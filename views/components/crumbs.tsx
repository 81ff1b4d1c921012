import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface Crumb {
  readonly label: string
  /** Left out for the page itself. */
  readonly href?: string
}

/** The way to this page; the last item is the page itself. */
export function Crumbs({ page, items }: { page: Pick<Page, 't'>; items: readonly Crumb[] }): Html {
  return (
    <nav class="crumbs" aria-label={page.t('nav.path')}>
      <ol class="crumbs__list">
        {items.map(({ label, href }) => (
          <li>{href ? <a href={href}>{label}</a> : <span aria-current="page">{label}</span>}</li>
        ))}
      </ol>
    </nav>
  )
}
