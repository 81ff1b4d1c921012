import type { StewardRole } from '../../server/domain/person.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** What a steward can set of one place. */
export interface ManagedPlace {
  readonly name: string
  /** Its page in the catalogue. */
  readonly home: string
  readonly rules: string
  /** Where its settings are changed; empty for who may not. */
  readonly links: readonly { readonly label: string; readonly href: string }[]
}

export interface ManagedLab extends ManagedPlace {
  readonly slug: string
  readonly organisation: string
  readonly role: StewardRole
  readonly resources: readonly ManagedPlace[]
}

export interface ManagePageProps {
  readonly page: Page
  readonly labs: readonly ManagedLab[]
  /** That the reader runs. */
  readonly organisations: readonly { readonly slug: string; readonly name: string }[]
  readonly runsCluster: boolean
}

/** Everything that somebody looks after or runs, with the way to its settings. */
export function ManagePage({ page, labs, organisations, runsCluster }: ManagePageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('manage.title')} nav="manage">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('manage.title')}</h1>
          <p class="quiet">{t(labs.length > 0 ? 'manage.intro' : 'manage.intro-no-labs')}</p>
          {organisations.length > 0 || runsCluster ? (
            <p class="row">
              {organisations.map(({ slug, name }) => (
                <a class="button" href={`/manage/organisations/${slug}`}>
                  {name}
                </a>
              ))}
              {runsCluster ? (
                <>
                  <a class="button" href="/admin/organisations">
                    {t('admin.organisations')}
                  </a>
                  <a class="button" href="/admin/people">
                    {t('admin.people')}
                  </a>
                  <a class="button" href="/admin/outbox">
                    {t('outbox.title')}
                  </a>
                  <a class="button" href="/admin/audit">
                    {t('audit.title')}
                  </a>
                  <a class="button" href="/admin/retention">
                    {t('retention.title')}
                  </a>
                </>
              ) : null}
            </p>
          ) : null}
        </div>
        {labs.map((lab) => (
          <Lab page={page} lab={lab} />
        ))}
      </div>
    </Layout>
  )
}

function Lab({ page, lab }: { page: Page; lab: ManagedLab }) {
  const { t } = page
  return (
    <section class="section" aria-labelledby={`lab-${lab.slug}`}>
      <div class="section__head">
        <h2 id={`lab-${lab.slug}`}>
          <a href={lab.home}>{lab.name}</a>
        </h2>
        <span class="small quiet">
          {lab.organisation} · {t(`manage.role-${lab.role}`)}
        </span>
      </div>
      <ul class="managed">
        <Place page={page} place={{ ...lab, name: t('manage.whole-lab'), home: '' }} about={lab.name} />
        {lab.resources.map((place) => (
          <Place page={page} place={place} about={place.name} />
        ))}
      </ul>
      {lab.resources.length === 0 ? <p class="quiet">{t('manage.no-resources')}</p> : null}
    </section>
  )
}

function Place({ page, place, about }: { page: Page; place: ManagedPlace; about: string }) {
  return (
    <li>
      <span class="managed__name">{place.home ? <a href={place.home}>{place.name}</a> : <b>{place.name}</b>}</span>
      <span class="small quiet">
        <span class="vh">{page.t('manage.hours')}: </span>
        {place.rules}
      </span>
      <span class="managed__links">
        {place.links.map(({ label, href }) => (
          <a class="button button--bare" href={href}>
            {label}
            <span class="vh">: {about}</span>
          </a>
        ))}
      </span>
    </li>
  )
}
