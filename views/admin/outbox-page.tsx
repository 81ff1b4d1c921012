import { ACCOUNT_MAIL_KINDS, UNKEPT_MAIL_KINDS } from '../../server/domain/account-mail.ts'
import type { Told } from '../../server/domain/told.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

/** A mail that has not left. Instants in UTC epoch ms. */
interface UndeliveredMail {
  readonly id: number
  readonly kind: Told['kind']
  readonly recipientName: string
  readonly recipientEmail: string
  readonly createdAt: number
  readonly attempts: number
  readonly nextAttemptAt: number | null
  readonly lastError: string | null
}

export interface OutboxPageProps {
  readonly page: Page
  readonly givenUp: readonly UndeliveredMail[]
  /** Failed, and to be tried again. */
  readonly failing: readonly UndeliveredMail[]
  readonly waiting: number
  readonly refused: readonly {
    readonly name: string
    readonly email: string
    readonly organisation: string
    readonly since: number
  }[]
  readonly isResent: boolean
}

/** Mail that did not leave: to whom, how often it was tried and why it failed. */
export function OutboxPage(props: OutboxPageProps): Html {
  const { page, givenUp, failing, refused, waiting, isResent } = props
  const { t } = page
  return (
    <Layout page={page} title={t('outbox.title')} nav="manage">
      <div class="wrap">
        <Crumbs page={page} items={[{ label: t('manage.title'), href: '/manage' }, { label: t('outbox.title') }]} />
        <div class="page-head">
          <h1>{t('outbox.title')}</h1>
          <p class="quiet">
            {t('outbox.lead')} {t('outbox.waiting', { count: waiting })}
          </p>
        </div>
        {isResent ? (
          <p class="notice" data-kind="ok" role="status">
            {t('outbox.resent')}
          </p>
        ) : null}
        <Part page={page} name="given-up" isEmpty={givenUp.length === 0}>
          <Mails page={page} name="given-up" mails={givenUp} />
        </Part>
        <Part page={page} name="failing" isEmpty={failing.length === 0}>
          <Mails page={page} name="failing" mails={failing} />
        </Part>
        <Part page={page} name="refused" isEmpty={refused.length === 0}>
          <Refused {...props} />
        </Part>
      </div>
    </Layout>
  )
}

type PartName = 'given-up' | 'failing' | 'refused'

function Part({
  page: { t },
  name,
  isEmpty,
  children,
}: {
  page: Page
  name: PartName
  isEmpty: boolean
  children: Html
}) {
  return (
    <section class="section" aria-labelledby={name}>
      <div class="section__head">
        <h2 id={name}>{t(`outbox.${name}`)}</h2>
      </div>
      {isEmpty ? <p class="quiet">{t(`outbox.${name}-none`)}</p> : children}
    </section>
  )
}

function Mails({ page, name, mails }: { page: Page; name: PartName; mails: readonly UndeliveredMail[] }) {
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  const columns = ['to', 'what', 'written', 'state', 'error', ...(name === 'given-up' ? ['action'] : [])] as const
  return (
    <DataTable
      caption={t(`outbox.${name}`)}
      columns={columns.map((each) => ({ label: t(`outbox.column-${each as 'to'}`) }))}
      groups={[
        {
          rows: mails.map((mail) => [
            <>
              {mail.recipientName}
              <br />
              <small class="quiet">{mail.recipientEmail}</small>
            </>,
            t(kindText(mail.kind)),
            <time datetime={new Date(mail.createdAt).toISOString()}>{format.moment(mail.createdAt)}</time>,
            mail.nextAttemptAt === null
              ? String(mail.attempts)
              : t('mailbox.state.retrying', { count: mail.attempts, when: format.moment(mail.nextAttemptAt) }),
            mail.lastError,
            ...(name === 'given-up' ? [<Resend page={page} mail={mail} />] : []),
          ]),
        },
      ]}
    />
  )
}

function Resend({ page, mail }: { page: Page; mail: UndeliveredMail }) {
  // Its link is forgotten: whoever needs one asks anew.
  if (UNKEPT_MAIL_KINDS.some((kind) => kind === mail.kind))
    return <span class="quiet">{page.t('outbox.forgotten')}</span>
  const label = page.t('outbox.resend')
  return (
    <form action={`/admin/outbox/${mail.id}/resending`} method="post">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <button
        class="button button--bare"
        type="submit"
        aria-label={`${label}: ${mail.recipientName || mail.recipientEmail}`}
      >
        {label}
      </button>
    </form>
  )
}

function Refused({ page, refused }: OutboxPageProps) {
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  return (
    <DataTable
      caption={t('outbox.refused')}
      columns={(['to', 'organisation', 'since'] as const).map((each) => ({ label: t(`outbox.column-${each}`) }))}
      groups={[
        {
          rows: refused.map(({ name, email, organisation, since }) => [
            <>
              {name}
              <br />
              <small class="quiet">{email}</small>
            </>,
            organisation,
            <time datetime={new Date(since).toISOString()}>{format.moment(since)}</time>,
          ]),
        },
      ]}
    />
  )
}

/** Which mail it is, as roughly as the administrator may know. */
function kindText(kind: Told['kind']): TextKey {
  if (kind === 'digest') return 'outbox.kind-digest'
  if (kind.startsWith('series-')) return 'outbox.kind-series'
  if (/^(training|qualification)-/.test(kind)) return 'outbox.kind-training'
  if (ACCOUNT_MAIL_KINDS.some((each) => each === kind)) return 'outbox.kind-account'
  return kind.includes('-') ? 'outbox.kind-other' : 'outbox.kind-reservation'
}
