import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import type { DecidingMail, DecidingMailKind } from '../domain/deciding-mail.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import { placeOf } from './mail-matter.ts'

export interface DecidingNews {
  readonly kind: DecidingMailKind
  readonly readers: readonly number[]
  readonly actor: Person | null
  readonly words: string | null
  /** More requests of the same series that wait with it. */
  readonly more: number
  readonly at: number
}

/** Tells each of the readers once; the coordinator learns neither the title nor who asks. */
export function tellOfDeciding(tx: Db, reservation: Reservation, news: DecidingNews): void {
  const { kind, readers, actor, words, more, at } = news
  const { id, start, end, state, decideBy, resourceId, requesterId, title } = reservation
  const isBlind = kind === 'stalled' || kind === 'coordinator-asked'
  const payload: DecidingMail = {
    ...placeOf(tx, resourceId),
    timeZone: catalogueOf(tx).resourceById.get(resourceId)!.timeZone,
    aboutId: isBlind ? null : id,
    ...{ start, end, more, words },
    decideBy: state === 'requested' ? decideBy : null,
    title: isBlind ? null : title,
    requester: isBlind ? null : requesterById(tx, requesterId).name,
    actor: actor?.name ?? null,
    ...(kind === 'coordinator-asked' && { asking: askingOf(tx, reservation) }),
  }
  for (const personId of new Set(readers)) queueMail(tx, { personId, kind, payload, at })
}

const askingOf = (tx: Db, { organisationId, purpose }: Reservation) => ({
  organisation: catalogueOf(tx).organisationById.get(organisationId)!.name,
  purpose,
})
