import { TextAreaField } from '../components/field.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface Thread {
  readonly messages: readonly {
    readonly id: number
    readonly personName: string
    readonly text: string
    readonly at: number
  }[]
  /** Whom a word reaches. */
  readonly to: 'requester' | 'stewards'
  /** What was typed, and what is wrong with it. */
  readonly text?: string
  readonly error?: string
}

/** What is asked and answered about a reservation; it stays with it. */
export function MessageThread({
  page,
  id,
  timeZone,
  thread,
}: {
  page: Page
  id: number
  timeZone: string
  thread: Thread
}): Html {
  const { t } = page
  const format = formatOf(page.locale, timeZone)
  const { messages, to, text = '', error } = thread
  return (
    <section class="panel stack" id="messages" aria-labelledby="messages-title">
      <h2 id="messages-title">{t('messages.title')}</h2>
      {messages.length === 0 ? <p class="quiet">{t('messages.none')}</p> : null}
      <ol class="messages">
        {messages.map((each) => (
          <li>
            <p class="small">
              <b>{each.personName}</b>{' '}
              <time class="faint" datetime={new Date(each.at).toISOString()}>
                {format.moment(each.at)}
              </time>
            </p>
            <p class="message__text">{each.text}</p>
          </li>
        ))}
      </ol>
      <form class="stack" action={`/reservations/${id}/messages`} method="post">
        <input type="hidden" name="_csrf" value={page.csrf} />
        <TextAreaField
          page={page}
          name="text"
          id="message-text"
          label={t('messages.write')}
          hint={t(`messages.to-${to}`)}
          value={text}
          error={error}
          rows={3}
          maxlength={2000}
          required
        />
        <p>
          <button class="button" type="submit">
            {t('messages.send')}
          </button>
        </p>
      </form>
    </section>
  )
}
