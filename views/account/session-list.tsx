import type { TokenScope } from '../../server/domain/token-scope.ts'
import { formatOf } from '../format.ts'
import type { Page } from '../page.ts'
import { deviceName } from './device-name.ts'

/** A signed-in browser or an API token; instants in epoch ms. */
export interface ListedSession {
  readonly key: string
  readonly kind: 'browser' | 'token'
  readonly label: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly lastSeenAt: number
  /** Where it was last seen from. */
  readonly address: string | null
  readonly userAgent: string | null
  readonly scopes: readonly TokenScope[] | null
}

/** Where the person is signed in, and a way to end each. */
export function SessionList({
  page,
  sessions,
  currentKey,
}: {
  page: Page
  sessions: readonly ListedSession[]
  currentKey: string
}) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="sessions">
      <div class="section__head">
        <h2 id="sessions">{t('account.sessions')}</h2>
      </div>
      <div class="stack">
        <SessionTable
          page={page}
          label={t('account.sessions')}
          sessions={sessions}
          nameOf={({ key, userAgent }) => {
            const which = t(key === currentKey ? 'account.sessions.this' : 'account.sessions.other')
            const device = deviceName(userAgent)
            return device ? `${device} (${which})` : which
          }}
          endKey="account.sessions.end"
          detail={{ label: t('account.sessions.from'), of: ({ address }) => address ?? '' }}
        />
        {sessions.length > 1 ? (
          <form action="/account/sessions/end-others" method="post">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <button class="button" type="submit">
              {t('account.sessions.end-others')}
            </button>
          </form>
        ) : null}
      </div>
    </section>
  )
}

interface SessionTableProps {
  readonly page: Page
  readonly label: string
  readonly sessions: readonly ListedSession[]
  readonly nameOf: (session: ListedSession) => string
  /** What else is told of each. */
  readonly detail: { readonly label: string; readonly of: (session: ListedSession) => string }
  readonly endKey: 'account.sessions.end' | 'account.tokens.revoke'
}

export function SessionTable({ page, label, sessions, nameOf, endKey, detail }: SessionTableProps) {
  const { t } = page
  return (
    <section class="scroller" aria-label={label} tabindex="0">
      <table class="data data--stack">
        <thead>
          <tr>
            <th scope="col">{t('account.sessions.what')}</th>
            <th scope="col">{detail.label}</th>
            <th scope="col">{t('account.sessions.since')}</th>
            <th scope="col">{t('account.sessions.seen')}</th>
            <th scope="col">{t('account.sessions.until')}</th>
            <th scope="col">{t('account.sessions.action')}</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr>
              <th scope="row">{nameOf(session)}</th>
              <td data-label={detail.label}>{detail.of(session)}</td>
              <td data-label={t('account.sessions.since')}>
                <Moment page={page} at={session.createdAt} />
              </td>
              <td data-label={t('account.sessions.seen')}>
                <Moment page={page} at={session.lastSeenAt} />
              </td>
              <td data-label={t('account.sessions.until')}>
                <Moment page={page} at={session.expiresAt} />
              </td>
              <td>
                <form action={`/account/sessions/${session.key}/end`} method="post">
                  <input type="hidden" name="_csrf" value={page.csrf} />
                  <button class="button button--bare" type="submit" aria-label={`${t(endKey)}: ${nameOf(session)}`}>
                    {t(endKey)}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Moment({ page, at }: { page: Page; at: number }) {
  return <time datetime={new Date(at).toISOString()}>{formatOf(page.locale, page.timeZone).moment(at)}</time>
}
