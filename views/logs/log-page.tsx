import type { LogImport } from '../../server/domain/log-import.ts'
import { newIn } from '../../server/domain/log-import.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { TextAreaField } from '../components/field.tsx'
import { FileField } from '../components/file-field.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface LogPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly logs: readonly LogImport[]
  readonly text: string
  /** What is wrong with the file, or with the text. */
  readonly errors: Readonly<Record<string, string>>
}

/** Where an instrument's log is handed in, and what became of the last ones. */
export function LogPage({ page, resource, logs, text, errors }: LogPageProps): Html {
  const { t, locale } = page
  const title = t('log.of', { resource: resource.name[locale] })
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <LogCrumbs page={page} resource={resource} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('log.intro')}</p>
        </div>
        <form
          class="panel stack"
          method="post"
          action={`/manage/resources/${resource.slug}/log`}
          enctype="multipart/form-data"
        >
          <FileField
            label={t('log.file')}
            hint={t('log.file-hint')}
            accept=".csv,.txt,.tsv,.log,text/csv,text/plain"
            error={errors['file']}
          />
          <TextAreaField page={page} name="text" label={t('log.text')} value={text} error={errors['text']} rows={5} />
          <p>
            <button class="button button--primary" type="submit">
              {t('log.send')}
            </button>
          </p>{' '}
          <input type="hidden" name="_csrf" value={page.csrf} />
        </form>
        <section class="section" aria-labelledby="recent">
          <h2 id="recent">{t('log.recent')}</h2>
          {logs.length === 0 ? (
            <p class="quiet">{t('log.none-recent')}</p>
          ) : (
            <Recent page={page} {...{ resource, logs }} />
          )}
        </section>
      </div>
    </Layout>
  )
}

/** The way to a resource's logs; to one of them with its name. */
export function LogCrumbs({ page, resource, log }: { page: Page; resource: Resource; log?: LogImport }): Html {
  const { t, locale } = page
  const here = { label: t('log.title') }
  return (
    <Crumbs
      page={page}
      items={[
        { label: t('manage.title'), href: '/manage' },
        { label: resource.name[locale], href: `/equipment/${resource.slug}` },
        ...(log ? [{ ...here, href: `/manage/resources/${resource.slug}/log` }, { label: nameOf(page, log) }] : [here]),
      ]}
    />
  )
}

export const nameOf = ({ t }: Page, { name }: LogImport): string => name || t('log.pasted')

function Recent({ page, resource, logs }: { page: Page; resource: Resource; logs: readonly LogImport[] }) {
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  return (
    <DataTable
      caption={t('log.recent')}
      columns={[
        { label: t('log.file') },
        { label: t('fault.column-when') },
        { label: t('fault.column-state') },
        { label: t('log.lines'), isFigure: true },
        { label: t('log.matched'), isFigure: true },
        { label: t('log.unbooked'), isFigure: true },
      ]}
      groups={[
        {
          rows: logs.map((log) => [
            <a href={`/manage/logs/${log.id}`}>{nameOf(page, log)}</a>,
            <time datetime={new Date(log.createdAt).toISOString()}>{format.moment(log.createdAt)}</time>,
            t(`log.state-${log.state}`),
            log.lines,
            log.outcome && newIn(log.outcome) > 0 ? log.outcome.matched : '',
            log.outcome && newIn(log.outcome) > 0 ? log.outcome.unbooked : '',
          ]),
        },
      ]}
    />
  )
}
