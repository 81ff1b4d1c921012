import { type DataTopic, personalTopics } from '../../server/domain/personal-data.ts'
import type { Retention } from '../../server/domain/retention.ts'
import { DataTable } from '../components/data-table.tsx'
import { Notice } from '../components/notice.tsx'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'

interface PrivacyPageProps {
  readonly page: Page
  /** Whom to write to. */
  readonly contact: string
  readonly retention: Retention
  /** Its reader has just had their account erased. */
  readonly isErased: boolean
}

/** What is kept about people, why, how long and who sees it. */
export function PrivacyPage({ page, contact, retention, isErased }: PrivacyPageProps): Html {
  const { t, account } = page
  const { unusedMonths: months, erasedMonths: erased } = retention
  return (
    <Layout page={page} title={t('privacy.title')}>
      <div class="wrap">
        <div class="page-head">
          <h1>{t('privacy.title')}</h1>
          <p class="quiet">{t('privacy.lead')}</p>
        </div>
        {isErased ? (
          <div role="status">
            <Notice kind="ok">
              <p>{t('privacy.erased')}</p>
            </Notice>
          </div>
        ) : null}
        <div class="stack">
          <h2>{t('privacy.what')}</h2>
          <Topics page={page} retention={retention} />
        </div>
        <div class="stack prose prose--beside">
          <h2>{t('privacy.rights')}</h2>
          <ul>
            {(['read', 'mend', 'erase', 'see'] as const).map((each) => (
              <li>{t(`privacy.rights.${each}`)}</li>
            ))}
            <li>{t('privacy.rights.complain', { address: contact })}</li>
          </ul>
          {account ? (
            <p class="row">
              <a class="button" href="/account/data">
                {t('data.go')}
              </a>
              <a class="button" href="/account/activity">
                {t('audit.mine')}
              </a>
            </p>
          ) : null}
          <h2>{t('privacy.unused')}</h2>
          <p>{months === null ? t('privacy.unused.never') : t('privacy.unused.text', { months, erased })}</p>
          <h2>{t('privacy.backups')}</h2>
          <p>{t('privacy.backups.text')}</p>
          <h2>{t('privacy.cookies')}</h2>
          <p>{t('privacy.cookies.text')}</p>
          <h2>{t('privacy.who')}</h2>
          <p>{t('privacy.who.text', { address: contact })}</p>
        </div>
      </div>
    </Layout>
  )
}

const BASIS: Record<DataTopic, 'contract' | 'task' | 'law' | 'interest'> = {
  account: 'contract',
  security: 'interest',
  membership: 'contract',
  reservations: 'contract',
  use: 'law',
  waiting: 'contract',
  training: 'task',
  projects: 'task',
  faults: 'task',
  mail: 'contract',
  reports: 'task',
  settings: 'task',
  audit: 'interest',
}

const SEEN = {
  account: 'organisation',
  security: 'self',
  membership: 'organisation',
  reservations: 'reservations',
  use: 'stewards',
  waiting: 'stewards',
  training: 'stewards',
  projects: 'projects',
  faults: 'faults',
  mail: 'self',
  reports: 'reports',
  settings: 'settings',
  audit: 'audit',
} as const

/** A row for each topic that some table of the database has. */
function Topics({ page, retention }: { page: Page; retention: Retention }) {
  const { t } = page
  const columns = ['topic', 'purpose', 'basis', 'kept', 'seen'] as const
  const rows = personalTopics().map((topic) => [
    t(`privacy.topic.${topic}`),
    t(`privacy.purpose.${topic}`),
    t(`privacy.basis.${BASIS[topic]}`),
    keptText(page, topic, retention),
    t(`privacy.seen.${SEEN[topic]}`),
  ])
  return (
    <DataTable
      caption={t('privacy.what')}
      columns={columns.map((each) => ({ label: t(`privacy.${each}`) }))}
      groups={[{ rows }]}
      stacks
    />
  )
}

function keptText({ t }: Page, topic: DataTopic, { wordsYears, auditYears }: Retention): string {
  switch (topic) {
    case 'account':
    case 'membership':
    case 'projects':
    case 'training':
      return t('privacy.kept.account')
    case 'reservations':
      return wordsYears === null ? t('privacy.kept.words') : t('privacy.kept.words-years', { count: wordsYears })
    case 'audit':
      return auditYears === null ? t('privacy.kept.audit') : t('privacy.kept.audit-years', { count: auditYears })
    case 'use':
    case 'waiting':
      return t('privacy.kept.hours')
    case 'faults':
      return t('privacy.kept.settings')
    default:
      return t(`privacy.kept.${topic}`)
  }
}
