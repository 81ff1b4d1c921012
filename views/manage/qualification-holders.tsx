import type { Level } from '../../server/domain/person.ts'
import type { QualificationEnd, QualificationState } from '../../server/domain/qualification.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { DataTable } from '../components/data-table.tsx'
import { capitalised, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { endText, levelText, RightChip } from '../training/right-text.tsx'

/** Somebody's right, as the stewards see it. */
export interface HolderRow {
  readonly personId: number
  readonly name: string
  readonly email: string
  readonly organisation: string
  readonly level: Level
  readonly end: QualificationEnd | null
  readonly state: QualificationState
  readonly grantedAt: number
  readonly grantedBy: string | null
}

interface HolderTableProps {
  readonly page: Page
  readonly resource: Resource
  readonly path: string
  readonly holders: readonly HolderRow[]
}

/** Who may use the resource; what ends first stands first. */
export function HolderTable({ page, resource, path, holders }: HolderTableProps): Html {
  const { t, locale } = page
  if (holders.length === 0) return <p class="quiet">{t('qualifications.nobody')}</p>
  const format = formatOf(locale, resource.timeZone)
  return (
    <DataTable
      caption={t('qualifications.holders')}
      columns={['who', 'level', 'state', 'until', 'granted', 'action'].map((name) => ({
        label: t(`qualifications.column-${name as 'level'}`),
      }))}
      groups={[
        {
          rows: holders.map((holder) => [
            <Who holder={holder} />,
            capitalised(levelText(page, holder.level, resource)),
            <RightChip page={page} state={holder.state} />,
            endText(page, holder.end, resource.timeZone),
            [format.date(holder.grantedAt), holder.grantedBy].filter(Boolean).join(', '),
            <Actions page={page} path={path} holder={holder} />,
          ]),
        },
      ]}
    />
  )
}

function Who({ holder: { name, email, organisation } }: { holder: HolderRow }) {
  return (
    <>
      <b>{name}</b>
      <br />
      <span class="small quiet">
        {organisation}, {email}
      </span>
    </>
  )
}

function Actions({ page, path, holder }: { page: Page; path: string; holder: HolderRow }) {
  const { t } = page
  const { email, level, personId, name } = holder
  return (
    <div class="row">
      <a href={`${path}?person=${encodeURIComponent(email)}&level=${level}#grant`}>
        {t('qualifications.renew')}
        <span class="vh">: {name}</span>
      </a>
      <details class="fold">
        <summary>
          {t('qualifications.revoke')}
          <span class="vh">: {name}</span>
        </summary>
        <form class="stack" method="post" action={`${path}/${personId}/removal`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <div class="field">
            <label for={`f-reason-${personId}`}>{t('qualifications.reason')}</label>
            <input class="input" id={`f-reason-${personId}`} name="reason" maxlength={500} />
          </div>
          <button class="button" type="submit">
            {t('qualifications.revoke-button')}
            <span class="vh">: {name}</span>
          </button>
        </form>
      </details>
    </div>
  )
}
