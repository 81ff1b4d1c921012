import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { Icon } from './icon.tsx'

/** Links to the pages of a list beside this one. */
export function Pagination({
  page,
  previous,
  next,
}: {
  page: Pick<Page, 't'>
  previous?: string | null
  next?: string | null
}): Html | null {
  if (!previous && !next) return null
  return (
    <nav class="row pagination" aria-label={page.t('list.pages')}>
      {previous ? (
        <a class="button" rel="prev" href={previous}>
          <Icon name="back" /> {page.t('list.previous')}
        </a>
      ) : null}
      {next ? (
        <a class="button" rel="next" href={next}>
          {page.t('list.next')} <Icon name="next" />
        </a>
      ) : null}
    </nav>
  )
}
