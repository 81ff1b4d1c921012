import { QUOTA_HOLDERS, QUOTA_MEASURES, QUOTA_PERIODS, type Quota } from '../../server/domain/quota.ts'
import { Field, SelectField } from '../components/field.tsx'
import { capitalised } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { quotaText } from '../text/quota-text.ts'
import type { TextKey } from '../text/translate.ts'
import { PurposeBoxes } from './policy-boxes.tsx'
import type { PolicyFields } from './policy-form.tsx'

export interface PolicyQuotasProps {
  readonly page: Page
  /** Where a new one is sent. */
  readonly action: string
  readonly own: readonly Quota[]
  /** Those of the lab and the organisation that hold here, too. */
  readonly above: readonly Quota[]
  readonly fields: PolicyFields
  readonly errors: Readonly<Record<string, string>>
}

/** The quotas of a place as sentences, each with its removal, and the form of a new one. */
export function PolicyQuotas(props: PolicyQuotasProps): Html {
  const { page, own, above } = props
  const { t } = page
  return (
    <section class="section" aria-labelledby="quotas">
      <div class="section__head">
        <h2 id="quotas">{t('policy.quotas')}</h2>
      </div>
      {own.length === 0 ? <p class="quiet">{t('policy.no-quotas')}</p> : null}
      {own.map((quota) => (
        <form class="row row--apart" method="post" action={`/manage/quotas/${quota.id}/removal`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <QuotaLine page={page} quota={quota} />
          <button class="button button--bare" type="submit">
            {t('policy.quota-remove')}
            <span class="vh"> {t('policy.quota-remove-of', { quota: quotaText(page.locale, quota) })}</span>
          </button>
        </form>
      ))}
      {above.length > 0 ? <p class="small quiet">{t('policy.quotas-above')}</p> : null}
      {above.map((quota) => (
        <QuotaLine page={page} quota={quota} />
      ))}
      <NewQuotaForm {...props} />
    </section>
  )
}

function QuotaLine({ page, quota }: { page: Page; quota: Quota }) {
  return (
    <p>
      <b>{`${capitalised(quotaText(page.locale, quota))}.`}</b>
      {quota.label ? <span class="small quiet"> {quota.label}</span> : null}
    </p>
  )
}

function NewQuotaForm(props: PolicyQuotasProps) {
  const { page, action, fields } = props
  const { t } = page
  return (
    <form class="panel stack section--close" method="post" action={action} aria-labelledby="quota-add">
      <h3 id="quota-add">{t('policy.quota-add')}</h3>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <div class="fields fields--roomy">
        {textField(props, 'most', t('policy.quota-most'), t('policy.quota-most-hint'))}
        {choiceField(props, 'measure', QUOTA_MEASURES)}
        {choiceField(props, 'period', QUOTA_PERIODS)}
        {choiceField(props, 'per', QUOTA_HOLDERS)}
        {textField(props, 'from', `${t('policy.quota-hours')}: ${t('policy.from')}`, t('policy.quota-hours-hint'))}
        {textField(props, 'to', `${t('policy.quota-hours')}: ${t('policy.to')}`, t('policy.quota-hours-hint'))}
        {textField(props, 'label', t('policy.quota-label'), t('policy.quota-label-hint'))}
      </div>
      <PurposeBoxes page={page} legend={t('policy.quota-exempt')} prefix="exempt" fields={fields} />
      <p>
        <button class="button" type="submit">
          {t('policy.quota-add-button')}
        </button>
      </p>
    </form>
  )
}

function textField({ page, fields, errors }: PolicyQuotasProps, name: string, label: string, hint: string) {
  return (
    <Field
      page={page}
      name={name}
      label={label}
      value={fields[name] ?? ''}
      error={errors[name]}
      hint={hint}
      maxlength={name === 'label' ? 200 : 20}
    />
  )
}

function choiceField(
  { page, fields, errors }: PolicyQuotasProps,
  name: 'measure' | 'period' | 'per',
  values: readonly string[],
) {
  return (
    <SelectField
      page={page}
      name={name}
      label={page.t(`policy.quota-${name}`)}
      value={fields[name] ?? (name === 'period' ? 'week' : values[0]!)}
      error={errors[name]}
      options={values.map((value) => ({ value, label: page.t(`policy.quota-${name}-${value}` as TextKey) }))}
    />
  )
}
