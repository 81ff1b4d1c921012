import type { LabLine } from '../../server/domain/lab-lines.ts'
import type { LinkedData } from '../../server/domain/linked-data.ts'
import type { Organisation } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { LinkedDataBlock } from '../components/linked-data.tsx'
import type { Html } from '../jsx-runtime.ts'
import { LabTable } from '../labs/labs-page.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface OrganisationPageProps {
  readonly page: Page
  readonly organisation: Organisation
  readonly labs: readonly LabLine[]
  /** What the page says for machines. */
  readonly data: LinkedData
  /** The reader keeps its list for POL-on. */
  readonly mayReport: boolean
}

/** An organisation: what it is and the labs it has. */
export function OrganisationPage({ page, organisation, labs, data, mayReport }: OrganisationPageProps): Html {
  const { t, locale } = page
  const { slug, name, isMember } = organisation
  const title = name[locale]
  const catalogue = `/equipment?organisation=${encodeURIComponent(slug)}`
  return (
    <Layout page={page} title={title} nav="equipment" head={<LinkedDataBlock data={data} />}>
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('organisations.title'), href: '/organisations' }, { label: title }]} />
        <div class="page-head">
          <h1>{title}</h1>
          {mayReport ? (
            <p class="no-print">
              <a class="button" href={`/manage/organisations/${slug}/pol-on`}>
                {t('polon.title')}
              </a>
            </p>
          ) : null}
        </div>
        <div class="stack">
          {isMember ? null : <p class="notice">{t('organisations.elsewhere-one')}</p>}
          <Facts page={page} organisation={organisation} labs={labs} />
        </div>
        <section class="section" aria-labelledby="labs">
          <div class="section__head">
            <h2 id="labs">{t('organisations.labs')}</h2>
            <a class="small alone" href={catalogue}>
              {t('organisations.in-catalogue')}
            </a>
          </div>
          {labs.length > 0 ? (
            <LabTable page={page} caption={t('organisations.labs')} groups={[{ labs }]} />
          ) : (
            <EmptyState title={t('organisations.no-labs')} hint="" />
          )}
        </section>
      </div>
    </Layout>
  )
}

function Facts({ page, organisation, labs }: Omit<OrganisationPageProps, 'data' | 'mayReport'>) {
  const { t } = page
  const { kind, city, ror } = organisation
  const resources = labs.reduce((sum, lab) => sum + lab.resourceCount, 0)
  return (
    <dl class="facts">
      <div>
        <dt>{t('organisations.kind')}</dt>
        <dd>{t(`organisation-kind.${kind}`)}</dd>
      </div>
      {city ? (
        <div>
          <dt>{t('organisations.city')}</dt>
          <dd>{city}</dd>
        </div>
      ) : null}
      <div>
        <dt>{t('organisations.labs')}</dt>
        <dd>{`${t('labs.count', { count: labs.length })}, ${t('labs.resources', { count: resources })}`}</dd>
      </div>
      {ror ? (
        <div>
          <dt>{t('organisations.ror')}</dt>
          <dd>
            <a href={rorUrl(ror)} rel="noopener external">
              {ror.replace(/^https?:\/\//, '')}
            </a>
          </dd>
        </div>
      ) : null}
    </dl>
  )
}

const rorUrl = (ror: string) => (ror.startsWith('https://') ? ror : `https://ror.org/${ror}`)
