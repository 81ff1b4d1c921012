import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { faultById, insertFaultNote, moveMerged, setFaultSeverity, setFaultState } from '../../db/queries/faults.ts'
import {
  FAULT_SEVERITIES,
  type Fault,
  type FaultVerb,
  faultAfter,
  faultStands,
  LONGEST_FAULT,
  type ToldFault,
} from '../domain/fault.ts'
import type { FaultMailKind } from '../domain/fault-mail.ts'
import type { Person } from '../domain/person.ts'
import { isSteward } from '../domain/stewardship.ts'
import { tellReportersOfFault, tellStewardsOfFault } from './fault-mails.ts'
import { done, type Result, refused } from './result.ts'

export interface FaultAnswer {
  readonly verb: FaultVerb
  readonly words: string
  /** The report it is the same as, when it is merged. */
  readonly into?: number | null
}

const MAILS: Partial<Record<FaultVerb, FaultMailKind>> = {
  answer: 'fault-answered',
  acknowledge: 'fault-acknowledged',
  resolve: 'fault-resolved',
  reopen: 'fault-answered',
}

/** What must be said in words. */
const NEEDS_WORDS: readonly FaultVerb[] = ['answer', 'resolve', 'reopen']

/**
 * Answers a report, by who looks after the resource: with words, or by what becomes of it. Who reported it may add words.
 * Refusals: `not-found` for everybody else, `forbidden`, `invalid` with `verb` (another got there first), `words`, `into`.
 */
export function answerFault(db: Db, person: Person, id: number, answer: FaultAnswer, now: number): Result<ToldFault> {
  // Read before the transaction, which remembers nothing it may have to roll back.
  catalogueOf(db)
  return inWriteTransaction(db, (tx) => {
    const found = visibleFault(tx, person, id)
    if (!found) return refused({ kind: 'not-found' })
    const { fault, cares } = found
    if (!cares && answer.verb !== 'answer') return refused({ kind: 'forbidden' })
    const words = answer.words.trim()
    const no = (field: string, reason: string) =>
      refused({ kind: 'invalid', field, reason, values: { count: LONGEST_FAULT } })
    const state = faultAfter(fault.state, answer.verb)
    if (state === null) return no('verb', 'fault-moved-on')
    if (words === '' && NEEDS_WORDS.includes(answer.verb)) return no('words', 'fault-no-words')
    if (words.length > LONGEST_FAULT) return no('words', 'too-long-words')
    if (answer.verb === 'merge') {
      const into = faultById(tx, answer.into ?? 0)
      if (!into || into.id === id || into.resourceId !== fault.resourceId || !faultStands(into))
        return no('into', 'fault-no-other')
      merge(tx, fault, into)
    } else if (state !== fault.state) setFaultState(tx, id, { state, resolvedAt: state === 'resolved' ? now : null })
    const changed = state === fault.state ? null : state
    insertFaultNote(tx, { faultId: id, personId: person.id, text: words, state: changed, at: now })
    const kind = MAILS[answer.verb]
    if (kind) {
      const news = { kind, actor: person, words: words || null, at: now }
      if (cares) tellReportersOfFault(tx, fault, news)
      else tellStewardsOfFault(tx, fault, news)
    }
    return done(faultById(tx, id)!)
  })
}

/** A report for who may read it: its reporter, and who looks after the resource. */
export function visibleFault(
  db: Db,
  person: Person,
  id: number,
): { readonly fault: ToldFault; readonly cares: boolean } | null {
  const fault = faultById(db, id)
  const resource = fault && catalogueOf(db).resourceById.get(fault.resourceId)
  if (!fault || !resource) return null
  const cares = isSteward(person, resource)
  return cares || fault.reporterId === person.id ? { fault, cares } : null
}

/** The one that goes on is as grave as the graver of both. */
function merge(tx: Db, fault: Fault, into: Fault): void {
  setFaultState(tx, fault.id, { state: 'merged', mergedIntoId: into.id })
  moveMerged(tx, fault.id, into.id)
  const rank = ({ severity }: Fault) => FAULT_SEVERITIES.indexOf(severity)
  if (rank(fault) > rank(into)) setFaultSeverity(tx, into.id, fault.severity)
}
