import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { PASSKEY_SCRIPT, PasskeyForm } from './passkey-form.tsx'

export interface SignInProps {
  readonly page: Page
  /** Where to go on afterwards: a local path. */
  readonly next: string | null
  readonly email: string
  readonly fault: SignInFault | null
  /** The password has just been set by a link. */
  readonly isPasswordSet?: boolean
  /** What people know the provider of OpenID Connect by; null for none. */
  readonly provider: string | null
  /** The passkey that was tried opens nothing. */
  readonly isPasskeyWrong?: boolean
}

export type SignInFault =
  | { readonly kind: 'wrong'; readonly attemptsLeft: number }
  | { readonly kind: 'wait'; readonly seconds: number }

export function SignInPage(props: SignInProps) {
  const { page, next, email, fault, isPasswordSet = false } = props
  const { t } = page
  return (
    <Layout page={page} title={t('sign-in.title')} head={PASSKEY_SCRIPT}>
      <div class="wrap gate">
        <div class="stack">
          <h1>{t('sign-in.title')}</h1>
          {isPasswordSet ? (
            <p class="notice" data-kind="ok" role="status">
              {t('sign-in.password-set')}
            </p>
          ) : null}
          <form class="panel stack" action="/sign-in" method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            {next ? <input type="hidden" name="next" value={next} /> : null}
            <FormField
              name="email"
              label={t('sign-in.email')}
              type="email"
              autocomplete="username"
              value={email}
              maxlength={320}
              autofocus={email === ''}
            />
            <FormField
              name="password"
              label={t('sign-in.password')}
              type="password"
              autocomplete="current-password"
              maxlength={1000}
              error={fault && signInFaultText(page, fault)}
              autofocus={email !== ''}
            />
            <button class="button button--primary button--big button--wide" type="submit">
              {t('sign-in.go')}
            </button>
          </form>
          <OtherWays {...props} />
          <p class="row row--apart">
            <a href="/password">{t('sign-in.forgotten')}</a>
            <span>
              {t('sign-in.no-account')} <a href="/sign-up">{t('sign-in.sign-up')}</a>
            </span>
          </p>
        </div>
        <div class="stack">
          <h2>{t('sign-in.without')}</h2>
          <ul class="plain-list">
            <li>
              <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="7" cy="7" r="4.5" />
                <path d="M10.5 10.5 14 14" />
              </svg>
              <span>{t('sign-in.without.catalogue')}</span>
            </li>
            <li>
              <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                <rect x="2" y="3" width="12" height="11" />
                <path d="M2 6.5h12M5 1.5v3M11 1.5v3" />
              </svg>
              <span>{t('sign-in.without.times')}</span>
            </li>
          </ul>
          {page.demo ? <DemoAccounts page={page} /> : null}
        </div>
      </div>
    </Layout>
  )
}

function OtherWays({ page, next, provider, isPasskeyWrong = false }: SignInProps) {
  const { t } = page
  return (
    <>
      <PasskeyForm
        page={page}
        action="/sign-in/passkey"
        verb="get"
        options="/sign-in/passkey/challenge"
        fields={next ? [['next', next]] : []}
        label={t('passkey.use')}
        error={isPasskeyWrong ? t('passkey.wrong') : null}
        isWide
      />
      {provider === null ? null : (
        <form action="/sign-in/oidc" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          {next ? <input type="hidden" name="next" value={next} /> : null}
          <button class="button button--big button--wide" type="submit">
            {t('sign-on.go', { name: provider })}
          </button>
        </form>
      )}
    </>
  )
}

/** Says how many tries are left when few are; the same for addresses nobody has. */
export function signInFaultText({ t }: Page, fault: SignInFault) {
  if (fault.kind === 'wait') return t('sign-in.wait', { count: Math.ceil(fault.seconds / 60) })
  return fault.attemptsLeft > 0 && fault.attemptsLeft <= 5
    ? `${t('sign-in.wrong')} ${t('sign-in.left', { count: fault.attemptsLeft })}`
    : t('sign-in.wrong')
}

const ACCOUNTS = [
  'researcher',
  'researcher2',
  'company',
  'owner',
  'owner2',
  'producer',
  'deputy',
  'coordinator',
  'admin',
] as const

function DemoAccounts({ page: { t } }: { page: Page }) {
  return (
    <>
      <h2 class="pad-t">{t('sign-in.demo')}</h2>
      <p class="small quiet">
        {t('sign-in.demo.password')} <b>demo-demo-demo</b>
      </p>
      <section class="scroller" aria-label={t('sign-in.demo')} tabindex="0">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">{t('sign-in.demo.address')}</th>
              <th scope="col">{t('sign-in.demo.who')}</th>
            </tr>
          </thead>
          <tbody>
            {ACCOUNTS.map((account) => (
              <tr>
                <td>{account}@demo.test</td>
                <td>{t(`sign-in.demo.${account}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
