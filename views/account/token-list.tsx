import { TOKEN_SCOPES } from '../../server/domain/token-scope.ts'
import type { Page } from '../page.ts'
import { FormField } from './form-field.tsx'
import { type ListedSession, SessionTable } from './session-list.tsx'

/** How long a token may live. */
export const TOKEN_DAYS = [30, 90, 365] as const

interface TokenListProps {
  readonly page: Page
  readonly tokens: readonly ListedSession[]
  readonly fresh: { readonly label: string; readonly secret: string } | null
}

/** API tokens: made, shown once, revoked. */
export function TokenList({ page, tokens, fresh }: TokenListProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="tokens">
      <div class="section__head">
        <h2 id="tokens">{t('account.tokens')}</h2>
      </div>
      <div class="stack">
        <p class="quiet">
          {t('account.tokens.about')} {page.apiDocs ? <a href="/api/docs">{t('account.tokens.docs')}</a> : null}
        </p>
        {fresh ? (
          <div class="notice" data-kind="ok" role="status">
            <p>
              <b>{t('account.tokens.made', { label: fresh.label })}</b> {t('account.tokens.once')}
            </p>
            <p>
              <code class="token">{fresh.secret}</code>
            </p>
          </div>
        ) : null}
        {tokens.length > 0 ? (
          <SessionTable
            page={page}
            label={t('account.tokens')}
            sessions={tokens}
            nameOf={({ label }) => label || t('account.tokens.sign-in')}
            endKey="account.tokens.revoke"
            detail={{
              label: t('account.tokens.scope'),
              of: ({ scopes }) => t(`account.scope.${scopes?.at(-1) ?? 'everything'}`),
            }}
          />
        ) : (
          <p>{t('account.tokens.none')}</p>
        )}
        <form class="row oops__form" action="/account/tokens" method="post">
          <input type="hidden" name="_csrf" value={page.csrf} />
          <FormField name="label" label={t('account.tokens.label')} maxlength={80} autocomplete="off" />
          <div class="field">
            <label for="days">{t('account.tokens.days')}</label>
            <select class="input" id="days" name="days">
              {TOKEN_DAYS.map((count) => (
                <option value={count}>{t('account.tokens.days.count', { count })}</option>
              ))}
            </select>
          </div>
          <div class="field">
            <label for="scope">{t('account.tokens.scope')}</label>
            <select class="input" id="scope" name="scope">
              {([...TOKEN_SCOPES, 'everything'] as const).map((scope) => (
                <option value={scope}>{t(`account.scope.${scope}`)}</option>
              ))}
            </select>
          </div>
          <button class="button" type="submit">
            {t('account.tokens.make')}
          </button>
        </form>
      </div>
    </section>
  )
}
