import {
  POLON_STATUSES,
  POLON_TYPES,
  RELATIONS,
  type RecordFault,
  type RecordField,
  recordFrom,
  textsOfRecord,
} from '../../server/domain/instrument-record.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { Field, SelectField, TextAreaField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { number } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { type FormEvent, FormHistory } from './form-history.tsx'

export interface RecordPageProps {
  readonly page: Page
  readonly resource: { readonly slug: string; readonly name: string }
  readonly crumbs: readonly Crumb[]
  readonly texts: Readonly<Partial<Record<RecordField, string>>>
  readonly errors: Readonly<Partial<Record<RecordField, RecordFault>>>
  /** Names what the form was filled from. */
  readonly seen: string
  readonly landingPage: string
  /** What the public source says it cost. */
  readonly sourceCostPln: number | null
  readonly outcome: 'saved' | 'overtaken' | null
  readonly events: readonly FormEvent[]
}

/** What registers ask for of a resource, for its stewards. */
export function RecordPage(props: RecordPageProps): Html {
  const { page, resource, outcome } = props
  const { t } = page
  const title = `${t('record.title')}: ${resource.name}`
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...props.crumbs, { label: t('record.title') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('record.intro')}</p>
          <RecordLinks page={page} slug={resource.slug} />
        </div>
        <Outcome page={page} outcome={Object.keys(props.errors).length > 0 ? 'wrong' : outcome} />
        <form class="stack" method="post" action={`/manage/resources/${resource.slug}/record`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input type="hidden" name="seen" value={props.seen} />
          <Parts {...props} />
          <p>
            <button class="button button--primary" type="submit">
              {t('record.save')}
            </button>
          </p>
        </form>
        <FormHistory page={page} events={props.events} told={(event) => toldOf(page, event)} />
      </div>
    </Layout>
  )
}

/** The record in the forms that programs read. */
export const RecordLinks = ({ page: { t }, slug }: { page: Page; slug: string }) => (
  <p class="row small no-print">
    <a href={`/equipment/${slug}.json`}>{t('record.files-pidinst')}</a>
    <a href={`/equipment/${slug}.xml`}>{t('record.files-datacite')}</a>
  </p>
)

export function Outcome({ page: { t }, outcome }: { page: Page; outcome: 'saved' | 'overtaken' | 'wrong' | null }) {
  if (outcome === null) return null
  return (
    <div role="status">
      {outcome === 'saved' ? (
        <Notice kind="ok">
          <p>{t('record.saved')}</p>
        </Notice>
      ) : (
        <Notice kind={outcome === 'wrong' ? 'stop' : 'care'} title={t(`record.${outcome}`)}>
          <p>{t(`record.${outcome}-hint`)}</p>
        </Notice>
      )}
    </div>
  )
}

function Parts(props: RecordPageProps) {
  const { page, landingPage, sourceCostPln } = props
  const { t, locale } = page
  const cost = sourceCostPln === null ? undefined : `${number(locale, sourceCostPln, 0)}\u00a0zł`
  const choices = (kind: 'type' | 'status', values: readonly string[]) => [
    { value: '', label: t('record.not-chosen') },
    ...values.map((value) => ({ value, label: t(`record.polon-${kind}-${value}` as TextKey) })),
  ]
  const line = (name: RecordField, more: object = {}) => <Field {...fieldOf(props, name)} maxlength={300} {...more} />
  const date = (name: RecordField) => <Field {...fieldOf(props, name)} type="date" />
  const area = (name: RecordField, hint: string) => <TextAreaField {...fieldOf(props, name)} hint={hint} />
  return (
    <>
      <Part id="identifier" title={t('record.part-identifier')}>
        {line('identifier', { hint: t('record.identifier-hint', { address: landingPage }) })}
      </Part>
      <Part id="thing" title={t('record.part-thing')}>
        <div class="fields fields--wide">
          {line('serialNumber')}
          {line('inventoryNumber')}
          {line('manufacturerRor')}
          {date('commissionedOn')}
          {date('decommissionedOn')}
        </div>
        {area('measuredVariables', t('record.line-hint'))}
      </Part>
      <Part id="links" title={t('record.part-links')}>
        {area('alternateIdentifiers', t('record.alternateIdentifiers-hint'))}
        {area('relatedIdentifiers', t('record.relatedIdentifiers-hint', { relations: RELATIONS.join(', ') }))}
      </Part>
      <Part id="contact" title={t('record.part-contact')}>
        <div class="fields fields--wide">
          {line('contactName')}
          <Field {...fieldOf(props, 'contactEmail')} type="email" maxlength={254} />
          {line('contactOrcid')}
        </div>
      </Part>
      <Part id="polon" title={t('record.part-polon')}>
        <div class="fields fields--wide">
          <SelectField {...fieldOf(props, 'polonType')} options={choices('type', POLON_TYPES)} />
          <SelectField {...fieldOf(props, 'polonStatus')} options={choices('status', POLON_STATUSES)} />
          {line('outlaysPln', { hint: cost && t('record.outlaysPln-hint', { amount: cost }) })}
          {date('durableUntil')}
          {line('technicalYear', { inputmode: 'numeric' })}
        </div>
        {area('fundingSources', t('record.line-hint'))}
        <TextAreaField {...fieldOf(props, 'technicalData')} maxlength={5000} />
      </Part>
    </>
  )
}

function fieldOf({ page, texts, errors }: RecordPageProps, name: RecordField) {
  const fault = errors[name]
  return {
    page,
    name,
    label: page.t(`record.${name}`),
    value: texts[name] ?? '',
    error: fault && page.t(`record.fault.${fault}`),
  }
}

const Part = ({ id, title, children }: { id: string; title: string; children?: Child }) => (
  <section class="panel stack" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
)

/** Each field with what it was and what it became. */
function toldOf({ t }: Page, { before, after }: FormEvent): string {
  const was = textsOfRecord(recordFrom((before ?? {}) as Record<string, unknown>))
  const is = textsOfRecord(recordFrom((after ?? {}) as Record<string, unknown>))
  const fields = Object.keys(after ?? {}).filter((field): field is RecordField => field in is)
  const shown = (text: string) => (text === '' ? '–' : text.replaceAll('\n', ', '))
  return t('record.changed', {
    fields: fields.map((field) => `${t(`record.${field}`)}: ${shown(was[field])} → ${shown(is[field])}`).join('; '),
  })
}
