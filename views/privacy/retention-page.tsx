import { RETENTION_LIMITS, type RetentionField } from '../../server/domain/retention.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

interface RetentionPageProps {
  readonly page: Page
  readonly typed: Readonly<Record<string, string>>
  readonly isSaved: boolean
  readonly error: { readonly field: string; readonly message: string } | null
}

/** How long what is kept. */
export function RetentionPage({ page, typed, isSaved, error }: RetentionPageProps): Html {
  const { t } = page
  const title = t('retention.title')
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('manage.title'), href: '/manage' }, { label: title }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('retention.lead')}</p>
        </div>
        {isSaved ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t('retention.saved')}</p>
            </Notice>
          </div>
        ) : null}
        <form class="stack form" action="/admin/retention" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          {(Object.keys(RETENTION_LIMITS) as RetentionField[]).map((field) => (
            <Field
              page={page}
              name={field}
              label={t(`retention.${field}`)}
              hint={t(`retention.${field}.hint`)}
              value={typed[field] ?? ''}
              error={error?.field === field ? error.message : undefined}
              inputmode="numeric"
              maxlength={10}
              required={field === 'erasedMonths'}
              autocomplete="off"
            />
          ))}
          <p>
            <button class="button button--primary" type="submit">
              {t('retention.save')}
            </button>
          </p>
        </form>
        <div class="stack prose prose--beside">
          <p>{t('retention.why')}</p>
          <h2>{t('retention.fixed')}</h2>
          <p>{t('retention.fixed.text')}</p>
        </div>
      </div>
    </Layout>
  )
}
