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
  for (const personId of new Set(readers)) tell(tx, fault, news, { personId, isToSteward: true })
}

/** Tells who reported it, and who reported what was merged into it: each of their own report, never of the others'. */
export function tellReportersOfFault(tx: Db, fault: ToldFault, news: FaultNews): void {
  const own = new Map([...faultsMergedInto(tx, fault.id), fault].map((each) => [each.reporterId, each]))
  for (const [personId, report] of own) tell(tx, report, news, { personId, isToSteward: false })
}

interface Reader {
  readonly personId: number
  readonly isToSteward: boolean
}

/** Nobody hears of their own doing. */
function tell(
  tx: Db,
  { id: faultId, resourceId, severity, words: report }: ToldFault,
  { kind, actor, words, at }: FaultNews,
  { personId, isToSteward }: Reader,
): void {
  if (personId === actor.id) return
  const payload = { ...placeOf(tx, resourceId), faultId, severity, report, words, actor: actor.name, isToSteward }
  queueMail(tx, { personId, kind, payload, at })
}
