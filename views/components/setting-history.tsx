import { formatOf } from '../format.ts'
import type { Child, Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Somebody did something. */
interface HistoryEvent {
  readonly personName: string | null
  readonly at: number
}

/** Somebody changed a setting. */
export interface SettingChange extends HistoryEvent {
  readonly before: object | null
  readonly after: object | null
}

export interface SettingHistoryProps<Change extends HistoryEvent> {
  readonly page: Page
  readonly title: string
  /** What stands there before the first change. */
  readonly nothing?: string
  readonly timeZone: string
  readonly events: readonly Change[]
  /** What a change did, in words. */
  readonly told: (event: Change) => Child
}

/** Who changed what, the newest first. */
export function SettingHistory<Change extends HistoryEvent>(props: SettingHistoryProps<Change>): Html {
  const { page, title, nothing, timeZone, events, told } = props
  const format = formatOf(page.locale, timeZone)
  return (
    <section class="section" aria-labelledby="history">
      <div class="section__head">
        <h2 id="history">{title}</h2>
      </div>
      {events.length === 0 && nothing ? <p class="quiet">{nothing}</p> : null}
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
