/** A process of its own that does by chance what people do, and writes down what it begins and what it was told. */
import { openSync, writeSync } from 'node:fs'
import { openDb } from '../../db/connect.ts'
import { chanceFrom } from '../cluster/chance.ts'
import type { Attempt } from './race-attempt.ts'
import { attemptAt } from './race-deeds.ts'
import type { Answered, Begun, Line } from './race-log.ts'
import { withoutTransactions } from './race-unlocked.ts'
import type { World } from './race-world.ts'

export interface Task {
  readonly file: string
  readonly log: string
  readonly world: World
  /** `2.5`: the fifth life of the second worker. */
  readonly name: string
  readonly seed: number
  /** Simulated instant at the wall clock's `since`, and how much faster it runs. */
  readonly epoch: number
  readonly since: number
  readonly speed: number
  /** Looks, then writes, without transactions. */
  readonly isUnlocked: boolean
}

const AT_ONCE = 25

let isOver = false
// Nobody is left to race for.
process.once('disconnect', () => process.exit())
process.on('message', (message: Task | 'stop') => {
  if (message === 'stop') isOver = true
  else work(message)
})

function work(task: Task): void {
  const db = openDb(task.file)
  if (task.isUnlocked) db.$client.pragma('synchronous = OFF')
  const seen = task.isUnlocked ? withoutTransactions(db) : db
  const chance = chanceFrom(task.seed)
  const log = openSync(task.log, 'a')
  const write = (line: Line) => writeSync(log, `${JSON.stringify(line)}\n`)
  let count = 0
  const round = () => {
    for (let i = 0; i < AT_ONCE; ) {
      const now = task.epoch + Math.floor((Date.now() - task.since) * task.speed)
      const attempt = attemptAt(seen, task.world, chance, now)
      if (!attempt) continue
      i++
      const tag = `${task.name}.${++count}`
      write(begunOf(attempt, tag))
      write(outcomeOf(attempt, tag))
    }
    process.send?.(AT_ONCE)
    if (!isOver) return setImmediate(round)
    db.$client.close()
    process.disconnect()
  }
  setImmediate(round)
}

const begunOf = ({ run: _, ...attempt }: Attempt, tag: string): Begun => ({ tag, at: Date.now(), ...attempt })

function outcomeOf(attempt: Attempt, tag: string): Answered {
  try {
    const result = attempt.run(tag)
    if (result === null) return { tag }
    if (!result.ok) return { tag, no: result.refusal.kind }
    if ('rrule' in result.value) return { tag, series: { id: result.value.id, version: result.value.version } }
    const { id, version, state, resourceId, start, end, units } = result.value
    return { tag, kept: { id, version, state, resourceId, start, end, units } }
  } catch (fault) {
    const { code, message } = fault as { code?: string; message?: string }
    if (code === 'SQLITE_BUSY' || message === 'capacity-claimed') return { tag, no: code ?? 'claimed' }
    return { tag, no: `fault: ${code ?? ''} ${message ?? String(fault)}` }
  }
}
