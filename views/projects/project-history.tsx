import { SettingHistory } from '../components/setting-history.tsx'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey } from '../text/translate.ts'

export interface ProjectHistoryProps {
  readonly page: Page
  readonly events: readonly {
    readonly kind: string
    readonly personName: string | null
    readonly fields: readonly string[]
    readonly aboutName: string | null
    readonly at: number
  }[]
}

/** Who changed what of a project, the newest first; nothing for one that nobody has changed here. */
export function ProjectHistory({ page, events }: ProjectHistoryProps): Html | null {
  const { t, timeZone } = page
  if (events.length === 0) return null
  return (
    <SettingHistory
      page={page}
      title={t('project.history')}
      timeZone={timeZone}
      events={events}
      told={({ kind, fields, aboutName }) =>
        t(`project.event-${kind}` as TextKey, {
          name: aboutName ?? '',
          fields: fields.map((field) => t(`project.${field}` as TextKey)).join(', '),
        })
      }
    />
  )
}
