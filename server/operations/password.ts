import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'

/** Argon2id at the cost OWASP recommends: 19 MiB, two passes; 11–18 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** One or two at a time: a storm of sign-ins must not take every core, and 19 MiB each, from the pages. */
const AT_ONCE = Math.max(1, Math.min(2, availableParallelism() - 1))

let running = 0
const waiting: (() => void)[] = []

/** Runs `work` when one of the few places for costly hashing is free. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

let nobodysHash: Promise<string> | null = null

/** Whether the password fits. Without a hash it does the same work and says no: time tells nothing of who exists. */
export async function passwordFits(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('nobody has this password')
  const fits = await verify(passwordHash ?? (await nobodysHash), password).catch(() => false)
  return passwordHash !== null && fits
}
