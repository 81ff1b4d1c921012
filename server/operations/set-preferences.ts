import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { releaseHeld } from '../../db/queries/outbox.ts'
import { mailAccountOf, storePreferences } from '../../db/queries/preferences.ts'
import { type Preferences, preferencesFrom } from '../domain/preferences.ts'

/** What changes of a person's preferences; the mail by topic, all else as a whole. */
export type PreferenceChange = Partial<Omit<Preferences, 'mail'>> & { readonly mail?: Partial<Preferences['mail']> }

/** Stores what a person wants of mail, and has what was held back for them looked at again. */
export function setPreferences(db: Db, personId: number, change: PreferenceChange, now: number): Preferences {
  return inWriteTransaction(db, (tx) => {
    const before = mailAccountOf(tx, personId).preferences
    const after = preferencesFrom({ ...before, ...change, mail: { ...before.mail, ...change.mail } })
    storePreferences(tx, personId, after)
    releaseHeld(tx, personId, now)
    return after
  })
}
