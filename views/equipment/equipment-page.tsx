import type { Lab, Organisation, Resource } from '../../server/domain/resource.ts'
import { WeekCalendarFrame, type WeekCalendarProps } from '../components/week-calendar.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface EquipmentPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: Lab
  readonly organisation: Organisation
  readonly calendar: Omit<WeekCalendarProps, 'page'>
}

/** A resource: whose it is, its rules, and its week. */
export function EquipmentPage({ page, resource, lab, organisation, calendar }: EquipmentPageProps): Html {
  const { t, locale } = page
  return (
    <Layout page={page} title={resource.name[locale]} nav="equipment" bodyClass="page-wide">
      <div class="wrap">
        <nav class="crumbs" aria-label={t('nav.path')}>
          <ol class="crumbs__list">
            <li>
              <a href="/equipment">{t('nav.equipment')}</a>
            </li>
            <li>
              <a href={`/organisations/${organisation.slug}`}>{organisation.name[locale]}</a>
            </li>
            <li>
              <a href={`/labs/${lab.slug}`}>{lab.name[locale]}</a>
            </li>
          </ol>
        </nav>
        <div class="page-head">
          <h1>{resource.name[locale]}</h1>
        </div>
        <section class="section" aria-labelledby="times">
          <div class="section__head">
            <h2 id="times">{t('calendar.title')}</h2>
            <a class="small alone no-print" href="#after-calendar">
              {t('calendar.skip')}
            </a>
          </div>
          <WeekCalendarFrame page={page} {...calendar} />
          <p class="vh" id="after-calendar" tabindex="-1">
            {t('calendar.end')}
          </p>
        </section>
      </div>
    </Layout>
  )
}
