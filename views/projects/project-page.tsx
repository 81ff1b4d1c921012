import type { State } from '../../server/domain/lifecycle.ts'
import type { Project } from '../../server/domain/project.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Notice } from '../components/notice.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { formatOf } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ProjectChange, type ProjectChangeProps } from './project-change.tsx'
import { ProjectHistory, type ProjectHistoryProps } from './project-history.tsx'
import { ProjectPeople, type ProjectPeopleProps } from './project-people.tsx'
import { projectPath } from './projects-page.tsx'
import { termText } from './term-text.ts'

/** A reservation for the project that the reader may see. */
export interface ProjectReservation {
  readonly id: number
  readonly title: string
  readonly state: State
  readonly start: number
  readonly end: number
  readonly timeZone: string
  readonly resource: string
  readonly requester: string
}

export interface ProjectPageProps {
  readonly page: Page
  readonly project: Project
  readonly organisationName: (id: number) => string
  readonly reservations: readonly ProjectReservation[]
  /** How many more there are of which the reader may know nothing else. */
  readonly hidden: number
  readonly readsReport: boolean
  readonly people: Omit<ProjectPeopleProps, 'page' | 'project' | 'organisationName'>
  /** Null for who does not change the project. */
  readonly change: Omit<ProjectChangeProps, 'page' | 'project'> | null
  readonly events: ProjectHistoryProps['events']
  readonly notice: 'saved' | 'opened' | null
}

/** A project: what it is, who takes part, what was booked for it. */
export function ProjectPage(props: ProjectPageProps): Html {
  const { page, project, change, notice } = props
  const { t } = page
  return (
    <Layout page={page} title={project.title} nav="mine">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('projects.title'), href: '/projects' }, { label: project.code }]} />
        <div class="page-head">
          <h1>{project.title}</h1>
          <p class="row small quiet">
            <span>{project.code}</span>
            {project.isClosed ? <b>{t('project.is-closed')}</b> : null}
            {project.isExample ? <span>{t('project.is-example')}</span> : null}
          </p>
          {props.readsReport ? (
            <p>
              <a class="button" href={`${projectPath(project)}/report`}>
                {t('project.report')}
              </a>
            </p>
          ) : null}
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`project.${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        <div class="two two--wide-left">
          <div class="stack">
            <Details {...props} />
            {change ? <ProjectChange page={page} project={project} {...change} /> : null}
          </div>
          <ProjectPeople page={page} project={project} organisationName={props.organisationName} {...props.people} />
        </div>
        <Reservations {...props} />
        <ProjectHistory page={page} events={props.events} />
      </div>
    </Layout>
  )
}

function Details({ page, project, organisationName }: ProjectPageProps) {
  const { t } = page
  const leader = project.people.find(({ id }) => id === project.leaderId)
  return (
    <section class="panel" aria-labelledby="details">
      <h2 id="details">{t('project.details')}</h2>
      <dl class="facts facts--list">
        <Fact name={t('project.organisation')}>{organisationName(project.organisationId)}</Fact>
        {project.partnerIds.length > 0 ? (
          <Fact name={t('project.organisations')}>{project.partnerIds.map(organisationName).join(', ')}</Fact>
        ) : null}
        <Fact name={t('project.leader')}>{leader?.name ?? t('project.no-leader')}</Fact>
        <Fact name={t('project.term')}>{termText(page, project)}</Fact>
        {project.funder ? <Fact name={t('project.funder')}>{project.funder}</Fact> : null}
        {project.grantNumber ? <Fact name={t('project.grantNumber')}>{project.grantNumber}</Fact> : null}
        {project.raid ? (
          <Fact name={t('project.raid')}>
            <a href={project.raid} rel="noopener external">
              {project.raid.replace('https://', '')}
            </a>
          </Fact>
        ) : null}
      </dl>
    </section>
  )
}

const MOST_SHOWN = 25

/** The latest of them; the report counts all. */
function Reservations({ page, reservations, hidden }: ProjectPageProps) {
  const { t, locale } = page
  const columns = [
    { label: t('project.what') },
    { label: t('project.when') },
    { label: t('project.instrument') },
    { label: t('project.who') },
    { label: t('project.state') },
  ]
  const older = reservations.length - MOST_SHOWN
  const rows = reservations.slice(0, MOST_SHOWN).map((each) => [
    <a href={`/reservations/${each.id}`}>{each.title}</a>,
    <time datetime={new Date(each.start).toISOString()}>
      {formatOf(locale, each.timeZone).date(each.start)},{' '}
      <span class="nowrap">{formatOf(locale, each.timeZone).span(each.start, each.end)}</span>
    </time>,
    each.resource,
    each.requester,
    <StateChip page={page} kind={each.state} />,
  ])
  return (
    <section class="section" aria-labelledby="reservations">
      <div class="section__head">
        <h2 id="reservations">{t('project.reservations')}</h2>
      </div>
      {rows.length > 0 ? (
        <DataTable caption={t('project.reservations')} columns={columns} groups={[{ rows }]} />
      ) : (
        <p class="quiet">{t('project.reservations-none')}</p>
      )}
      {older > 0 ? <p class="quiet small">{t('project.reservations-older', { count: older })}</p> : null}
      {hidden > 0 ? <p class="quiet small">{t('project.reservations-hidden', { count: hidden })}</p> : null}
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
