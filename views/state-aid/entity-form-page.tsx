import { Crumbs } from '../components/crumbs.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ReportTabs } from '../reports/report-tabs.tsx'
import { hoursText } from '../reports/report-words.ts'
import { ledgerLink } from './ledger-words.tsx'

/** What was typed, as it was typed. */
export interface EntityFields {
  readonly name: string
  readonly year: string
  readonly capacity: string
  readonly award: string
  readonly reason: string
}

export interface EntityFormPageProps {
  readonly page: Page
  /** The entity to change; null for a new one. */
  readonly entity: { readonly slug: string; readonly name: string; readonly closedAt: number | null } | null
  readonly fields: EntityFields
  readonly organisation: { readonly slug: string; readonly name: string }
  /** Whose resources a new entity may be made of; one is enough for no choice. */
  readonly organisations: readonly { readonly slug: string; readonly name: string }[]
  readonly labs: readonly {
    readonly name: string
    readonly resources: readonly {
      readonly slug: string
      readonly name: string
      readonly isChosen: boolean
      readonly weight: string
    }[]
  }[]
  /** K of the resources chosen at present. */
  readonly computedHours: number | null
  readonly errors: Readonly<Record<string, string>>
  /** What was typed to close the entity, and why that was refused. */
  readonly closing?: { readonly reason: string; readonly error: string }
}

/** Makes an entity, or a new version of one: resources, weights, capacity, and the reason that is kept with it. */
export function EntityFormPage(props: EntityFormPageProps) {
  const { page, entity, fields, organisation, errors } = props
  const { t } = page
  const year = Number(fields.year)
  const title = entity ? t('state-aid.form.change', { name: entity.name, year }) : t('state-aid.new')
  const back = ledgerLink(Number.isInteger(year) ? year : new Date(page.now).getUTCFullYear(), entity?.slug)
  const hasErrors = Object.keys(errors).length > 0
  return (
    <Layout page={page} title={title} nav="reports">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('reports.title'), href: '/reports' },
            { label: t('state-aid.title'), href: back },
            { label: title },
          ]}
        />
        <ReportTabs page={page} current="/reports/state-aid" />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t(entity ? 'state-aid.form.change-lead' : 'state-aid.form.new-lead')}</p>
        </div>
        {hasErrors ? (
          <div class="notice" data-kind="stop" role="alert">
            <Icon name="stop" />
            <div>{t('state-aid.form.failed')}</div>
          </div>
        ) : null}
        {entity === null && props.organisations.length > 1 ? <Organisations {...props} /> : null}
        <form
          class="stack"
          action={entity ? `/reports/state-aid/entities/${entity.slug}` : '/reports/state-aid/entities'}
          method="post"
        >
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input type="hidden" name="organisation" value={organisation.slug} />
          <section class="panel stack section section--close">
            <Field
              page={page}
              label={t('state-aid.form.name')}
              name="name"
              value={fields.name}
              error={errors['name']}
              required
              maxlength={120}
            />
            {entity ? (
              <input type="hidden" name="year" value={fields.year} />
            ) : (
              <Field
                page={page}
                label={t('state-aid.year')}
                name="year"
                type="number"
                min={2000}
                max={2100}
                value={fields.year}
                error={errors['year']}
                required
              />
            )}
            <Field
              page={page}
              label={t('state-aid.form.capacity')}
              optional={t('state-aid.form.optional')}
              name="capacity"
              inputmode="decimal"
              value={fields.capacity}
              error={errors['capacity_hours']}
              hint={
                props.computedHours === null
                  ? t('state-aid.form.capacity-hint')
                  : t('state-aid.form.capacity-now', { hours: hoursText(page, props.computedHours) })
              }
            />
            <Field
              page={page}
              label={t('state-aid.form.award')}
              optional={t('state-aid.form.optional')}
              name="award"
              inputmode="decimal"
              value={fields.award}
              error={errors['share_at_award']}
            />
            {entity ? (
              <Field
                page={page}
                label={t('state-aid.form.reason')}
                name="reason"
                value={fields.reason}
                error={errors['reason']}
                hint={t('state-aid.form.reason-hint')}
                required
                maxlength={500}
              />
            ) : null}
          </section>
          <Resources {...props} />
          <p class="row">
            <button class="button button--primary" type="submit">
              {t(entity ? 'state-aid.form.save' : 'state-aid.form.make')}
            </button>
            <a class="button" href={back}>
              {t('state-aid.form.back')}
            </a>
          </p>
        </form>
        <Closing {...props} />
      </div>
    </Layout>
  )
}

/** Ends the book with the present year, or opens it again. */
function Closing({ page, entity, fields, closing }: EntityFormPageProps) {
  const { t } = page
  if (entity === null) return null
  const act = entity.closedAt === null ? 'close' : 'reopen'
  return (
    <details class="fold panel section" open={closing !== undefined}>
      <summary>{t(`state-aid.${act}`)}</summary>
      <form class="stack" action={`/reports/state-aid/entities/${entity.slug}/closing`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input type="hidden" name="year" value={fields.year} />
        <input type="hidden" name="act" value={act} />
        <p class="small quiet">{t(`state-aid.${act}-lead`)}</p>
        <Field
          page={page}
          id="closing-reason"
          label={t('state-aid.file.reason')}
          name="reason"
          value={closing?.reason ?? ''}
          error={closing?.error}
          required
          maxlength={500}
        />
        <p>
          <button class="button" type="submit">
            {t(`state-aid.${act}`)}
          </button>
        </p>
      </form>
    </details>
  )
}

/** Another organisation has other resources: the page is fetched anew. */
function Organisations({ page, organisation, organisations, fields }: EntityFormPageProps) {
  const { t } = page
  return (
    <form class="filters panel" action="/reports/state-aid/entities/new" method="get">
      <input type="hidden" name="year" value={fields.year} />
      <SelectField
        page={page}
        label={t('state-aid.form.organisation')}
        name="organisation"
        value={organisation.slug}
        options={organisations.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <p>
        <button class="button" type="submit">
          {t('state-aid.form.show')}
        </button>
      </p>
    </form>
  )
}

function Resources({ page: { t }, labs, errors, organisation }: EntityFormPageProps) {
  const error = errors['resources']
  return (
    <fieldset class="panel stack" aria-describedby={error ? 'resources-error' : 'resources-hint'}>
      <legend class="label">
        {t('state-aid.form.resources')}: {organisation.name}
      </legend>
      {error ? (
        <p class="error" id="resources-error">
          <Icon name="stop" /> {error}
        </p>
      ) : null}
      <p class="hint" id="resources-hint">
        {t('state-aid.form.resources-hint')}
      </p>
      {labs.map(({ name, resources }) => (
        <div class="stack">
          <h2 class="label">{name}</h2>
          <ul class="weights">
            {resources.map((each) => (
              <li>
                <label class="check">
                  <input type="checkbox" name={`take-${each.slug}`} value="1" checked={each.isChosen} />
                  <span>{each.name}</span>
                </label>
                <label class="weight">
                  <span class="small quiet">{t('state-aid.weight')}</span>
                  <input
                    class="input"
                    type="text"
                    inputmode="decimal"
                    name={`weight-${each.slug}`}
                    value={each.weight}
                    aria-label={t('state-aid.form.weight', { name: each.name })}
                    maxlength={20}
                  />
                </label>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </fieldset>
  )
}
