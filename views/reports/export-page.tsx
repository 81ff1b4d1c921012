import type { FileFormat, ReportKind } from '../../server/domain/report-kind.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { exportName } from './export-words.ts'
import { ReportTabs } from './report-tabs.tsx'

export interface MadeExport {
  readonly id: number
  readonly report: ReportKind
  readonly format: FileFormat
  readonly query: Readonly<Record<string, string>>
  readonly state: 'asked' | 'ready' | 'failed'
  readonly done: number
  readonly total: number
  /** UTC epoch ms. */
  readonly createdAt: number
}

/** A file on its way: how far it has come, and then where it is. */
export function ExportPage({ page, made }: { page: Page; made: MadeExport }) {
  const { t } = page
  const name = exportName(page, made)
  return (
    <Layout page={page} title={name} nav="reports">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('reports.title'), href: '/reports' },
            { label: t('exports.title'), href: '/reports/exports' },
            { label: name },
          ]}
        />
        <ReportTabs page={page} current="/reports/exports" />
        <div class="page-head">
          <h1>{name}</h1>
        </div>
        <h2 class="vh">{t('exports.state')}</h2>
        {made.state === 'asked' ? <Waiting page={page} made={made} /> : null}
        {made.state === 'ready' ? (
          <Notice kind="ok" title={t('exports.ready')}>
            <p>{t('exports.kept')}</p>
            <p class="row">
              <a class="button button--primary" href={`/reports/exports/${made.id}/file`}>
                <Icon name="download" /> {t('exports.fetch')}
              </a>
            </p>
          </Notice>
        ) : null}
        {made.state === 'failed' ? (
          <Notice kind="stop" title={t('exports.failed')}>
            <p>{t('exports.failed-how')}</p>
          </Notice>
        ) : null}
      </div>
    </Layout>
  )
}

function Waiting({ page, made: { id, done, total } }: { page: Page; made: MadeExport }) {
  const { t } = page
  const share = total === 0 ? 0 : Math.floor((done / total) * 100)
  return (
    <Notice kind="wait" title={t('exports.working')}>
      <p role="status">{total === 0 ? t('exports.waits') : t('exports.so-far', { done, total, share })}</p>
      <p>
        <progress max={Math.max(1, total)} value={done} aria-label={t('exports.working')} />
      </p>
      <p>
        {t('exports.leave')} <a href={`/reports/exports/${id}`}>{t('exports.look')}</a>
      </p>
    </Notice>
  )
}
