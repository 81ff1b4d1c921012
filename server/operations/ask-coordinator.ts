import type { Db } from '../../db/connect.ts'
import { coordinatorIds } from '../../db/queries/unanswered.ts'
import type { Reservation } from '../domain/reservation.ts'
import { tellOfDeciding } from './deciding-mails.ts'
import { votingOn } from './voting.ts'

/** Tells the coordinators, once for all of them, of requests that wait for nobody else by now. */
export function askCoordinator(tx: Db, requests: readonly Reservation[], at: number): void {
  const theirs = requests.filter(
    (each) => each.state === 'requested' && votingOn(tx, each, at).open.some((voice) => voice === null),
  )
  const [first] = theirs
  if (!first) return
  tellOfDeciding(tx, first, {
    ...{ kind: 'coordinator-asked', actor: null, words: null, more: theirs.length - 1, at },
    readers: coordinatorIds(tx).filter((id) => id !== first.requesterId),
  })
}
