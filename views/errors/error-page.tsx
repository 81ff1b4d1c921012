import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface ErrorPageProps {
  readonly page: Page
  readonly status: number
  readonly title: string
  readonly detail: string
  /** What a log line of this request carries. */
  readonly requestId: string
  /** Fields that were refused, for requests no form made. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  /** The page the reader came from. */
  readonly back?: string | null
}

/** A request that cannot be answered: what happened, that nothing is lost, where to go on. */
export function ErrorPage({ page, status, title, detail, requestId, errors = [], back }: ErrorPageProps) {
  const { t } = page
  return (
    <Layout page={page} title={title}>
      <div class="wrap oops">
        <div class="stack">
          <p class="oops__code" aria-hidden="true">
            {status}
          </p>
          <Trace />
          <h1>{title}</h1>
          <p class="lead">{detail}</p>
          {errors.length > 0 ? (
            <ul>
              {errors.map(({ path, message }) => (
                <li>
                  <b>{path}</b>: {message}
                </li>
              ))}
            </ul>
          ) : null}
          {status === 404 ? <Search page={page} /> : null}
          <p class="row">
            {back ? (
              <a class="button" href={back}>
                {t('error.back')}
              </a>
            ) : null}
            <a class="button" href="/">
              {t('error.home')}
            </a>
            {page.person ? (
              <a class="button" href="/reservations">
                {t('error.mine')}
              </a>
            ) : null}
          </p>
          <p class="micro faint">{t('error.code', { status, id: requestId })}</p>
        </div>
      </div>
    </Layout>
  )
}

function Search({ page: { t } }: { page: Page }) {
  return (
    <search>
      <form class="row oops__form" action="/equipment" method="get">
        <div class="field">
          <label for="q">{t('error.search')}</label>
          <input class="input" id="q" name="q" type="search" />
        </div>
        <button class="button button--primary" type="submit">
          {t('error.search.go')}
        </button>
      </form>
    </search>
  )
}

/** A timing diagram with a gap where the page should be. */
function Trace() {
  return (
    <svg class="trace oops__trace" viewBox="0 0 600 34" aria-hidden="true">
      <path class="base" d="M0 20.5H250" />
      <rect class="busy" x="40" y="7" width="80" height="13" />
      <rect class="busy" x="160" y="7" width="50" height="13" />
      <path class="shut" d="M250 20.5H350" />
      <path class="base" d="M350 20.5H600" />
      <rect class="busy" x="390" y="7" width="60" height="13" />
      <rect class="busy" x="500" y="7" width="70" height="13" />
    </svg>
  )
}
