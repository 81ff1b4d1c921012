import { type SettingChange, SettingHistory } from '../components/setting-history.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Somebody changed a form: `after` holds the fields that were changed. */
export type FormEvent = SettingChange

export interface FormHistoryProps {
  readonly page: Page
  readonly events: readonly FormEvent[]
  /** What a change did, in words. */
  readonly told: (event: FormEvent) => string
}

/** Who changed what, the newest first. */
export function FormHistory({ page, events, told }: FormHistoryProps): Html {
  const { t, timeZone } = page
  return (
    <SettingHistory
      page={page}
      title={t('record.history')}
      nothing={t('record.no-history')}
      timeZone={timeZone}
      events={events}
      told={told}
    />
  )
}
