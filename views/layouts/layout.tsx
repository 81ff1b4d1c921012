import type { Child } from '../jsx-runtime.ts'
import { Html, raw } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

export type NavItem = 'find' | 'labs' | 'equipment' | 'mine' | 'approvals' | 'manage' | 'reports' | 'mailbox'

export interface LayoutProps {
  readonly page: Page
  readonly title: string
  readonly nav?: NavItem
  /** Class of the body, `page-wide` for calendars. */
  readonly bodyClass?: string
  /** What the head holds besides: links to other forms of the page, data for machines. */
  readonly head?: Child
  readonly children?: Child
}

/** The frame of every page: head, masthead, the page's own main part, footer. */
export function Layout({ page, title, nav, bodyClass, head, children }: LayoutProps): Html {
  const { t } = page
  return new Html(
    '<!doctype html>' +
      (
        <html lang={page.locale}>
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>{title === t('app.name') ? title : `${title} – ${t('app.name')}`}</title>
            <link
              rel="preload"
              href="/static/fonts/sofia-sans-latin-wght-normal.woff2"
              as="font"
              type="font/woff2"
              crossorigin="anonymous"
            />
            <link rel="stylesheet" href="/static/app.css" />
            <link rel="icon" href="/static/icon.svg" type="image/svg+xml" />
            <script src="/static/vendor/htmx.min.js" defer />
            <script src="/static/app.js" defer />
            {head}
          </head>
          <body class={bodyClass}>
            <a class="skip" href="#main">
              {t('app.skip')}
            </a>
            <Masthead page={page} nav={nav} />
            <main id="main">{children}</main>
            <Footer page={page} />
          </body>
        </html>
      ).text,
  )
}

const MARK = raw(
  '<svg class="mark" viewBox="0 0 28 28" aria-hidden="true"><path class="mark__plate" d="M0 0h28v28H0z"></path><path class="mark__tick" d="M4 14h2v9H4zM8.5 14h2v9h-2zM13 5h2v18h-2zM17.5 14h2v9h-2zM22 14h2v9h-2z"></path></svg>',
)
const PERSON = raw(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="5" r="2.8"></circle><path d="M2.5 14c.4-3 2.6-4.4 5.5-4.4s5.1 1.4 5.5 4.4"></path></svg>',
)
const BELL = raw(
  '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 11V7a4 4 0 0 1 8 0v4l1.5 1.5h-11zM6.8 14.5h2.4"></path></svg>',
)

function Masthead({ page, nav }: { page: Page; nav: NavItem | undefined }) {
  const { t, person, account } = page
  const other = page.locale === 'pl' ? 'en' : 'pl'
  return (
    <header class="masthead">
      <div class="wrap masthead__in">
        <a class="brand" href="/">
          {MARK}
          <span>{t('app.name')}</span>
        </a>
        <nav class="nav" aria-label={t('nav.main')}>
          {itemsFor(page).map(([item, href, key]) => (
            <a href={href} aria-current={item === nav ? 'page' : null}>
              {t(key)}
              {item === 'approvals' && page.waiting > 0 ? <span class="count">{page.waiting}</span> : null}
            </a>
          ))}
        </nav>
        <div class="masthead__me">
          <form method="post" action="/language" class="language">
            <input type="hidden" name="_csrf" value={page.csrf} />
            <input type="hidden" name="next" value={page.url} />
            <button class="link" type="submit" name="locale" value={other} lang={other}>
              {other.toUpperCase()}
              <span class="vh">: {t('language.switch')}</span>
            </button>
          </form>
          {person ? <NoticesLink page={page} /> : null}
          {account ? (
            <a href="/account">
              {PERSON}
              <span>
                <span class="vh">{t('nav.account')} </span>
                {account.name}
                {person ? <small>{person.organisationName}</small> : null}
              </span>
            </a>
          ) : (
            <a href={page.url === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(page.url)}`}>
              {PERSON}
              <span>{t('nav.sign-in')}</span>
            </a>
          )}
        </div>
      </div>
    </header>
  )
}

function NoticesLink({ page: { t, unread } }: { page: Page }) {
  return (
    <a href="/notices">
      {BELL}
      <span class="vh">{t('nav.notices')}</span>
      {unread > 0 ? (
        <span class="count">
          <span aria-hidden="true">{unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</span>
          <span class="vh">{`: ${t('nav.unread', { count: unread })}`}</span>
        </span>
      ) : null}
    </a>
  )
}

const MOST_SHOWN = 99

/** What the person can go to: stewards see the inbox, those who read reports the reports. */
function itemsFor({ person, demo }: Page): readonly (readonly [NavItem, string, TextKey])[] {
  const isSteward = (person?.stewardOf.size ?? 0) > 0
  const isManager = isSteward || (person?.administers.size ?? 0) > 0 || person?.role === 'administrator'
  const isCoordinator = person?.role === 'coordinator'
  const oversees = isCoordinator || person?.role === 'administrator'
  return [
    ['find', '/', 'nav.find'],
    ['labs', '/labs', 'nav.labs'],
    ['equipment', '/equipment', 'nav.equipment'],
    ...(person ? ([['mine', '/reservations', 'nav.mine']] as const) : []),
    ...(isSteward || isCoordinator ? ([['approvals', '/approvals', 'nav.approvals']] as const) : []),
    ...(isManager ? ([['manage', '/manage', 'nav.manage']] as const) : []),
    ...(isManager || oversees ? ([['reports', '/reports', 'nav.reports']] as const) : []),
    ...(demo && person ? ([['mailbox', '/mailbox', 'nav.mailbox']] as const) : []),
  ]
}

function Footer({ page }: { page: Page }) {
  const { t } = page
  return (
    <footer class="foot">
      <div class="wrap foot__in">
        <p>{t(page.demo ? 'footer.about' : 'footer.about-plain')}</p>
        <nav class="foot__links" aria-label={t('footer.help')}>
          <a href="/accessibility">{t('footer.accessibility')}</a>
          <a href="/privacy">{t('footer.privacy')}</a>
          {page.apiDocs ? <a href="/api/docs">{t('footer.api')}</a> : null}
        </nav>
      </div>
    </footer>
  )
}
