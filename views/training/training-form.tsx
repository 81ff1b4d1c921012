import type { Level } from '../../server/domain/person.ts'
import type { QualificationEnd, QualificationState } from '../../server/domain/qualification.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { LONGEST_WORDS } from '../../server/domain/training.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { TextAreaField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { capitalised } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { endText, levelText } from './right-text.tsx'

export interface TrainingFormProps {
  readonly page: Page
  readonly resource: Resource
  readonly lab: string
  readonly organisation: string
  /** Names of those who train here. */
  readonly stewards: readonly string[]
  /** What the person holds here already. */
  readonly held: {
    readonly level: Level
    readonly end: QualificationEnd | null
    readonly state: QualificationState
  } | null
  /** `asked`: a request stands already. The others: there is nothing to ask for. */
  readonly hindrance: 'asked' | 'training-own' | 'training-not-needed' | null
  readonly message: string
  readonly error: string | null
}

/** Asks a resource's stewards for training. */
export function TrainingFormPage(props: TrainingFormProps): Html {
  const { page, resource, hindrance } = props
  const { t, locale } = page
  const name = resource.name[locale]
  return (
    <Layout page={page} title={`${t('training.form')}: ${name}`}>
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('nav.equipment'), href: '/equipment' },
            { label: name, href: `/equipment/${resource.slug}` },
            { label: t('training.form') },
          ]}
        />
        <div class="page-head">
          <h1>{`${t('training.form')}: ${name}`}</h1>
          <p class="quiet">{`${props.lab}, ${props.organisation}`}</p>
        </div>
        <div class="section section--close stack">
          <Facts {...props} />
          {hindrance ? <Hindrance page={page} hindrance={hindrance} /> : <Form {...props} />}
        </div>
      </div>
    </Layout>
  )
}

function Facts({ page, resource, held, stewards }: TrainingFormProps) {
  const { t } = page
  const needed = resource.policy.qualificationRequired
  return (
    <dl class="facts">
      {needed ? (
        <div>
          <dt>{t('training.needed')}</dt>
          <dd>{capitalised(levelText(page, needed, resource))}</dd>
        </div>
      ) : null}
      <div>
        <dt>{t('training.held')}</dt>
        <dd>
          {held
            ? `${capitalised(levelText(page, held.level, resource))}, ${t(`training.state-${held.state}`)}: ${endText(page, held.end, resource.timeZone)}`
            : t('training.held-none')}
        </dd>
      </div>
      {stewards.length > 0 ? (
        <div>
          <dt>{t('training.trainers')}</dt>
          <dd>{stewards.join(', ')}</dd>
        </div>
      ) : null}
    </dl>
  )
}

function Hindrance({ page, hindrance }: { page: Page; hindrance: NonNullable<TrainingFormProps['hindrance']> }) {
  const { t } = page
  if (hindrance !== 'asked')
    return (
      <Notice>
        <p>{t(`invalid.${hindrance}`)}</p>
      </Notice>
    )
  return (
    <Notice kind="wait">
      <p>{t('training.asked-already')}</p>
      <p>
        <a href="/training#requests">{t('training.see-request')}</a>
      </p>
    </Notice>
  )
}

function Form({ page, resource, message, error }: TrainingFormProps) {
  const { t } = page
  return (
    <form class="stack form" method="post" action="/training">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="resource" value={resource.slug} />
      <TextAreaField
        page={page}
        name="message"
        label={t('training.message')}
        optional={t('training.optional')}
        hint={t('training.message-hint')}
        error={error ?? undefined}
        value={message}
        rows={5}
        maxlength={LONGEST_WORDS}
      />
      <p>
        <button class="button button--primary" type="submit">
          {t('training.ask')}
        </button>
      </p>
      <p class="small quiet">{t('training.what-next')}</p>
    </form>
  )
}
