import type { Lab, Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { QrCode } from './qr-code.tsx'

export interface Label {
  readonly resource: Resource
  /** The whole address the code holds. */
  readonly address: string
  readonly isShown: boolean
}

export interface LabelsPageProps {
  readonly page: Page
  readonly lab: Lab
  readonly organisation: string
  readonly labels: readonly Label[]
}

/** Labels for all of a lab's equipment, to be printed, cut and stuck on. */
export function LabelsPage({ page, lab, organisation, labels }: LabelsPageProps): Html {
  const { t, locale } = page
  const title = `${t('labels.title')}: ${lab.name[locale]}`
  return (
    <Layout page={page} title={title} nav="manage" bodyClass="page-labels">
      <div class="wrap">
        <div class="no-print">
          <Crumbs
            page={page}
            items={[
              { label: t('manage.title'), href: '/manage' },
              { label: lab.name[locale], href: `/labs/${lab.slug}` },
              { label: t('labels.title') },
            ]}
          />
          <div class="page-head">
            <h1>{title}</h1>
            <p class="quiet">{t(labels.length > 0 ? 'labels.intro' : 'labels.none')}</p>
          </div>
          {labels.length > 0 ? <Picks page={page} lab={lab} labels={labels} /> : null}
        </div>
        <ul class="labels">
          {labels
            .filter((each) => each.isShown)
            .map(({ resource, address }) => (
              <li class="label-card">
                <QrCode text={address} label={t('labels.alt', { address })} />
                <div>
                  <p class="label-card__name">{resource.name[locale]}</p>
                  <p class="label-card__lab">
                    {lab.name[locale]}, {organisation}
                  </p>
                  <p class="label-card__hint">{t('labels.scan')}</p>
                  <p class="label-card__address">{address.replace(/^https?:\/\//, '')}</p>
                </div>
              </li>
            ))}
        </ul>
      </div>
    </Layout>
  )
}

function Picks({ page, lab, labels }: { page: Page; lab: Lab; labels: readonly Label[] }) {
  const { t, locale } = page
  return (
    <details class="fold">
      <summary>{t('labels.pick')}</summary>
      <form class="stack" method="get" action={`/manage/labs/${lab.slug}/labels`}>
        <fieldset>
          <legend class="vh">{t('labels.pick')}</legend>
          {labels.map(({ resource, isShown }) => (
            <label class="check">
              <input type="checkbox" name="resource" value={resource.slug} checked={isShown} />
              {resource.name[locale]}
            </label>
          ))}
        </fieldset>
        <p class="row">
          <button class="button" type="submit">
            {t('labels.show')}
          </button>
          <a class="button button--bare" href={`/manage/labs/${lab.slug}/labels`}>
            {t('labels.all')}
          </a>
        </p>
      </form>
      <p class="small quiet">{t('labels.print')}</p>
    </details>
  )
}
