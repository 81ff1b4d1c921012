import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { type Refusal, type Result, refused } from './result.ts'

class Undone extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

/** A write transaction of many steps: one that ends in a refusal leaves nothing behind. */
export function allOrNothing<T>(db: Db, work: (tx: Db) => Result<T>): Result<T> {
  try {
    return inWriteTransaction(db, (tx) => {
      const result = work(tx)
      if (!result.ok) throw new Undone(result.refusal)
      return result
    })
  } catch (fault) {
    if (fault instanceof Undone) return refused(fault.refusal)
    throw fault
  }
}

class Tried<T> extends Error {
  readonly value: T
  constructor(value: T) {
    super('tried out')
    this.value = value
  }
}

/** What `work` comes to, when each step must see the ones before it and nothing may stay. */
export function tryOut<T>(db: Db, work: (tx: Db) => T): T {
  try {
    return inWriteTransaction(db, (tx) => {
      throw new Tried(work(tx))
    })
  } catch (fault) {
    if (fault instanceof Tried) return fault.value as T
    throw fault
  }
}
