import { formatOf } from '../format.ts'
import type { Child } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** Days of the first page, of its last great change and of the assessment the statement stands on. */
const PUBLISHED_AT = Date.UTC(2026, 10, 23)
const CHANGED_AT = Date.UTC(2026, 10, 23)
const ASSESSED_AT = Date.UTC(2026, 10, 23)

/**
 * The declaration that the Polish act on digital accessibility of 4 April 2019 asks of public bodies (art. 10), with the
 * identifiers that the ministry's technical conditions give its parts.
 */
export function AccessibilityPage({ page, contact, url }: { page: Page; contact: string; url: string }) {
  const { t } = page
  return (
    <Layout page={page} title={t('accessibility.title')}>
      <div class="wrap stack prose">
        <h1>{t('accessibility.title')}</h1>
        <p class="lead" id="a11y-podmiot">
          {t('statement.duty', { url })}
        </p>
        <ul>
          <Dated page={page} id="a11y-data-publikacja" text="statement.published" at={PUBLISHED_AT} />
          <Dated page={page} id="a11y-data-aktualizacja" text="statement.updated" at={CHANGED_AT} />
        </ul>
        <h2>{t('accessibility.status')}</h2>
        <p id="a11y-status">{t('statement.status')}</p>
        <h3>{t('statement.limits')}</h3>
        <ul>
          {(['pdf', 'words', 'files'] as const).map((each) => (
            <li>{t(`statement.limits.${each}`)}</li>
          ))}
        </ul>
        <h3>{t('accessibility.how')}</h3>
        <ul>
          {(['keyboard', 'calendar', 'list', 'colour', 'zoom', 'contrast'] as const).map((each) => (
            <li>{t(`accessibility.how.${each}`)}</li>
          ))}
        </ul>
        <h2>{t('statement.made')}</h2>
        <ul>
          <Dated page={page} id="a11y-data-sporzadzenie" text="statement.made.on" at={ASSESSED_AT} />
          <Dated page={page} id="a11y-data-deklaracja-przeglad" text="statement.made.reviewed" at={ASSESSED_AT} />
        </ul>
        <p id="a11y-ocena">{t('statement.made.how')}</p>
        <Part title={t('statement.keys')}>{t('statement.keys.text')}</Part>
        <h2 id="a11y-kontakt">{t('accessibility.contact')}</h2>
        <ul>
          <li id="a11y-osoba">{t('statement.contact.person')}</li>
          <li>
            {t('statement.contact.email')}:{' '}
            <a id="a11y-email" href={`mailto:${contact}`}>
              {contact}
            </a>
          </li>
          <li id="a11y-telefon">{t('statement.contact.phone')}</li>
        </ul>
        <h2 id="a11y-procedura">{t('statement.procedure')}</h2>
        <p>{t('statement.procedure.right')}</p>
        <p>{t('statement.procedure.time')}</p>
        <p>
          {t('statement.procedure.complaint')}{' '}
          <a href="https://bip.brpo.gov.pl/" rel="noopener external">
            bip.brpo.gov.pl
          </a>
        </p>
        <Part id="a11y-architektura" title={t('statement.architecture')}>
          {t('statement.architecture.text')}
        </Part>
        <Part id="a11y-aplikacje" title={t('statement.apps')}>
          {t('statement.apps.text')}
        </Part>
      </div>
    </Layout>
  )
}

function Dated({
  page,
  id,
  text,
  at,
}: {
  page: Page
  id: string
  text: 'statement.published' | 'statement.updated' | 'statement.made.on' | 'statement.made.reviewed'
  at: number
}) {
  const { isoDay, date } = formatOf(page.locale, 'UTC')
  const [before, after] = page.t(text, { date: '\n' }).split('\n')
  return (
    <li>
      {before}
      <time id={id} datetime={isoDay(at)}>
        {date(at)}
      </time>
      {after}
    </li>
  )
}

function Part({ id, title, children }: { id?: string; title: string; children?: Child }) {
  return (
    <>
      <h2 id={id}>{title}</h2>
      <p>{children}</p>
    </>
  )
}
