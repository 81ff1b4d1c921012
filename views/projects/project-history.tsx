import { formatOf } from '../format.ts'
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
  const { t, locale } = page
  const format = formatOf(locale, page.timeZone)
  if (events.length === 0) return null
  return (
    <section class="section" aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{t('project.history')}</h2>
      </div>
      <ol class="history history--wide">
        {events.map(({ kind, personName, fields, aboutName, at }) => (
          <li>
            <time datetime={new Date(at).toISOString()}>
              {format.date(at)}, {format.clock(at)}
            </time>
            <div>
              {personName ? <b>{personName}: </b> : null}
              {t(`project.event-${kind}` as TextKey, {
                name: aboutName ?? '',
                fields: fields.map((field) => t(`project.${field}` as TextKey)).join(', '),
              })}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
