import { type LogImport, type LogMapping, type LogReading, newIn } from '../../server/domain/log-import.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { LogColumns } from './log-columns.tsx'
import { LogOutcomePanel } from './log-outcome.tsx'
import { LogCrumbs, nameOf } from './log-page.tsx'

export interface LogImportPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly log: LogImport
  readonly headings: readonly string[]
  /** The first lines. */
  readonly rows: readonly (readonly string[])[]
  readonly reading: LogReading
  readonly mappings: readonly LogMapping[]
  readonly saveAs: string
  readonly errors: Readonly<Record<string, string>>
}

/** A log on its way in: its columns, what comes of it, and how far it is. */
export function LogImportPage(props: LogImportPageProps): Html {
  const { page, resource, log } = props
  const { t, locale } = page
  const title = `${nameOf(page, log)}: ${resource.name[locale]}`
  const { state, outcome } = log
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <LogCrumbs page={page} resource={resource} log={log} />
        <div class="page-head">
          <h1>{title}</h1>
        </div>
        <div class="stack">
          {state === 'running' ? <LogProgress page={page} log={log} /> : null}
          {state === 'done' ? (
            <Notice kind="ok">
              <p>
                {t('log.done')} <a href={`/manage/resources/${resource.slug}/usage`}>{t('log.see-usage')}</a>
              </p>
            </Notice>
          ) : null}
          {outcome && state !== 'running' ? (
            <LogOutcomePanel page={page} resource={resource} outcome={outcome} isDone={state === 'done'} />
          ) : null}
          {state === 'checked' && outcome ? <GoIn page={page} log={log} count={newIn(outcome)} /> : null}
          {state === 'sent' || state === 'checked' ? <LogColumns {...props} /> : null}
        </div>
      </div>
    </Layout>
  )
}

/** How far a log has come. */
function LogProgress({ page, log }: { page: Page; log: LogImport }): Html {
  const { t } = page
  const { id, linesRead, lines, leasedUntil } = log
  const isAtWork = leasedUntil !== null && leasedUntil > page.now
  return (
    <section class="panel stack" aria-label={t('log.state-running')}>
      <p>
        <label for="log-read">{t('log.running', { read: linesRead, lines })}</label>
      </p>
      <progress class="log-progress" id="log-read" max={lines} value={linesRead} />
      {isAtWork ? (
        <p class="small quiet">{t('log.running-hint')}</p>
      ) : (
        <form method="post" action={`/manage/logs/${id}/import`} class="stack">
          <p>{t('log.stopped')}</p>
          <button class="button button--primary" type="submit">
            {t('log.go-on')}
          </button>{' '}
          <input type="hidden" name="_csrf" value={page.csrf} />
        </form>
      )}
    </section>
  )
}

function GoIn({ page, log, count }: { page: Page; log: LogImport; count: number }) {
  const { t } = page
  return (
    <div class="row">
      {count > 0 ? (
        <form method="post" action={`/manage/logs/${log.id}/import`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <button class="button button--primary button--big" type="submit">
            {t('log.import', { count })}
          </button>
        </form>
      ) : (
        <p>{t('log.nothing-new')}</p>
      )}
      <form method="post" action={`/manage/logs/${log.id}/drop`}>
        <input type="hidden" name="_csrf" value={page.csrf} />
        <button class="button button--bare" type="submit">
          {t('log.drop')}
        </button>
      </form>
    </div>
  )
}
