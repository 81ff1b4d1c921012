import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { GatePage, Submit } from './gate-page.tsx'
import { Language, Names, NewPassword } from './sign-up-page.tsx'

export interface InvitationPageProps {
  readonly page: Page
  readonly token: string
  readonly invitedBy: string
  readonly organisation: string
  readonly isAdministrator: boolean
  /** Epoch ms. */
  readonly expiresAt: number
  /** That the invitation was sent to. */
  readonly email: string
  readonly isKnown: boolean
  /** Who is signed in. */
  readonly account: { readonly name: string; readonly email: string } | null
  readonly fields: { readonly name: string; readonly locale: string }
  readonly errors: Readonly<Record<string, string>>
}

/** An organisation asks somebody to join: with the account they have, or a new one. */
export function InvitationPage(props: InvitationPageProps): Html {
  const { page, invitedBy, organisation, isAdministrator, expiresAt, account, isKnown } = props
  const { t } = page
  const when = formatOf(page.locale, page.timeZone).moment(expiresAt)
  return (
    <GatePage page={page} title={t('invitation.title')}>
      <p>
        {t('invitation.lead', { name: invitedBy, organisation })}{' '}
        {isAdministrator ? t('invitation.as-administrator') : null}
      </p>
      <p class="small quiet">{t('invitation.until', { when })}</p>
      {account ? <Join {...props} account={account} /> : isKnown ? <Known {...props} /> : <NewAccount {...props} />}
    </GatePage>
  )
}

function Join({ page, token, email, account }: InvitationPageProps & { account: { name: string; email: string } }) {
  const { t } = page
  return (
    <form class="panel stack" action={`/invitations/${token}/membership`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <p>{t('invitation.as', { name: account.name, email: account.email })}</p>
      {account.email === email ? null : <p class="small quiet">{t('invitation.other-address', { email })}</p>}
      <Submit label={t('invitation.join')} />
    </form>
  )
}

function Known({ page, token, email }: InvitationPageProps) {
  const { t } = page
  return (
    <div class="panel stack">
      <p>{t('invitation.known', { email })}</p>
      <p>
        <a class="button button--primary" href={`/sign-in?next=/invitations/${token}`}>
          {t('invitation.sign-in')}
        </a>
      </p>
    </div>
  )
}

function NewAccount({ page, token, email, fields, errors }: InvitationPageProps) {
  const { t } = page
  return (
    <>
      <form class="panel stack" action={`/invitations/${token}`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <h2>{t('invitation.new')}</h2>
        <p class="small quiet">{t('invitation.new.lead', { email })}</p>
        <input name="username" type="text" autocomplete="username" value={email} hidden />
        <Names page={page} name={fields.name} errors={errors} />
        <NewPassword page={page} name="password" error={errors['password']} />
        <Language page={page} locale={fields.locale} />
        <Submit label={t('invitation.new.go')} />
      </form>
      <p>
        {t('invitation.have')}. <a href={`/sign-in?next=/invitations/${token}`}>{t('invitation.sign-in')}</a>
      </p>
    </>
  )
}
