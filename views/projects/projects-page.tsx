import type { Project } from '../../server/domain/project.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ReportTabs } from '../reports/report-tabs.tsx'
import { termText } from './term-text.ts'

export interface ProjectsPageProps {
  readonly page: Page
  readonly projects: readonly Project[]
  readonly organisationName: (id: number) => string
}

/** The projects a person takes part in, and those of the organisations they work for or run. */
export function ProjectsPage({ page, projects, organisationName }: ProjectsPageProps): Html {
  const { t, person } = page
  const columns = [
    { label: t('project.title') },
    { label: t('project.code') },
    { label: t('project.term') },
    { label: t('project.people') },
  ]
  const rowOf = (project: Project) => [
    <>
      <a href={projectPath(project)}>{project.title}</a>
      <small>
        {organisationName(project.organisationId)}
        {project.isExample ? `, ${t('project.is-example')}` : null}
      </small>
    </>,
    <span class="nowrap">{project.code}</span>,
    termText(page, project),
    t('project.people-count', { count: project.people.length }) +
      (project.people.some(({ id }) => id === person?.id) ? `, ${t('projects.mine')}` : ''),
  ]
  const groups = [
    { title: t('projects.running'), rows: projects.filter(({ isClosed }) => !isClosed).map(rowOf) },
    { title: t('projects.closed'), rows: projects.filter(({ isClosed }) => isClosed).map(rowOf) },
  ].filter(({ rows }) => rows.length > 0)
  return (
    <Layout page={page} title={t('projects.title')} nav="mine">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('nav.mine'), href: '/reservations' }, { label: t('projects.title') }]} />
        <ReportTabs page={page} current="/projects" />
        <div class="page-head">
          <h1>{t('projects.title')}</h1>
          <p class="quiet">{t('projects.intro')}</p>
          <p>
            <a class="button button--primary" href="/projects/new">
              {t('projects.open')}
            </a>
          </p>
        </div>
        {projects.length === 0 ? (
          <EmptyState title={t('projects.none')} hint={t('projects.none-hint')} />
        ) : (
          <DataTable caption={t('projects.title')} columns={columns} groups={groups} />
        )}
      </div>
    </Layout>
  )
}

export const projectPath = ({ code }: { readonly code: string }): string => `/projects/${encodeURIComponent(code)}`
