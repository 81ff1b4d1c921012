import type { Db } from '../../db/connect.ts'

/**
 * The same database as a program sees it that looks, then writes, without any transaction: what was checked may be
 * old when it is written. Only for proving that the race finds what this leads to.
 */
export function withoutTransactions(db: Db): Db {
  const client = new Proxy(db.$client, {
    get(target, key) {
      if (key === 'transaction') return atOnce
      const value = Reflect.get(target, key, target) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return new Proxy(db, { get: (target, key) => (key === '$client' ? client : Reflect.get(target, key, target)) })
}

function atOnce(work: () => unknown) {
  return Object.assign(() => work(), { immediate: () => work(), deferred: () => work() })
}
