import type { Locale, Person } from '../server/domain/person.ts'
import type { Translate } from './text/translate.ts'

/** What every view knows of the request it answers. */
export interface Page {
  readonly locale: Locale
  readonly t: Translate
  /** Who reads it, for an organisation that has them. */
  readonly person: Person | null
  /** The same, also where no organisation has them. */
  readonly account: Pick<Person, 'name' | 'organisationName'> | null
  /** Value of the hidden field `_csrf` of every form that posts. */
  readonly csrf: string
  readonly now: number
  /** Path with query, as the browser asked for it. */
  readonly url: string
  readonly timeZone: string
  readonly demo: boolean
  /** Requests that wait for this person's decision; 0 for those who decide nothing. */
  readonly waiting: number
  /** Notices the person has not read, counted up to 100. */
  readonly unread: number
  readonly apiDocs: boolean
}
