import { MOST_PASSKEY_NAME } from '../../server/domain/passkey.ts'
import { hasSecondFactor, type SecondFactors } from '../../server/domain/second-factor.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { Notice } from '../components/notice.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FieldError, FormField } from './form-field.tsx'
import { Post } from './my-organisations.tsx'
import { PASSKEY_SCRIPT, PasskeyForm } from './passkey-form.tsx'

export const SECURITY_NOTICES = [
  'totp-on',
  'totp-off',
  'passkey-added',
  'passkey-renamed',
  'passkey-removed',
  'codes',
  'linked',
  'unlinked',
  'proved',
] as const

export interface SecurityPageProps {
  readonly page: Page
  readonly factors: SecondFactors
  readonly passkeys: readonly {
    readonly id: number
    readonly name: string
    readonly createdAt: number
    readonly lastUsedAt: number | null
  }[]
  readonly identities: readonly { readonly id: number; readonly issuer: string; readonly createdAt: number }[]
  /** What people know the provider of OpenID Connect by; null for none. */
  readonly provider: string | null
  /** The role of the person needs a second factor, and they have none. */
  readonly isMissing: boolean
  /** Recovery codes just made: shown this once. */
  readonly freshCodes: readonly string[] | null
  readonly notice: (typeof SECURITY_NOTICES)[number] | null
  /** What is wrong with what was sent, by field; `id` of the passkey that was to be renamed. */
  readonly error: { readonly field: string; readonly message: string; readonly id?: number } | null
}

/** How an account is signed in to: second factors, passkeys, recovery codes, the account elsewhere. */
export function SecurityPage(props: SecurityPageProps): Html {
  const { page, notice, isMissing, freshCodes } = props
  const { t } = page
  const items = [{ label: t('account.title'), href: '/account' }, { label: t('security.title') }]
  return (
    <Layout page={page} title={t('security.title')} head={PASSKEY_SCRIPT}>
      <div class="wrap account">
        <Crumbs page={page} items={items} />
        <div class="page-head">
          <h1>{t('security.title')}</h1>
          <p class="quiet">{t('security.lead')}</p>
        </div>
        {notice ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t(`security.done.${notice}`)}</p>
            </Notice>
          </div>
        ) : null}
        {isMissing ? (
          <Notice kind="care">
            <p>{t('security.required')}</p>
          </Notice>
        ) : null}
        {freshCodes ? <FreshCodes page={page} codes={freshCodes} /> : null}
        <Totp {...props} />
        <Passkeys {...props} />
        <Codes {...props} />
        {props.provider !== null || props.identities.length > 0 ? <Identities {...props} /> : null}
      </div>
    </Layout>
  )
}

function FreshCodes({ page: { t }, codes }: { page: Page; codes: readonly string[] }) {
  return (
    <section class="section codes" aria-labelledby="fresh-codes">
      <div class="section__head">
        <h2 id="fresh-codes">{t('security.codes.fresh')}</h2>
      </div>
      <div class="stack">
        <p>{t('security.codes.once')}</p>
        <ol class="codes__list">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

function Totp({ page, factors: { hasTotp } }: SecurityPageProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="totp">
      <div class="section__head">
        <h2 id="totp">{t('security.totp')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">{t(hasTotp ? 'security.totp.on' : 'security.totp.off')}</p>
        <div class="row">
          <a class="button" href="/account/security/totp">
            {t(hasTotp ? 'security.totp.again' : 'security.totp.set-up')}
          </a>
          {hasTotp ? (
            <form action="/account/security/totp/end" method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              <button class="button" type="submit">
                {t('security.totp.turn-off')}
              </button>
            </form>
          ) : null}
        </div>
      </div>
    </section>
  )
}

function Passkeys(props: SecurityPageProps) {
  const { page, passkeys, error } = props
  const { t } = page
  const errorOf = (field: string) => (error?.field === field && error.id === undefined ? error.message : null)
  return (
    <section class="section" aria-labelledby="passkeys">
      <div class="section__head">
        <h2 id="passkeys">{t('security.passkeys')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">{t('security.passkeys.lead')}</p>
        {passkeys.length > 0 ? <PasskeyTable {...props} /> : <p>{t('security.passkeys.none')}</p>}
        <div class="form">
          <PasskeyForm
            page={page}
            action="/account/security/passkeys"
            verb="create"
            options="/account/security/passkeys/challenge"
            label={t('security.passkeys.add')}
            error={errorOf('credential')}
          >
            <FormField
              name="name"
              label={t('security.passkeys.name')}
              hint={t('security.passkeys.name.hint')}
              maxlength={MOST_PASSKEY_NAME}
              autocomplete="off"
              error={errorOf('name')}
            />
          </PasskeyForm>
        </div>
      </div>
    </section>
  )
}

function PasskeyTable({ page, passkeys, error }: SecurityPageProps) {
  const { t } = page
  const { moment } = formatOf(page.locale, page.timeZone)
  const time = (at: number) => <time datetime={new Date(at).toISOString()}>{moment(at)}</time>
  const columns = ['name', 'added', 'used', 'action'] as const
  const rows = passkeys.map(({ id, name, createdAt, lastUsedAt }) => [
    name,
    time(createdAt),
    lastUsedAt === null ? t('security.passkeys.never') : time(lastUsedAt),
    <div class="row">
      <form class="row" action={`/account/security/passkeys/${id}/name`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <input
          class="input"
          name="name"
          value={name}
          maxlength={MOST_PASSKEY_NAME}
          required
          autocomplete="off"
          aria-label={`${t('security.passkeys.name')}: ${name}`}
        />
        <button class="button button--small" type="submit">
          {t('security.passkeys.rename')}
          <span class="vh">: {name}</span>
        </button>
        {error?.id === id ? <FieldError id={`passkey-${id}-error`} text={error.message} /> : null}
      </form>
      <Post
        page={page}
        action={`/account/security/passkeys/${id}/removal`}
        label={t('security.passkeys.remove')}
        of={name}
      />
    </div>,
  ])
  return (
    <DataTable
      caption={t('security.passkeys')}
      columns={columns.map((each) => ({ label: t(`security.passkeys.${each}`), isAction: each === 'action' }))}
      groups={[{ rows }]}
      stacks
    />
  )
}

function Codes({ page, factors }: SecurityPageProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="codes">
      <div class="section__head">
        <h2 id="codes">{t('security.codes')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">{t('security.codes.lead')}</p>
        {hasSecondFactor(factors) ? (
          <>
            <p>{t('security.codes.left', { count: factors.codesLeft })}</p>
            <form class="stack" action="/account/security/codes" method="post">
              <input type="hidden" name="_csrf" value={page.csrf} />
              <p>
                <button class="button" type="submit">
                  {t('security.codes.renew')}
                </button>
              </p>
              <p class="small quiet">{t('security.codes.renew.note')}</p>
            </form>
          </>
        ) : (
          <p>{t('security.codes.none')}</p>
        )}
      </div>
    </section>
  )
}

function Identities({ page, identities, provider, error }: SecurityPageProps) {
  const { t } = page
  const { moment } = formatOf(page.locale, page.timeZone)
  return (
    <section class="section" aria-labelledby="identities">
      <div class="section__head">
        <h2 id="identities">{t('security.identities')}</h2>
      </div>
      <div class="stack">
        {provider === null ? null : <p class="quiet">{t('security.identities.lead', { name: provider })}</p>}
        {error?.field === 'identity' ? <FieldError id="identity-error" text={error.message} /> : null}
        {identities.map(({ id, issuer, createdAt }) => (
          <div class="panel row row--apart">
            <p>{t('security.identities.linked', { when: moment(createdAt), issuer: new URL(issuer).host })}</p>
            <Post
              page={page}
              action={`/account/security/identities/${id}/removal`}
              label={t('security.identities.unlink')}
              of={new URL(issuer).host}
            />
          </div>
        ))}
        {provider === null || identities.length > 0 ? null : (
          <form action="/account/security/identities" method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <button class="button" type="submit">
              {t('security.identities.link', { name: provider })}
            </button>
          </form>
        )}
      </div>
    </section>
  )
}
