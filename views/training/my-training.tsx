import type { Level } from '../../server/domain/person.ts'
import type { QualificationEnd, QualificationState } from '../../server/domain/qualification.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { isStanding, type TrainingRequest, type TrainingSession } from '../../server/domain/training.ts'
import { DataTable } from '../components/data-table.tsx'
import { Icon } from '../components/icon.tsx'
import { capitalised, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { endText, levelText, RightChip } from './right-text.tsx'

export interface MyRight {
  readonly resource: Resource
  readonly level: Level
  readonly end: QualificationEnd | null
  readonly state: QualificationState
  readonly mayBook: boolean
  readonly isAsked: boolean
}

/** What I may use, until when, and how that goes on. */
export function MyRights({ page, held }: { page: Page; held: readonly MyRight[] }): Html {
  const { t, locale } = page
  if (held.length === 0) return <p class="quiet">{t('training.no-rights')}</p>
  return (
    <DataTable
      caption={t('training.rights')}
      columns={['resource', 'level', 'state', 'until', 'next'].map((name) => ({
        label: t(`training.column-${name as 'level'}`),
      }))}
      groups={[
        {
          rows: held.map(({ resource, ...right }) => [
            <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>,
            capitalised(levelText(page, right.level, resource)),
            <RightChip page={page} state={right.state} />,
            endText(page, right.end, resource.timeZone),
            <Next page={page} resource={resource} right={right} />,
          ]),
        },
      ]}
    />
  )
}

function Next({ page, resource, right }: { page: Page; resource: Resource; right: Omit<MyRight, 'resource'> }) {
  const { t, locale } = page
  if (right.isAsked) return <a href="/training#requests">{t('training.asked')}</a>
  if (right.state === 'valid' && right.mayBook) return <>{t('training.nothing-to-do')}</>
  return (
    <a href={`/training/new?resource=${resource.slug}`}>
      {t(right.state === 'valid' ? 'training.ask-more' : 'training.ask-renewal')}
      <span class="vh">: {resource.name[locale]}</span>
    </a>
  )
}

export interface MySession {
  readonly session: TrainingSession
  readonly resource: Resource
}

/** The trainings I am invited to. */
export function MySessions({ page, sessions }: { page: Page; sessions: readonly MySession[] }): Html {
  const { locale, t } = page
  return (
    <ul class="rule-list">
      {sessions.map(({ session, resource }) => {
        const format = formatOf(locale, resource.timeZone)
        return (
          <li>
            <Icon name="calendar" />
            <div>
              <b>
                <time datetime={new Date(session.start).toISOString()}>
                  {`${capitalised(format.longDay(session.start))}, ${format.span(session.start, session.end)}`}
                </time>
              </b>
              <p>
                {session.title}, <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>
              </p>
              <p class="small quiet">{t('training.session-gives', { level: t(`level.${session.level}`) })}</p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

export interface MyRequest {
  readonly request: TrainingRequest
  readonly resource: Resource
}

/** What I asked for and what became of it; what still waits can be withdrawn. */
export function MyRequests({ page, requests }: { page: Page; requests: readonly MyRequest[] }): Html {
  const { t, locale } = page
  if (requests.length === 0) return <p class="quiet">{t('training.no-requests')}</p>
  return (
    <ul class="rule-list">
      {requests.map(({ request, resource }) => {
        const format = formatOf(locale, resource.timeZone)
        return (
          <li>
            <Icon name={isStanding(request) ? 'half' : request.state === 'granted' ? 'check' : 'info'} />
            <div>
              <b>
                <a href={`/equipment/${resource.slug}`}>{resource.name[locale]}</a>
              </b>
              <p>
                {t(`training.request-${request.state}`)} <span class="quiet">{format.date(request.createdAt)}</span>
              </p>
              {request.message ? <p class="small quiet">{request.message}</p> : null}
              {request.answer ? (
                <p>
                  {request.answeredBy ? `${request.answeredBy}: ` : null}
                  {request.answer}
                </p>
              ) : null}
            </div>
            {isStanding(request) ? (
              <form method="post" action={`/training/${request.id}/withdrawal`}>
                <input type="hidden" name="_csrf" value={page.csrf} />
                <button class="button button--bare" type="submit">
                  {t(request.state === 'invited' ? 'training.give-back' : 'training.withdraw')}
                  <span class="vh">: {resource.name[locale]}</span>
                </button>
              </form>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
