import { formatOf } from '../format.ts'
import { type Html, raw } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { MailSheetProps } from '../mail/mail-sheet.tsx'
import type { Page } from '../page.ts'
import { deliveryText, type MailDelivery } from './mailbox-page.tsx'

export interface MailPageProps {
  readonly page: Page
  readonly mail: MailDelivery & {
    readonly id: number
    readonly from: string
    readonly to: string
    readonly subject: string
    readonly sheet: MailSheetProps
    /** Where its link leads on this site. */
    readonly path: string
    /** Null where it has none. */
    readonly calendar: {
      readonly method: 'REQUEST' | 'CANCEL'
      readonly sequence: number
      readonly summary: string
      readonly fileName: string
    } | null
  }
}

const MARK = raw(
  '<svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><path class="mark__plate" d="M0 0h28v28H0z"></path><path class="mark__tick" d="M4 14h2v9H4zM8.5 14h2v9h-2zM13 5h2v18h-2zM17.5 14h2v9h-2zM22 14h2v9h-2z"></path></svg>',
)

/** One mail of the demo. Its HTML is drawn anew in the site's own markup, for the page allows no inlined styles. */
export function MailPage({ page, mail }: MailPageProps): Html {
  const { t } = page
  return (
    <Layout page={page} title={mail.subject} nav="mailbox">
      <div class="wrap mail">
        <div class="page-head">
          <p class="small">
            <a href="/mailbox">{t('mailbox.back')}</a>
          </p>
          <h1 lang={mail.sheet.locale}>{mail.subject}</h1>
        </div>
        <Meta page={page} mail={mail} />
        <Sheet sheet={mail.sheet} path={mail.path} />
        <p class="row section section--close">
          <a class="button" href={`/mailbox/${mail.id}.eml`} download={`aparatura-${mail.id}.eml`}>
            {t('mailbox.download')}
          </a>
        </p>
      </div>
    </Layout>
  )
}

function Meta({ page, mail }: MailPageProps) {
  const { t } = page
  const { calendar } = mail
  const facts = [
    [t('mailbox.from'), mail.from],
    [t('mailbox.to'), mail.to],
    [t('mailbox.date'), formatOf(page.locale, page.timeZone).moment(mail.createdAt)],
    [t('mailbox.state'), deliveryText(page, mail)],
    ...(calendar
      ? [
          [
            t('mailbox.calendar'),
            `${t(`mailbox.calendar.${calendar.method}`)}: ${calendar.summary} (${t('mailbox.calendar.sequence')} ${calendar.sequence})`,
          ],
          [t('mailbox.attachment'), calendar.fileName],
        ]
      : []),
  ]
  return <dl class="mail__meta">{facts.map(([name, value]) => [<dt>{name}</dt>, <dd>{value}</dd>])}</dl>
}

const PLATE_KINDS = { reserved: null, asked: 'approval', gone: 'none' } as const

function Sheet({ sheet, path }: { sheet: MailSheetProps; path: string }) {
  const { time, facts, link } = sheet
  return (
    <table class="mail__sheet" role="presentation" lang={sheet.locale}>
      <tr class="mail__band">
        <td>
          <span class="brand">
            {MARK}
            <span>Aparatura</span>
          </span>
        </td>
      </tr>
      <tr>
        <td>
          <div class="stack">
            <p>{sheet.greeting}</p>
            <p>
              <b>{sheet.title}</b> {sheet.next}
            </p>
            {time ? (
              <p>
                <span class="plate" data-kind={PLATE_KINDS[sheet.hold]}>
                  <time datetime={time.start}>
                    <b>{sheet.hold === 'gone' ? <s>{time.clock}</s> : time.clock}</b>
                  </time>
                  <span>{time.day}</span>
                </span>
              </p>
            ) : null}
            <table class="mail__facts">
              {facts.map(({ label, value }) => (
                <tr>
                  <th scope="row">{label}</th>
                  <td>{value.split('\n').map((line, index) => (index === 0 ? line : [<br />, line]))}</td>
                </tr>
              ))}
            </table>
            <p class="row">
              <a class="button button--primary" href={path}>
                {link.label}
              </a>
            </p>
            <p class="small quiet">{link.hint}</p>
          </div>
        </td>
      </tr>
      <tr>
        <td class="mail__foot">
          <p class="micro faint">{sheet.why}</p>
        </td>
      </tr>
    </table>
  )
}
