import { FAULT_SEVERITIES, LONGEST_FAULT } from '../../server/domain/fault.ts'
import type { Lab, Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { TextAreaField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface FaultFormPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: Lab
  readonly severity: string
  readonly words: string
  /** By field: what is wrong with it. */
  readonly errors: Readonly<Record<string, string>>
  /** A photo was sent along with what is to be put right. */
  readonly hadPhoto: boolean
}

/** What is wrong with a resource, told by whoever stands before it. */
export function FaultFormPage(props: FaultFormPageProps): Html {
  const { page, resource, lab, words, errors } = props
  const { t, locale } = page
  return (
    <Layout page={page} title={`${t('fault.report-title')}: ${resource.name[locale]}`} nav="equipment">
      <div class="wrap fault-form">
        <Crumbs
          page={page}
          items={[
            { label: lab.name[locale], href: `/labs/${lab.slug}` },
            { label: resource.name[locale], href: `/equipment/${resource.slug}` },
            { label: t('fault.report-title') },
          ]}
        />
        <div class="page-head">
          <h1>
            {t('fault.report-title')}: {resource.name[locale]}
          </h1>
          <p class="quiet">{t('fault.report-intro')}</p>
          <p class="small">
            <a class="alone" href="/faults">
              {t('fault.mine')}
            </a>
          </p>
        </div>
        <form class="stack" method="post" action={`/equipment/${resource.slug}/fault`} enctype="multipart/form-data">
          <SeverityPicks {...props} />
          <TextAreaField
            page={page}
            name="words"
            label={t('fault.words')}
            hint={t('fault.words-hint')}
            value={words}
            error={errors['words']}
            rows={5}
            maxlength={LONGEST_FAULT}
            required
          />
          <PhotoField {...props} />
          <p>
            <button class="button button--primary button--big" type="submit">
              {t('fault.send')}
            </button>
          </p>{' '}
          <input type="hidden" name="_csrf" value={page.csrf} />
        </form>
      </div>
    </Layout>
  )
}

function SeverityPicks({ page, severity, errors }: FaultFormPageProps) {
  const { t } = page
  const error = errors['severity']
  return (
    <fieldset aria-describedby={error ? 'f-severity-error' : null}>
      <legend class="label">{t('fault.severity')}</legend>
      <div class="picks picks--three">
        {FAULT_SEVERITIES.map((each) => (
          <label class="pick">
            <input type="radio" name="severity" value={each} checked={each === severity} required />
            <b>{t(`fault.severity-${each}`)}</b>
            <span class="hint">{t(`fault.severity-${each}-hint`)}</span>
          </label>
        ))}
      </div>
      {error ? (
        <span class="error" id="f-severity-error">
          <Icon name="stop" /> {error}
        </span>
      ) : null}
    </fieldset>
  )
}

function PhotoField({ page, errors, hadPhoto }: FaultFormPageProps) {
  const { t } = page
  const error = errors['photo']
  return (
    <div class="field">
      <label for="f-photo">
        {t('fault.photo')} <span class="faint">{t('fault.photo-optional')}</span>
      </label>
      <input
        class="input"
        type="file"
        id="f-photo"
        name="photo"
        accept="image/jpeg,image/png,image/webp"
        aria-invalid={error ? 'true' : null}
        aria-describedby={error ? 'f-photo-error' : 'f-photo-hint'}
      />
      {error ? (
        <span class="error" id="f-photo-error">
          <Icon name="stop" /> {error}
        </span>
      ) : (
        <span class="hint" id="f-photo-hint">
          {t(hadPhoto ? 'fault.photo-again' : 'fault.photo-hint')}
        </span>
      )}
    </div>
  )
}
