import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  countFaultsToldSince,
  faultById,
  insertFault,
  insertFaultPhoto,
  sameFaultSince,
} from '../../db/queries/faults.ts'
import { type FaultSeverity, LONGEST_FAULT, type ToldFault } from '../domain/fault.ts'
import type { Person } from '../domain/person.ts'
import type { Photo } from '../domain/photo.ts'
import { tellStewardsOfFault } from './fault-mails.ts'
import { done, type Result, refused } from './result.ts'

export interface FaultReport {
  readonly resourceId: number
  readonly severity: FaultSeverity
  readonly words: string
  readonly photo: Photo | null
}

/** The same report within this time is the same form sent a second time. */
const AGAIN_MS = 10 * 60_000
const DAY_MS = 86_400_000
/** So many reports of one person in a day are about something else than faults. */
const MOST_A_DAY = 50

/**
 * Tells the stewards of a resource that something is wrong with it. Anybody may who is signed in; told again within ten
 * minutes it is the report that stands, with the photo it had not. Refusals: `not-found`, `invalid` with `words`.
 */
export function reportFault(db: Db, person: Person, report: FaultReport, now: number): Result<ToldFault> {
  const resource = catalogueOf(db).resourceById.get(report.resourceId)
  if (!resource || resource.status === 'retired') return refused({ kind: 'not-found' })
  const words = report.words.trim()
  if (words === '') return refused({ kind: 'invalid', field: 'words', reason: 'fault-no-words' })
  if (words.length > LONGEST_FAULT)
    return refused({ kind: 'invalid', field: 'words', reason: 'too-long-words', values: { count: LONGEST_FAULT } })
  const fault = {
    ...{ resourceId: resource.id, reporterId: person.id, severity: report.severity, words, createdAt: now },
  }
  return inWriteTransaction(db, (tx) => {
    const known = sameFaultSince(tx, fault, now - AGAIN_MS)
    if (!known && countFaultsToldSince(tx, person.id, now - DAY_MS) >= MOST_A_DAY)
      return refused({ kind: 'invalid', field: 'words', reason: 'fault-too-many', values: { count: MOST_A_DAY } })
    const id = known?.id ?? insertFault(tx, fault)
    if (report.photo && !known?.photoIds.length)
      insertFaultPhoto(tx, { id, resourceId: resource.id }, { ...report.photo, ...photoFacts(id, person, now) })
    const told = faultById(tx, id)!
    if (known) return done(told)
    tellStewardsOfFault(tx, told, { kind: 'fault-reported', actor: person, words: null, at: now })
    return done(told)
  })
}

const photoFacts = (id: number, person: Person, at: number) => ({
  name: `fault-${id}.webp`,
  createdById: person.id,
  at,
})
