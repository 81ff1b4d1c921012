import type { Resource } from '../../server/domain/resource.ts'
import { MOST_PLACES, type TrainingSession } from '../../server/domain/training.ts'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { capitalised, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { ExpiryField, LevelField, type RefusedForm, sessionTime } from './qualification-fields.tsx'
import type { ListedRequest } from './training-requests.tsx'

export interface ListedSession {
  readonly session: TrainingSession
  readonly attendees: readonly { readonly personId: number; readonly personName: string }[]
}

export interface TrainingReservation {
  readonly id: number
  readonly start: number
  readonly end: number
  readonly title: string
}

export interface TrainingSessionsProps {
  readonly page: Page
  readonly resource: Resource
  readonly path: string
  readonly sessions: readonly ListedSession[]
  readonly reservations: readonly TrainingReservation[]
  readonly requests: readonly ListedRequest[]
  readonly refused: RefusedForm | null
}

/** The trainings of a resource: who is invited, who came, and the form of a new one. */
export function TrainingSessions(props: TrainingSessionsProps): Html {
  const { page, sessions } = props
  const { t } = page
  return (
    <section class="section" aria-labelledby="sessions">
      <div class="section__head">
        <h2 id="sessions">{t('qualifications.sessions')}</h2>
      </div>
      {sessions.length === 0 ? <p class="quiet">{t('qualifications.no-sessions')}</p> : null}
      {sessions.map((listed) => (
        <Session {...props} listed={listed} />
      ))}
      <NewSession {...props} />
    </section>
  )
}

function Session(props: TrainingSessionsProps & { listed: ListedSession }) {
  const { page, resource, listed } = props
  const { t, locale } = page
  const { session, attendees } = listed
  const format = formatOf(locale, resource.timeZone)
  const hasBegun = session.start <= page.now
  return (
    <article class="request" aria-labelledby={`session-${session.id}`}>
      <div class="request__due" data-kind={hasBegun ? 'care' : null}>
        <span>{t(hasBegun ? 'qualifications.to-settle' : 'qualifications.session-ahead')}</span>
        <b>{t('qualifications.taken-places', { taken: attendees.length, places: session.places })}</b>
      </div>
      <div class="request__body">
        <div class="stack">
          <h3 id={`session-${session.id}`}>
            <a href={`/reservations/${session.reservationId}`}>
              <time datetime={new Date(session.start).toISOString()}>
                {`${capitalised(format.longDay(session.start))}, ${format.span(session.start, session.end)}`}
              </time>
            </a>
          </h3>
          <p>{session.title}</p>
          <p class="small quiet">{t('training.session-gives', { level: t(`level.${session.level}`) })}</p>
        </div>
        {hasBegun ? <Attendance {...props} /> : <Invited page={page} attendees={attendees} />}
      </div>
    </article>
  )
}

function Invited({ page, attendees }: { page: Page; attendees: ListedSession['attendees'] }) {
  const { t } = page
  if (attendees.length === 0) return <p class="quiet">{t('qualifications.nobody-invited')}</p>
  return (
    <div>
      <h4>{t('qualifications.invited')}</h4>
      <ul class="plain-list">
        {attendees.map(({ personName }) => (
          <li>
            <Icon name="person" />
            <span>{personName}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Attendance({
  page,
  listed: { session, attendees },
  refused,
}: TrainingSessionsProps & { listed: ListedSession }) {
  const { t } = page
  const sent = refused?.form === `settle-${session.id}` ? refused : null
  return (
    <form class="stack" method="post" action={`/manage/training-sessions/${session.id}/attendance`}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <fieldset class="stack">
        <legend>{t('qualifications.who-came')}</legend>
        {attendees.length === 0 ? <p class="quiet">{t('qualifications.nobody-invited')}</p> : null}
        {attendees.map(({ personId, personName }) => (
          <label class="box">
            <input
              type="checkbox"
              name={`came_${personId}`}
              value="1"
              checked={sent ? sent.fields[`came_${personId}`] !== undefined : true}
            />{' '}
            {personName}
          </label>
        ))}
      </fieldset>
      <ExpiryField
        page={page}
        of={`-s${session.id}`}
        value={sent?.fields['expires_at'] ?? ''}
        error={sent?.errors['expires_at']}
      />
      <p>
        <button class="button button--primary" type="submit">
          {t('qualifications.settle')}
        </button>
      </p>
    </form>
  )
}

function NewSession({ page, resource, path, reservations, requests, refused }: TrainingSessionsProps) {
  const { t, locale } = page
  const sent = refused?.form === 'session' ? refused : null
  const value = (name: string, usual = '') => sent?.fields[name] ?? usual
  const field = { page, maxlength: 200 } as const
  const error = (name: string) => sent?.errors[name]
  const open = requests.filter(({ request }) => request.state === 'open')
  return (
    <details class="fold" open={sent !== null} id="new-session">
      <summary>{t('qualifications.new-session')}</summary>
      <form class="panel stack" method="post" action={path.replace(/qualifications$/, 'training-sessions')}>
        <input type="hidden" name="_csrf" value={page.csrf} />
        {reservations.length > 0 ? (
          <SelectField
            page={page}
            name="reservation"
            label={t('qualifications.reservation')}
            value={value('reservation')}
            error={error('reservation')}
            options={[
              { value: '', label: t('qualifications.reservation-new') },
              ...reservations.map((each) => ({
                value: String(each.id),
                label: `${sessionTime(page, resource, each)}: ${each.title}`,
              })),
            ]}
          />
        ) : null}
        <div class="fields fields--roomy">
          <Field
            {...field}
            name="date"
            type="date"
            label={t('qualifications.date')}
            value={value('date')}
            error={error('date')}
          />
          <Field
            {...field}
            name="start"
            type="time"
            label={t('qualifications.start')}
            value={value('start')}
            error={error('start')}
          />
          <Field
            {...field}
            name="end"
            type="time"
            label={t('qualifications.end')}
            value={value('end')}
            error={error('end')}
          />
          <Field
            {...field}
            name="title"
            label={t('qualifications.session-title')}
            value={value(
              'title',
              t('qualifications.session-title-usual', { resource: resource.name[locale] }).slice(0, 200),
            )}
            error={error('title')}
          />
          <Field
            {...field}
            name="places"
            type="number"
            min={1}
            max={MOST_PLACES}
            label={t('qualifications.places')}
            value={value('places', '4')}
            error={error('places')}
          />
          <LevelField
            page={page}
            of="-session"
            value={value('level', resource.policy.qualificationRequired ?? 'supervised')}
          />
        </div>
        {open.length > 0 ? (
          <fieldset class="stack">
            <legend>{t('qualifications.invite-now')}</legend>
            {open.map(({ request, name, organisation }) => (
              <label class="box">
                <input
                  type="checkbox"
                  name={`request_${request.id}`}
                  value="1"
                  checked={sent ? sent.fields[`request_${request.id}`] !== undefined : true}
                />{' '}
                <span>{`${name}, ${organisation}`}</span>
              </label>
            ))}
          </fieldset>
        ) : null}
        <p>
          <button class="button" type="submit">
            {t('qualifications.open-session')}
          </button>
        </p>
      </form>
    </details>
  )
}
