import { openDb } from '../../db/connect.ts'
import { personById } from '../../db/queries/people.ts'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'

export interface WaitingRace {
  readonly file: string
  readonly role: 'job' | 'booker'
  readonly personId: number
  readonly resourceIds: readonly number[]
  readonly start: number
  readonly end: number
  readonly now: number
}

/** A process of its own: the job of a server, or somebody who books every time they can get. Answers how often it did. */
process.once('message', (race: WaitingRace) => {
  const db = openDb(race.file)
  const count = race.role === 'job' ? offerAll() : bookAll()
  db.$client.close()
  process.send?.(count, () => process.disconnect())

  function offerAll(): number {
    let offered = 0
    for (let round = 0; round < 3; round++)
      for (const group of groupsWaitedFor(db)) offered += offerFreedTime(db, group, race.now)
    return offered
  }

  function bookAll(): number {
    const person = personById(db, race.personId)!
    const { start, end, now } = race
    const wish = { start, end, units: 1, title: 'Race', purpose: 'own_research' as const }
    // From the other end, so that both sides meet.
    return race.resourceIds.toReversed().filter((resourceId) => {
      return requestReservation(db, person, { ...wish, resourceId }, now).ok
    }).length
  }
})
process.send?.('ready')
