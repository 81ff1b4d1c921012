import { Crumbs } from '../components/crumbs.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { QrCode } from '../labels/qr-code.tsx'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'

export interface TotpPageProps {
  readonly page: Page
  /** Base 32. */
  readonly secret: string
  /** `otpauth:` */
  readonly address: string
  /** The same, sealed, for the form to bring back. */
  readonly pending: string
  readonly hasTotp: boolean
  readonly error: string | null
}

/** Gives an authenticator app its secret and asks for a code that shows that it has it. */
export function TotpPage({ page, secret, address, pending, hasTotp, error }: TotpPageProps): Html {
  const { t } = page
  const items = [
    { label: t('account.title'), href: '/account' },
    { label: t('security.title'), href: '/account/security' },
    { label: t('security.totp') },
  ]
  return (
    <Layout page={page} title={t('security.totp.set-up')}>
      <div class="wrap">
        <Crumbs page={page} items={items} />
        <div class="page-head">
          <h1>{t('security.totp.set-up')}</h1>
          <p class="quiet">{t('security.totp.lead')}</p>
        </div>
        <div class="stack form">
          {hasTotp ? (
            <Notice kind="care">
              <p>{t('security.totp.replaces')}</p>
            </Notice>
          ) : null}
          <div class="totp__code">
            <QrCode text={address} label={t('security.totp.qr')} />
          </div>
          <p>
            {t('security.totp.secret')}
            <br />
            <code class="totp__secret">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          </p>
          <form class="stack" action="/account/security/totp" method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <input type="hidden" name="pending" value={pending} />
            <FormField
              name="code"
              label={t('security.totp.code')}
              autocomplete="one-time-code"
              maxlength={20}
              error={error}
            />
            <p>
              <button class="button button--primary" type="submit">
                {t('security.totp.confirm')}
              </button>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  )
}
