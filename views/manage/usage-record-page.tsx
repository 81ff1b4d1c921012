import type { Usage } from '../../server/domain/usage.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import { UsageForm, type UsageFormProps } from './usage-form.tsx'

export interface UsageRecordPageProps extends UsageFormProps {
  readonly usage: Usage
  readonly crumbs: readonly Crumb[]
  /** The address of all records. */
  readonly list: string
}

/** One record of use, to be put right or removed. */
export function UsageRecordPage(props: UsageRecordPageProps): Html {
  const { page, usage, resource, list } = props
  const { t, locale } = page
  const title = t('use.correct-of', { name: resource.name[locale] })
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[...props.crumbs, { label: t('use.record'), href: list }, { label: t('use.correct') }]}
        />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('use.correct-intro')}</p>
        </div>
        {usage.end === null ? (
          <Notice kind="care">
            <p>{t('invalid.usage-running')}</p>
          </Notice>
        ) : (
          <Forms {...props} />
        )}
      </div>
    </Layout>
  )
}

function Forms(props: UsageRecordPageProps) {
  const { page, usage, path, errors } = props
  const { t } = page
  return (
    <>
      <UsageForm {...props} why={t('use.correct-reason')}>
        {usage.isEstimated ? <p class="hint">{t('use.correct-estimated')}</p> : null}
        <p>
          <button class="button button--primary" type="submit">
            {t('use.correct')}
          </button>
        </p>
      </UsageForm>
      <section class="section" aria-labelledby="removal">
        <div class="section__head">
          <h2 id="removal">{t('use.remove')}</h2>
        </div>
        <form class="stack" method="post" action={`${path}/removal`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <p class="quiet">{t(usage.reservationId === null ? 'use.remove-hint' : 'use.remove-hint-booked')}</p>
          <Field
            page={page}
            name="reason"
            id="f-removal"
            label={t('use.remove-reason')}
            value=""
            error={errors['removal']}
            required
            maxlength={500}
          />
          <p>
            <button class="button button--stop" type="submit">
              {t('use.remove')}
            </button>
          </p>
        </form>
      </section>
    </>
  )
}
