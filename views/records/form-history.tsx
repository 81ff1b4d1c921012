import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Somebody changed a form: `after` holds the fields that were changed. */
export interface FormEvent {
  readonly personName: string | null
  readonly before: object | null
  readonly after: object | null
  readonly at: number
}

export interface FormHistoryProps {
  readonly page: Page
  readonly events: readonly FormEvent[]
  /** What a change did, in words. */
  readonly told: (event: FormEvent) => string
}

/** Who changed what, the newest first. */
export function FormHistory({ page, events, told }: FormHistoryProps): Html {
  const { t, locale } = page
  const format = formatOf(locale, page.timeZone)
  return (
    <section class="section" aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{t('record.history')}</h2>
      </div>
      {events.length === 0 ? <p class="quiet">{t('record.no-history')}</p> : null}
      <ol class="history history--wide">
        {events.map((event) => (
          <li>
            <time datetime={new Date(event.at).toISOString()}>
              {format.date(event.at)}, {format.clock(event.at)}
            </time>
            <div>
              {event.personName ? <b>{event.personName}: </b> : null}
              {told(event)}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
