import type { LocalFault } from '../../server/domain/local-span.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { DoubledHour } from '../reservations/doubled-hour.tsx'

/** What was typed, as it was typed. */
export interface WaitingFields {
  readonly kind: 'exact' | 'any'
  readonly date: string
  readonly start: string
  readonly end_date: string
  readonly end: string
  readonly start_fold: string
  readonly end_fold: string
  /** Minutes. */
  readonly length: string
  readonly from: string
  readonly to: string
  readonly units: string
}

export interface WaitingFormPageProps {
  readonly page: Page
  readonly resource: {
    readonly slug: string
    readonly name: string
    readonly organisation: string
    readonly capacity: number
    readonly timeZone: string
  }
  readonly fields: WaitingFields
  /** Field name → what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
  readonly doubled: readonly Extract<LocalFault, { kind: 'twice' }>[]
  /** Why no waiting helps. */
  readonly problems: readonly { readonly title: string; readonly hint: string }[]
  /** Where the time can be reserved, when it is free already. */
  readonly freeUrl: string | null
}

/** Joining the waiting list: for one time, or for any time of a length in some days. */
export function WaitingFormPage(props: WaitingFormPageProps): Html {
  const { page, resource, fields, errors } = props
  const { t } = page
  return (
    <Layout page={page} title={`${t('waiting.new')}: ${resource.name}`} nav="mine">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('nav.equipment'), href: '/equipment' },
            { label: resource.name, href: `/equipment/${resource.slug}` },
            { label: t('waiting.title'), href: '/waiting-list' },
            { label: t('waiting.new') },
          ]}
        />
        <div class="page-head">
          <h1>{t('waiting.new')}</h1>
          <p class="row">
            <b>{resource.name}</b> <span class="quiet small">{resource.organisation}</span>
          </p>
        </div>
        <Problems {...props} />
        <form class="stack waiting-form" action="/waiting-list" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input type="hidden" name="resource" value={resource.slug} />
          <fieldset class="panel stack">
            <legend class="vh">{t('waiting.for')}</legend>
            <Choice page={page} fields={fields} kind="exact" />
            <Exact {...props} />
            <Choice page={page} fields={fields} kind="any" />
            <div class="fields waiting-form__part">
              <Field
                page={page}
                name="length"
                type="number"
                label={t('waiting.length')}
                hint={t('waiting.length-hint')}
                value={fields.length}
                error={errors['length']}
                min={1}
              />
              <Field
                page={page}
                name="from"
                type="date"
                label={t('waiting.period-from')}
                value={fields.from}
                error={errors['from']}
              />
              <Field
                page={page}
                name="to"
                type="date"
                label={t('waiting.period-to')}
                value={fields.to}
                error={errors['to']}
              />
            </div>
            {resource.capacity > 1 ? (
              <Field
                page={page}
                name="units"
                type="number"
                label={t('reservation.units')}
                hint={t('reservation.units-hint', { capacity: resource.capacity })}
                value={fields.units || '1'}
                error={errors['units']}
                min={1}
                max={resource.capacity}
              />
            ) : null}
          </fieldset>
          <p class="row">
            <button class="button button--primary button--big" type="submit">
              {t('waiting.submit')}
            </button>
            <a class="button button--bare" href={`/equipment/${resource.slug}`}>
              {t('reservation.back-to-calendar')}
            </a>
          </p>
        </form>
      </div>
    </Layout>
  )
}

function Problems({ page, problems, freeUrl }: WaitingFormPageProps) {
  if (problems.length === 0) return null
  return (
    <div class="notice" data-kind="stop" role="alert">
      <div>
        <b>{page.t(freeUrl ? 'waiting.free-title' : 'waiting.not-now')}</b>
        {problems.map(({ title, hint }) => (
          <p>
            {title} {hint}
          </p>
        ))}
        {freeUrl ? (
          <p>
            <a class="button" href={freeUrl}>
              {page.t('waiting.free-now')}
            </a>
          </p>
        ) : null}
      </div>
    </div>
  )
}

function Choice({ page, fields, kind }: { page: Page; fields: WaitingFields; kind: 'exact' | 'any' }) {
  return (
    <label class="check">
      <input type="radio" name="kind" value={kind} checked={fields.kind === kind} />
      <span>{page.t(`waiting.for-${kind}`)}</span>
    </label>
  )
}

function Exact({ page, resource, fields, errors, doubled }: WaitingFormPageProps) {
  const { t } = page
  const clock = (name: 'start' | 'end') => (
    <Field
      page={page}
      name={name}
      inputmode="numeric"
      label={t(`reservation.${name}`)}
      value={fields[name]}
      error={errors[name]}
    />
  )
  return (
    <div class="waiting-form__part stack">
      <div class="fields">
        <Field
          page={page}
          name="date"
          type="date"
          label={t('reservation.date')}
          value={fields.date}
          error={errors['date']}
        />
        {clock('start')}
        <Field
          page={page}
          name="end_date"
          type="date"
          label={t('reservation.end-date')}
          value={fields.end_date}
          error={errors['end_date']}
        />
        {clock('end')}
      </div>
      {doubled.map((fault) => (
        <DoubledHour page={page} zone={resource.timeZone} fault={fault} />
      ))}
    </div>
  )
}
