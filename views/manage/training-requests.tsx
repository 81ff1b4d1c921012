import type { Level } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { LONGEST_WORDS, type TrainingRequest } from '../../server/domain/training.ts'
import { SelectField, TextAreaField } from '../components/field.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { ExpiryField, LevelField, type RefusedForm, sessionTime } from './qualification-fields.tsx'
import type { ListedSession } from './training-sessions.tsx'

export interface ListedRequest {
  readonly request: TrainingRequest
  readonly name: string
  readonly email: string
  readonly organisation: string
  /** What the person may do here already. */
  readonly held: Level | null
}

export interface TrainingRequestsProps {
  readonly page: Page
  readonly resource: Resource
  readonly requests: readonly ListedRequest[]
  readonly sessions: readonly ListedSession[]
  readonly refused: RefusedForm | null
}

/** Those who ask for training, each with the ways to answer. */
export function TrainingRequests(props: TrainingRequestsProps): Html {
  const { page, requests } = props
  const { t } = page
  return (
    <section class="section section--close" aria-labelledby="requests">
      <div class="section__head">
        <h2 id="requests">{t('qualifications.requests')}</h2>
        {requests.length > 0 ? (
          <span class="small quiet">
            {t('qualifications.open-count', {
              count: requests.filter(({ request }) => request.state === 'open').length,
            })}
          </span>
        ) : null}
      </div>
      {requests.length === 0 ? <p class="quiet">{t('qualifications.no-requests')}</p> : null}
      {requests.map((each) => (
        <Request {...props} each={each} />
      ))}
    </section>
  )
}

type RequestProps = TrainingRequestsProps & { readonly each: ListedRequest }

function Request(props: RequestProps) {
  const { page, resource, each, refused } = props
  const { t, locale } = page
  const { request } = each
  const format = formatOf(locale, resource.timeZone)
  const isRefused = refused?.form.endsWith(`-${request.id}`) && !refused.form.startsWith('settle')
  return (
    <article class="request" aria-labelledby={`request-${request.id}`}>
      <div class="request__due">
        <span>{t(`training.request-${request.state}`)}</span>
        <time datetime={new Date(request.createdAt).toISOString()}>{format.date(request.createdAt)}</time>
      </div>
      <div class="request__body">
        <div class="stack">
          <h3 id={`request-${request.id}`}>{each.name}</h3>
          <p class="small quiet">{`${each.organisation}, ${each.email}`}</p>
          <p class="small">
            {each.held
              ? t('qualifications.holds', { level: t(`level.${each.held}`) })
              : t('qualifications.holds-nothing')}
          </p>
        </div>
        <div>{request.message ? <p>{request.message}</p> : <p class="quiet">{t('qualifications.no-message')}</p>}</div>
      </div>
      <div class="request__foot">
        <details class="fold" open={Boolean(isRefused)}>
          <summary>
            {t('qualifications.answer')}
            <span class="vh">: {each.name}</span>
          </summary>
          <div class="decide">
            <Invitation {...props} />
            <Grant {...props} />
            <Answer {...props} />
          </div>
        </details>
      </div>
    </article>
  )
}

function Invitation({ page, sessions, resource, each: { request, name }, refused }: RequestProps) {
  const { t } = page
  const free = sessions.filter(
    ({ session, attendees }) =>
      session.start > page.now &&
      attendees.length < session.places &&
      !attendees.some(({ personId }) => personId === request.personId),
  )
  if (free.length === 0)
    return (
      <div class="stack">
        <h4>{t('qualifications.invite')}</h4>
        <p class="small quiet">
          {t('qualifications.no-free-session')} <a href="#new-session">{t('qualifications.new-session')}</a>
        </p>
      </div>
    )
  return (
    <form class="stack" method="post" action={`/manage/training-requests/${request.id}/invitation`}>
      <h4>{t('qualifications.invite')}</h4>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <SelectField
        page={page}
        name="session"
        id={`f-session-${request.id}`}
        label={t('qualifications.session')}
        value=""
        error={errorsOf(refused, `invite-${request.id}`)['session']}
        options={free.map((listed) => ({
          value: String(listed.session.id),
          label: t('qualifications.session-places', {
            when: sessionTime(page, resource, listed.session),
            count: listed.session.places - listed.attendees.length,
          }),
        }))}
      />
      <p>
        <button class="button" type="submit">
          {t('qualifications.invite-button')}
          <span class="vh">: {name}</span>
        </button>
      </p>
    </form>
  )
}

function Grant({ page, resource, each: { request, name }, refused }: RequestProps) {
  const { t } = page
  const form = `grant-${request.id}`
  const fields = fieldsOf(refused, form)
  return (
    <form class="stack" method="post" action={`/manage/training-requests/${request.id}/grant`}>
      <h4>{t('qualifications.grant-now')}</h4>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <LevelField
        page={page}
        of={`-${request.id}`}
        value={fields['level'] ?? resource.policy.qualificationRequired ?? 'supervised'}
      />
      <ExpiryField
        page={page}
        of={`-${request.id}`}
        value={fields['expires_at'] ?? ''}
        error={errorsOf(refused, form)['expires_at']}
      />
      <p>
        <button class="button" type="submit">
          {t('qualifications.grant-button')}
          <span class="vh">: {name}</span>
        </button>
      </p>
    </form>
  )
}

function Answer({ page, each: { request, name }, refused }: RequestProps) {
  const { t } = page
  const form = `answer-${request.id}`
  return (
    <form class="stack" method="post" action={`/manage/training-requests/${request.id}/answer`}>
      <h4>{t('qualifications.in-words')}</h4>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <TextAreaField
        page={page}
        name="words"
        id={`f-words-${request.id}`}
        label={t('qualifications.words')}
        hint={t('qualifications.words-hint')}
        value={fieldsOf(refused, form)['words'] ?? ''}
        error={errorsOf(refused, form)['words']}
        maxlength={LONGEST_WORDS}
      />
      <p class="row">
        <button class="button" type="submit" name="verdict" value="answered">
          {t('qualifications.answer-button')}
          <span class="vh">: {name}</span>
        </button>
        <button class="button" type="submit" name="verdict" value="declined">
          {t('qualifications.decline-button')}
          <span class="vh">: {name}</span>
        </button>
      </p>
    </form>
  )
}

const fieldsOf = (refused: RefusedForm | null, form: string) => (refused?.form === form ? refused.fields : {})
const errorsOf = (refused: RefusedForm | null, form: string) => (refused?.form === form ? refused.errors : {})
