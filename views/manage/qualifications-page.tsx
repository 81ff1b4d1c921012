import type { Level } from '../../server/domain/person.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { type Crumb, Crumbs } from '../components/crumbs.tsx'
import { Field } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { ExpiryField, LevelField, type RefusedForm } from './qualification-fields.tsx'
import { type HolderRow, HolderTable } from './qualification-holders.tsx'
import { type ListedRequest, TrainingRequests } from './training-requests.tsx'
import { type ListedSession, type TrainingReservation, TrainingSessions } from './training-sessions.tsx'

/** Somebody granted or revoked a right. */
export interface QualificationEvent {
  readonly kind: string
  readonly personName: string | null
  /** Whose right it is. */
  readonly holder: string
  readonly level: Level
  readonly at: number
}

export const QUALIFICATION_NOTICES = [
  'granted',
  'revoked',
  'answered',
  'declined',
  'invited',
  'opened',
  'settled',
] as const

export interface QualificationsPageProps {
  readonly page: Page
  readonly resource: Resource
  readonly crumbs: readonly Crumb[]
  /** The address of this page. */
  readonly path: string
  readonly requests: readonly ListedRequest[]
  readonly sessions: readonly ListedSession[]
  /** Reservations for training that could become sessions. */
  readonly reservations: readonly TrainingReservation[]
  readonly holders: readonly HolderRow[]
  readonly events: readonly QualificationEvent[]
  readonly notice: (typeof QUALIFICATION_NOTICES)[number] | null
  /** What the forms hold before anything is typed. */
  readonly filled: RefusedForm | null
  readonly refused: RefusedForm | null
}

/** Who may use a resource, who asks to, and their trainings: for its stewards. */
export function QualificationsPage(props: QualificationsPageProps): Html {
  const { page, resource, path, refused } = props
  const { t, locale } = page
  const title = `${t('qualifications.title')}: ${resource.name[locale]}`
  const common = { page, resource, path, refused }
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[...props.crumbs, { label: t('qualifications.title') }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{neededText(props)}</p>
        </div>
        {refused ? (
          <div role="alert">
            <Notice kind="stop">
              <p>{Object.values(refused.errors).join(' ')}</p>
            </Notice>
          </div>
        ) : null}
        {props.notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`qualifications.notice-${props.notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        <TrainingRequests {...common} requests={props.requests} sessions={props.sessions} />
        <TrainingSessions
          {...common}
          sessions={props.sessions}
          reservations={props.reservations}
          requests={props.requests}
        />
        <section class="section" aria-labelledby="holders">
          <div class="section__head">
            <h2 id="holders">{t('qualifications.holders')}</h2>
          </div>
          <HolderTable page={page} resource={resource} path={path} holders={props.holders} />
          <GrantForm {...props} />
        </section>
        <History {...props} />
      </div>
    </Layout>
  )
}

function neededText({ page: { t }, resource: { policy } }: QualificationsPageProps): string {
  const level = policy.qualificationRequired
  const months = policy.qualificationLapseMonths
  return [
    level ? t('rules.qualification', { level: t(`level.${level}`) }) : t('qualifications.none-needed'),
    months === null ? null : t('rules.lapse', { count: months }),
  ]
    .filter(Boolean)
    .join(' ')
}

const NOTHING: RefusedForm = { form: 'grant', fields: {}, errors: {} }

function GrantForm({ page, resource, path, filled, refused }: QualificationsPageProps) {
  const { t } = page
  const { fields, errors } = refused?.form === 'grant' ? refused : (filled ?? NOTHING)
  return (
    <form class="panel stack" method="post" action={path} aria-labelledby="grant">
      <h3 id="grant">{t('qualifications.grant')}</h3>
      <p class="small quiet">{t('qualifications.grant-hint')}</p>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <div class="fields fields--roomy">
        <Field
          page={page}
          name="person"
          type="email"
          label={t('qualifications.person')}
          value={fields['person'] ?? ''}
          error={errors['person']}
          autocomplete="off"
          maxlength={254}
          required
        />
        <LevelField page={page} value={fields['level'] ?? resource.policy.qualificationRequired ?? 'supervised'} />
        <ExpiryField page={page} value={fields['expires_at'] ?? ''} error={errors['expires_at']} />
      </div>
      <p>
        <button class="button" type="submit">
          {t('qualifications.grant-button')}
        </button>
      </p>
    </form>
  )
}

function History({ page, resource, events }: QualificationsPageProps) {
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  return (
    <section class="section" aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{t('qualifications.history')}</h2>
      </div>
      {events.length === 0 ? <p class="quiet">{t('qualifications.no-history')}</p> : null}
      <ol class="plain-list">
        {events.map(({ kind, at, personName, holder, level }) => (
          <li>
            <Icon name="key" />
            <span>
              <time datetime={new Date(at).toISOString()}>{`${format.date(at)}, ${format.clock(at)}`}</time>
              {personName ? `, ${personName}` : null}:{' '}
              {t(kind === 'qualification-granted' ? 'qualifications.event-granted' : 'qualifications.event-revoked', {
                name: holder,
                level: t(`level.${level}`),
              })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
