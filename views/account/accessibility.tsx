import { formatOf } from '../format.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

/** Day of the assessment the statement stands on. */
const ASSESSED_AT = Date.UTC(2026, 10, 23)

/** The declaration the Polish act on digital accessibility asks of public bodies. */
export function AccessibilityPage({ page, contact }: { page: Page; contact: string }) {
  const { t } = page
  return (
    <Layout page={page} title={t('accessibility.title')}>
      <div class="wrap stack prose">
        <h1>{t('accessibility.title')}</h1>
        <p class="lead">{t('accessibility.intro')}</p>
        <h2>{t('accessibility.status')}</h2>
        <p>{t('accessibility.status.text')}</p>
        <h2>{t('accessibility.how')}</h2>
        <ul>
          {(['keyboard', 'calendar', 'list', 'colour', 'zoom', 'contrast'] as const).map((each) => (
            <li>{t(`accessibility.how.${each}`)}</li>
          ))}
        </ul>
        <h2>{t('accessibility.limits')}</h2>
        <p>{t('accessibility.limits.text')}</p>
        <h2>{t('accessibility.contact')}</h2>
        <p>{t('accessibility.contact.text', { address: contact })}</p>
        <p class="quiet">{t('accessibility.date', { date: formatOf(page.locale, 'UTC').date(ASSESSED_AT) })}</p>
      </div>
    </Layout>
  )
}
