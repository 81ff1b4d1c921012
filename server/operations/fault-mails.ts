import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { faultsMergedInto } from '../../db/queries/faults.ts'
import { stewardsOfLab } from '../../db/queries/people.ts'
import { queueMail } from '../../db/queries/queue-mail.ts'
import type { ToldFault } from '../domain/fault.ts'
import type { FaultMailKind } from '../domain/fault-mail.ts'
import type { Person } from '../domain/person.ts'
import { placeOf } from './mail-matter.ts'

interface FaultNews {
  readonly kind: FaultMailKind
  readonly actor: Person
  /** What was answered. */
  readonly words: string | null
  readonly at: number
}

/** Tells everybody who looks after the resource, caretakers included. */
export function tellStewardsOfFault(tx: Db, fault: ToldFault, news: FaultNews): void {
  const { labId } = catalogueOf(tx).resourceById.get(fault.resourceId)!
  const readers = stewardsOfLab(tx, labId, news.at).map((each) => each.personId)
  tell(tx, fault, news, { readers, isToSteward: true })
}

/** Tells who reported it, and who reported what was merged into it. */
export function tellReportersOfFault(tx: Db, fault: ToldFault, news: FaultNews): void {
  const readers = [fault, ...faultsMergedInto(tx, fault.id)].map((each) => each.reporterId)
  tell(tx, fault, news, { readers, isToSteward: false })
}

function tell(
  tx: Db,
  fault: ToldFault,
  { kind, actor, words, at }: FaultNews,
  { readers, isToSteward }: { readonly readers: readonly number[]; readonly isToSteward: boolean },
): void {
  const { id: faultId, severity, words: report } = fault
  const payload = { ...placeOf(tx, fault.resourceId), faultId, severity, report, words, actor: actor.name, isToSteward }
  // Nobody hears of their own doing, and nobody twice.
  for (const personId of new Set(readers)) if (personId !== actor.id) queueMail(tx, { personId, kind, payload, at })
}
