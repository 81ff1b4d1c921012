import { LEAST_PASSWORD_LENGTH, type PasswordFault } from '../../server/domain/password.ts'
import { LOCALES, type Person } from '../../server/domain/person.ts'
import { Field } from '../components/field.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'
import { type MyRight, MyRights, type MySession, MySessions } from '../training/my-training.tsx'
import { FormField } from './form-field.tsx'
import { RefusedNotice } from './mail-settings-page.tsx'
import { type MyOrganisation, MyOrganisations, type MyOrganisationsProps } from './my-organisations.tsx'
import { type ListedSession, SessionList } from './session-list.tsx'
import { TokenList } from './token-list.tsx'

export const ACCOUNT_NOTICES = ['profile', 'password', 'email', 'email-sent', 'asked', 'acting', 'left'] as const

export interface AccountProps {
  readonly page: Page
  readonly person: Person
  /** Whether an organisation has them: who has none keeps the account alone. */
  readonly isMember: boolean
  readonly mine: readonly MyOrganisation[]
  readonly others: MyOrganisationsProps['others']
  readonly orcid: string | null
  /** Since when a mail server refuses the address, UTC epoch ms. */
  readonly mailRefusedAt: number | null
  readonly sessions: readonly ListedSession[]
  /** The session this page is seen in. */
  readonly currentKey: string
  readonly training: { readonly held: readonly MyRight[]; readonly sessions: readonly MySession[] }
  readonly notice: (typeof ACCOUNT_NOTICES)[number] | null
  /** What is wrong with what was typed, which stays. */
  readonly errors: Readonly<Record<string, string>>
  readonly typed: Readonly<Partial<Record<'name' | 'orcid' | 'email', string>>>
  readonly passwordFault: PasswordTrouble | null
  /** A token just made: its secret is shown this once. */
  readonly freshToken: { readonly label: string; readonly secret: string } | null
}

interface PasswordTrouble {
  readonly field: 'current' | 'fresh' | 'repeat'
  readonly reason: PasswordFault | 'wrong' | 'differs' | 'wait'
  readonly seconds?: number
}

export { TOKEN_DAYS } from './token-list.tsx'

export function AccountPage(props: AccountProps) {
  const { page, sessions, currentKey, notice, passwordFault, freshToken, isMember, errors } = props
  const { t } = page
  return (
    <Layout page={page} title={t('account.title')}>
      <div class="wrap account">
        <div class="page-head">
          <div class="row row--apart">
            <h1>{t('account.title')}</h1>
            <form action="/sign-out" method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              <button class="button" type="submit">
                {t('account.sign-out')}
              </button>
            </form>
          </div>
        </div>
        {notice ? (
          <p class="notice" data-kind="ok" role="status">
            {t(NOTICES[notice])}
          </p>
        ) : null}
        <Profile {...props} />
        <MyOrganisations page={page} mine={props.mine} others={props.others} error={errors['organisation'] ?? null} />
        {isMember ? (
          <>
            <Rights {...props} />
            <Mail {...props} />
            <Calendars page={page} />
          </>
        ) : null}
        <TokenList page={page} tokens={sessions.filter(({ kind }) => kind === 'token')} fresh={freshToken} />
        <SessionList page={page} sessions={sessions.filter(({ kind }) => kind === 'browser')} currentKey={currentKey} />
        <Security page={page} />
        <Email {...props} />
        <Password page={page} fault={passwordFault} />
        <Data page={page} />
      </div>
    </Layout>
  )
}

const NOTICES: Record<(typeof ACCOUNT_NOTICES)[number], TextKey> = {
  profile: 'account.saved',
  password: 'account.password.done',
  email: 'account.email.done',
  'email-sent': 'account.email.sent',
  asked: 'account.organisations.done-asked',
  acting: 'account.organisations.done-acting',
  left: 'account.organisations.done-left',
}

function Rights({ page, training: { held, sessions } }: AccountProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="rights">
      <div class="section__head">
        <h2 id="rights">{t('training.rights')}</h2>
        <a class="small alone" href="/training">
          {t('training.all-mine')}
        </a>
      </div>
      <div class="stack">
        {sessions.length > 0 ? <MySessions page={page} sessions={sessions} /> : null}
        <MyRights page={page} held={held} />
      </div>
    </section>
  )
}

function Mail({ page, mailRefusedAt, person }: AccountProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="mail">
      <div class="section__head">
        <h2 id="mail">{t('preferences.title')}</h2>
      </div>
      <div class="stack">
        {mailRefusedAt === null ? null : <RefusedNotice page={page} email={person.email} since={mailRefusedAt} />}
        <p class="quiet">{t('preferences.lead')}</p>
        <p class="row">
          <a class="button" href="/account/mail">
            {t('unsubscribe.account')}
          </a>
          <a class="button" href="/notices">
            {t('notices.title')}
          </a>
          <a class="button" href="/faults">
            {t('fault.mine')}
          </a>
          {person.role === 'administrator' ? (
            <a class="button" href="/admin/outbox">
              {t('outbox.title')}
            </a>
          ) : null}
        </p>
      </div>
    </section>
  )
}

function Security({ page: { t } }: { page: Page }) {
  return (
    <section class="section" aria-labelledby="security">
      <div class="section__head">
        <h2 id="security">{t('security.title')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">{t('security.about')}</p>
        <p>
          <a class="button" href="/account/security">
            {t('security.title')}
          </a>
        </p>
      </div>
    </section>
  )
}

function Data({ page: { t } }: { page: Page }) {
  return (
    <section class="section" aria-labelledby="data">
      <div class="section__head">
        <h2 id="data">{t('data.title')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">{t('data.lead')}</p>
        <p class="row">
          <a class="button" href="/account/data">
            {t('data.go')}
          </a>
          <a class="button" href="/account/activity">
            {t('audit.mine')}
          </a>
        </p>
      </div>
    </section>
  )
}

function Calendars({ page: { t } }: { page: Page }) {
  return (
    <section class="section" aria-labelledby="calendars">
      <div class="section__head">
        <h2 id="calendars">{t('account.feeds')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">{t('account.feeds.about')}</p>
        <p>
          <a class="button" href="/account/feeds">
            {t('account.feeds.go')}
          </a>
        </p>
      </div>
    </section>
  )
}

function Profile({ page, person, orcid, isMember, typed, errors }: AccountProps) {
  const { t } = page
  const labs = person.stewardOf.size
  return (
    <section class="section section--close" aria-labelledby="profile">
      <div class="section__head">
        <h2 id="profile">{t('account.profile')}</h2>
      </div>
      <div class="stack">
        <dl class="facts">
          <div>
            <dt>{t('account.email')}</dt>
            <dd>{person.email}</dd>
          </div>
          {isMember ? (
            <div>
              <dt>{t('account.organisation')}</dt>
              <dd>
                {person.organisationName}
                <br />
                <small class="quiet">{t('account.organisation.hint')}</small>
              </dd>
            </div>
          ) : null}
          {orcid ? (
            <div>
              <dt>{t('account.orcid')}</dt>
              <dd>
                <a href={`https://orcid.org/${orcid}`} rel="noopener external">
                  {orcid}
                </a>
              </dd>
            </div>
          ) : null}
          <div>
            <dt>{t('account.part')}</dt>
            <dd>
              {t(`account.role.${person.role}`)}
              {labs > 0 ? `, ${t('account.stewards', { count: labs })}` : null}
            </dd>
          </div>
        </dl>
        <form class="stack form" action="/account" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <FormField
            name="name"
            label={t('account.name')}
            value={typed.name ?? person.name}
            autocomplete="name"
            maxlength={120}
          />
          <Field
            page={page}
            name="orcid"
            label={t('account.orcid')}
            hint={t('account.orcid.hint')}
            value={typed.orcid ?? orcid ?? ''}
            error={errors['orcid']}
            maxlength={80}
            autocomplete="off"
          />
          <div class="field">
            <label for="locale">{t('account.language')}</label>
            <select class="input" id="locale" name="locale">
              {LOCALES.map((locale) => (
                <option value={locale} selected={locale === person.locale}>
                  {t(`account.language.${locale}`)}
                </option>
              ))}
            </select>
          </div>
          <p>
            <button class="button button--primary" type="submit">
              {t('account.save')}
            </button>
          </p>
        </form>
      </div>
    </section>
  )
}

function Email({ page, person, typed, errors }: AccountProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="email-change">
      <div class="section__head">
        <h2 id="email-change">{t('account.email.change')}</h2>
      </div>
      <form class="stack form" action="/account/email" method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <FormField
          name="email"
          type="email"
          label={t('account.email.new')}
          hint={t('account.email.hint')}
          value={typed.email ?? ''}
          error={typed.email === undefined ? null : (errors['email'] ?? null)}
          maxlength={254}
          autocomplete="email"
        />
        <p>
          <button class="button" type="submit">
            {t('account.email.go')}
            <span class="vh">: {person.email}</span>
          </button>
        </p>
      </form>
    </section>
  )
}

function Password({ page, fault }: { page: Page; fault: PasswordTrouble | null }) {
  const { t } = page
  const errorOf = (field: PasswordTrouble['field']) => (fault?.field === field ? faultText(page, fault) : null)
  const common = { type: 'password', maxlength: 1000 } as const
  return (
    <section class="section" aria-labelledby="password-change">
      <div class="section__head">
        <h2 id="password-change">{t('account.password')}</h2>
      </div>
      <div class="stack">
        <form class="stack form" action="/account/password" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <input name="username" type="text" autocomplete="username" value={page.person?.email} hidden />
          <FormField
            name="current"
            label={t('account.password.current')}
            autocomplete="current-password"
            error={errorOf('current')}
            {...common}
          />
          <FormField
            name="fresh"
            label={t('account.password.fresh')}
            autocomplete="new-password"
            hint={t('account.password.hint', { count: LEAST_PASSWORD_LENGTH })}
            error={errorOf('fresh')}
            {...common}
          />
          <FormField
            name="repeat"
            label={t('account.password.repeat')}
            autocomplete="new-password"
            error={errorOf('repeat')}
            {...common}
          />
          <p class="small quiet">{t('account.password.note')}</p>
          <p>
            <button class="button" type="submit">
              {t('account.password.go')}
            </button>
          </p>
        </form>
      </div>
    </section>
  )
}

function faultText({ t }: Page, { reason, seconds = 0 }: PasswordTrouble) {
  return reason === 'wait' ? t('sign-in.wait', { count: Math.ceil(seconds / 60) }) : t(`account.password.${reason}`)
}
