import { groupOf, PURPOSES, type Purpose } from '../../server/domain/purpose.ts'
import { Field, SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import type { Page } from '../page.ts'

/** What was typed, and what was wrong with it. */
export interface PurposeFault {
  readonly purpose: string
  readonly reason: string
  readonly message: string
}

interface PanelProps {
  readonly page: Page
  readonly id: number
  readonly purpose: Purpose
  readonly fault: PurposeFault | null
}

/** A steward corrects the purpose of what was confirmed, also when it is long over, and says why. */
export function PurposePanel({ page, id, purpose, fault }: PanelProps) {
  const { t } = page
  return (
    <details class="fold panel" open={fault !== null}>
      <summary>{t('purpose-change.title')}</summary>
      <form class="stack" action={`/reservations/${id}/purpose`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <p class="small quiet">{t('purpose-change.lead')}</p>
        <SelectField
          page={page}
          id={`purpose-${id}`}
          name="purpose"
          label={t('purpose-change.purpose')}
          value={fault?.purpose ?? purpose}
          options={PURPOSES.map((each) => ({
            value: each,
            label: `${t(`purpose.${each}`)} (${t(`purpose.group.${groupOf(each)}`)})`,
          }))}
        />
        <Field
          page={page}
          id={`purpose-reason-${id}`}
          name="reason"
          label={t('purpose-change.reason')}
          value={fault?.reason ?? ''}
          error={fault?.message}
          maxlength={500}
          required
        />
        <p>
          <button class="button" type="submit">
            <Icon name="pencil" /> {t('purpose-change.save')}
          </button>
        </p>
      </form>
    </details>
  )
}
