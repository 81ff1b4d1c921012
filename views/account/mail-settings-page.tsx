import { MAIL_CHOICES, MAIL_TOPICS, type Preferences } from '../../server/domain/preferences.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Field, SelectField } from '../components/field.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

export interface MailSettingsProps {
  readonly page: Page
  readonly preferences: Preferences
  /** What stands in the fields of free text. */
  readonly typed: { readonly from: string; readonly to: string; readonly zone: string }
  readonly isSteward: boolean
  /** A mail server refuses the address; `since` in UTC epoch ms. */
  readonly refused: { readonly email: string; readonly since: number } | null
  readonly isSaved: boolean
  readonly fault: 'quiet' | 'zone' | null
}

const REMINDER_HOURS = [1, 2, 4, 12, 24, 48, 168]

/** Which mail comes when. */
export function MailSettingsPage(props: MailSettingsProps): Html {
  const { page, isSaved, refused } = props
  const { t } = page
  return (
    <Layout page={page} title={t('preferences.title')}>
      <div class="wrap account">
        <Crumbs
          page={page}
          items={[{ label: t('account.title'), href: '/account' }, { label: t('preferences.title') }]}
        />
        <div class="page-head">
          <h1>{t('preferences.title')}</h1>
          <p class="quiet">{t('preferences.lead')}</p>
        </div>
        {isSaved ? (
          <p class="notice" data-kind="ok" role="status">
            {t('preferences.saved')}
          </p>
        ) : null}
        {refused ? <RefusedNotice page={page} {...refused} /> : null}
        <form class="stack section section--close" action="/account/mail" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <Topics {...props} />
          <Times {...props} />
          <p>
            <button class="button button--primary" type="submit">
              {t('preferences.save')}
            </button>
          </p>
        </form>
      </div>
    </Layout>
  )
}

export function RefusedNotice({ page, email, since }: { page: Page; email: string; since: number }): Html {
  const when = formatOf(page.locale, page.timeZone).moment(since)
  return (
    <Notice kind="care">
      <p>{page.t('preferences.refused', { email, when })}</p>
    </Notice>
  )
}

function Topics({ page, preferences, isSteward }: MailSettingsProps) {
  const { t } = page
  const shown = MAIL_TOPICS.filter((topic) => isSteward || topic === 'equipment' || topic === 'training')
  const options = MAIL_CHOICES.map((value) => ({ value, label: t(`preferences.${value}`) }))
  return (
    <div class="stack form">
      {shown.map((topic) => (
        <SelectField
          page={page}
          name={topic}
          label={t(`preferences.${topic}`)}
          value={preferences.mail[topic]}
          options={options}
        />
      ))}
    </div>
  )
}

function Times({ page, preferences, typed, fault }: MailSettingsProps) {
  const { t } = page
  const { digestHour, reminderHours } = preferences
  const hours = [...new Set([...REMINDER_HOURS, ...(reminderHours === null ? [] : [reminderHours])])]
  const quietError = fault === 'quiet' ? t('preferences.quiet-fault') : undefined
  return (
    <div class="stack form">
      <SelectField
        page={page}
        name="digest_hour"
        label={t('preferences.digest-hour')}
        value={String(digestHour)}
        options={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }))}
      />
      <SelectField
        page={page}
        name="reminder_hours"
        label={t('preferences.reminder')}
        value={reminderHours === null ? '' : String(reminderHours)}
        options={[
          { value: '', label: t('preferences.reminder-none') },
          ...hours
            .sort((a, b) => a - b)
            .map((count) => ({ value: String(count), label: t('preferences.reminder-hours', { count }) })),
        ]}
      />
      <fieldset>
        <legend class="label">{t('preferences.quiet')}</legend>
        <p class="hint">{t('preferences.quiet-hint')}</p>
        <div class="row">
          <Field
            page={page}
            name="quiet_from"
            type="time"
            label={t('preferences.quiet-from')}
            value={typed.from}
            error={quietError}
          />
          <Field page={page} name="quiet_to" type="time" label={t('preferences.quiet-to')} value={typed.to} />
        </div>
      </fieldset>
      <Field
        page={page}
        name="time_zone"
        label={t('preferences.zone')}
        value={typed.zone}
        maxlength={60}
        error={fault === 'zone' ? t('preferences.zone-fault') : undefined}
      />
    </div>
  )
}
