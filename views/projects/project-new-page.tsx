import { Crumbs } from '../components/crumbs.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import { ProjectFields, type ProjectFieldsProps } from './project-form.tsx'

export interface ProjectNewPageProps extends ProjectFieldsProps {
  /** The one that will lead it. */
  readonly organisation: string
}

/** The form that opens a project of one's own organisation. */
export function ProjectNewPage({ page, organisation, ...fields }: ProjectNewPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('projects.open')} nav="mine">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[{ label: t('projects.title'), href: '/projects' }, { label: t('projects.open') }]}
        />
        <div class="page-head">
          <h1>{t('projects.open')}</h1>
          <p class="quiet">{`${t('project.organisation')}: ${organisation}`}</p>
        </div>
        <form class="panel stack" action="/projects" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <ProjectFields page={page} {...fields} />
          <p>
            <button class="button button--primary" type="submit">
              {t('projects.open')}
            </button>
          </p>
        </form>
      </div>
    </Layout>
  )
}
