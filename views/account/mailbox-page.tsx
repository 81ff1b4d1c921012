import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** How far a mail has got. Instants in UTC epoch ms. */
export interface MailDelivery {
  readonly createdAt: number
  readonly attempts: number
  /** Null once sent or given up. */
  readonly nextAttemptAt: number | null
  readonly sentAt: number | null
  /** When the daily mail that it waits for is due. */
  readonly digestAt: number | null
}

export interface MailboxItem extends MailDelivery {
  readonly id: number
  readonly subject: string
  readonly lang: string
  readonly to: string
}

export interface MailboxPageProps {
  readonly page: Page
  readonly mails: readonly MailboxItem[]
  /** The administrator sees everybody's mail, and so whose it is. */
  readonly isEverybodys: boolean
  /** Where the list goes on, or null at its end. */
  readonly olderHref: string | null
}

/** The demo's mail: what would have been sent, newest first. */
export function MailboxPage({ page, mails, isEverybodys, olderHref }: MailboxPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={t('mailbox.title')} nav="mailbox">
      <div class="wrap">
        <div class="page-head">
          <h1>{t('mailbox.title')}</h1>
          <p class="quiet">{t(isEverybodys ? 'mailbox.lead-all' : 'mailbox.lead')}</p>
        </div>
        <div class="section section--close">
          {mails.length > 0 ? (
            <Mails page={page} mails={mails} isEverybodys={isEverybodys} />
          ) : (
            <p class="quiet">{t('mailbox.empty')}</p>
          )}
          {olderHref ? (
            <p class="row">
              <a class="button" href={olderHref} rel="next">
                {t('mailbox.older')}
              </a>
            </p>
          ) : null}
        </div>
      </div>
    </Layout>
  )
}

function Mails({ page, mails, isEverybodys }: Pick<MailboxPageProps, 'page' | 'mails' | 'isEverybodys'>) {
  const { t } = page
  const format = formatOf(page.locale, page.timeZone)
  return (
    <section class="scroller" aria-label={t('mailbox.list')} tabindex="0">
      <table class="data">
        <caption class="vh">{t('mailbox.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('mailbox.subject')}</th>
            {isEverybodys ? <th scope="col">{t('mailbox.to')}</th> : null}
            <th scope="col">{t('mailbox.date')}</th>
            <th scope="col">{t('mailbox.state')}</th>
          </tr>
        </thead>
        <tbody>
          {mails.map((mail) => (
            <tr>
              <th scope="row">
                <a href={`/mailbox/${mail.id}`} lang={mail.lang}>
                  {mail.subject}
                </a>
              </th>
              {isEverybodys ? <td>{mail.to}</td> : null}
              <td>
                <time datetime={new Date(mail.createdAt).toISOString()}>{format.moment(mail.createdAt)}</time>
              </td>
              <td>{deliveryText(page, mail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** `wysłana czw. 12 lis, 8:00`: how far the mail has got, in words. */
export function deliveryText({ t, locale, timeZone }: Page, mail: MailDelivery): string {
  const format = formatOf(locale, timeZone)
  if (mail.sentAt !== null) return t('mailbox.state.sent', { when: format.moment(mail.sentAt) })
  if (mail.digestAt !== null) return t('mailbox.state.digest', { when: format.moment(mail.digestAt) })
  if (mail.nextAttemptAt === null && mail.attempts === 0) return t('mailbox.state.notice')
  if (mail.nextAttemptAt === null) return t('mailbox.state.given-up', { count: mail.attempts })
  if (mail.attempts === 0) return t('mailbox.state.waiting')
  return t('mailbox.state.retrying', { count: mail.attempts, when: format.moment(mail.nextAttemptAt) })
}
