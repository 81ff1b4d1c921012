/**
 * `npm run bench -- race`: four processes do by chance what people do, on one file, and are killed again and again.
 * In between, and at the end, the file is held against what they were told.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Db, migrateDb, openDb } from '../../db/connect.ts'
import { chanceFrom } from '../cluster/chance.ts'
import { History } from './race-history.ts'
import { Logs } from './race-log.ts'
import { type Fault, faultsOfState } from './race-state.ts'
import { storyOf } from './race-story.ts'
import type { Task } from './race-worker.ts'
import { makeWorld, RACE_BEGINS, type World } from './race-world.ts'

export interface RaceOptions {
  /** An empty folder for the database and the logs. */
  readonly folder: string
  readonly operations: number
  readonly seed: number
  /** Milliseconds from one SIGKILL to the next; null for none. */
  readonly killEvery: number | null
  /** Without the guards of the database, and without transactions: what the race must find. */
  readonly isUnguarded?: boolean
  readonly onLook?: (report: RaceReport) => void
}

export interface RaceReport {
  readonly operations: number
  readonly seconds: number
  readonly perSecond: number
  readonly kills: number
  readonly looks: number
  /** Operations whose worker was killed before it could say how they ended. */
  readonly unanswered: number
  readonly counts: Readonly<Record<string, number>>
  readonly faults: readonly Fault[]
  /** The last operations around the first fault. */
  readonly story: readonly string[]
}

const WORKERS = 4
const LOOK_EVERY = 1000
/** Simulated time runs so much faster. */
const SPEED = 6000
/** What is over by so much cannot change any more. */
const SETTLED = 2 * 86_400_000
const GUARDS = ['claims_guard_insert', 'claims_guard_update']

/** Runs until so many operations were done or something is wrong. */
export async function race(options: RaceOptions): Promise<RaceReport> {
  const run = new Race(options)
  try {
    return await run.toTheEnd()
  } finally {
    run.end()
  }
}

class Race {
  private readonly options: RaceOptions
  private readonly db: Db
  private readonly world: World
  private readonly history = new History()
  private readonly logs: Logs
  private readonly since = Date.now()
  private readonly workers: { child: ChildProcess; life: number }[] = []
  private faults: Fault[] = []
  private kills = 0
  private looks = 0
  private done = 0

  constructor(options: RaceOptions) {
    this.options = options
    mkdirSync(join(options.folder, 'logs'), { recursive: true })
    this.logs = new Logs(join(options.folder, 'logs'))
    this.db = openDb(this.file)
    migrateDb(this.db)
    // Whoever looks on waits for those who are watched, however busy the machine is.
    this.db.$client.pragma('busy_timeout = 120000')
    this.world = makeWorld(this.db)
    if (options.isUnguarded) for (const name of GUARDS) this.db.$client.exec(`DROP TRIGGER ${name}`)
  }

  async toTheEnd(): Promise<RaceReport> {
    for (let i = 0; i < WORKERS; i++) this.start(i, 1)
    const chance = chanceFrom(this.options.seed)
    const { killEvery, operations } = this.options
    let nextKill = killEvery
    while (this.done < operations && this.faults.length === 0) {
      await setTimeout(Math.min(LOOK_EVERY, killEvery ?? LOOK_EVERY))
      if (nextKill !== null && Date.now() - this.since > nextKill) {
        await this.kill(chance.whole(0, WORKERS - 1))
        nextKill += killEvery!
      }
      this.look(true)
      this.options.onLook?.(this.report())
    }
    await Promise.all(this.workers.map(({ child }) => this.stop(child)))
    this.look(false)
    return this.report()
  }

  end(): void {
    for (const { child } of this.workers) if (child.exitCode === null) child.kill('SIGKILL')
    this.db.$client.close()
  }

  private get file() {
    return join(this.options.folder, 'race.sqlite')
  }

  private start(index: number, life: number): void {
    const child = fork(workerProgram(), { execArgv: [] })
    this.workers[index] = { child, life }
    const name = `${index}.${life}`
    const task: Task = {
      ...{ file: this.file, log: join(this.options.folder, 'logs', `${name}.log`), world: this.world, name },
      seed: this.options.seed * 1000 + index * 251 + life * 7919,
      ...{ epoch: RACE_BEGINS, since: this.since, speed: SPEED, isUnlocked: this.options.isUnguarded ?? false },
    }
    child.on('message', (count) => {
      this.done += count as number
    })
    child.send(task)
  }

  private async kill(index: number): Promise<void> {
    const { child, life } = this.workers[index]!
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    this.kills++
    this.start(index, life + 1)
  }

  private async stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.send('stop')
    await ended
  }

  /** First the logs, then a snapshot: what was acknowledged before must be in it. */
  private look(isRunning: boolean): void {
    this.looks++
    for (const line of this.logs.fresh()) this.history.add(line)
    const settled = RACE_BEGINS + (Date.now() - this.since) * SPEED - SETTLED
    const found = this.db.$client.transaction(() => [
      ...faultsOfState(this.db, isRunning ? settled : 0),
      ...(isRunning ? this.history.faultsOfFresh(this.db) : this.history.faultsOfAll(this.db)),
    ])()
    this.faults = [...this.faults, ...found]
    // Mail leaves.
    if (isRunning) this.db.$client.exec('DELETE FROM outbox; DELETE FROM unmet_requests')
  }

  private report(): RaceReport {
    const seconds = (Date.now() - this.since) / 1000
    const { answered: operations, unanswered, counts } = this.history
    return {
      ...{ operations, seconds, perSecond: operations / seconds, kills: this.kills, looks: this.looks, unanswered },
      counts: Object.fromEntries([...counts].sort()),
      faults: this.faults,
      story: this.faults[0] ? storyOf(join(this.options.folder, 'logs'), this.faults[0]) : [],
    }
  }
}

function workerProgram(): string {
  const source = join(import.meta.dirname, 'race-worker.ts')
  return existsSync(source) ? source : source.replace(/\.ts$/, '.js')
}

/** The benchmark: a folder of its own in var/, progress every ten looks, and the report. */
export async function benchRace(operations: number, seed: number): Promise<RaceReport> {
  const folder = 'var/bench-race'
  rmSync(folder, { recursive: true, force: true })
  console.log(`${operations} operations by ${WORKERS} processes, seed ${seed}, a SIGKILL every 3 s`)
  const report = await race({
    ...{ folder, operations, seed, killEvery: 3000 },
    onLook({ looks, operations: done, perSecond, kills, faults }) {
      if (looks % 10 === 0)
        console.log(`${done} operations, ${Math.round(perSecond)} a second, ${kills} kills, ${faults.length} faults`)
    },
  })
  console.table(report.counts)
  const { faults, story, perSecond, kills, looks, unanswered } = report
  console.log(`${report.operations} operations in ${report.seconds.toFixed(0)} s, ${Math.round(perSecond)} a second`)
  console.log(`${kills} kills, ${unanswered} operations without an answer, ${looks} looks, ${faults.length} faults`)
  for (const fault of faults.slice(0, 20)) console.log(`${fault.what}: ${fault.text}`)
  for (const line of story) console.log(`  ${line}`)
  if (faults.length > 0) process.exitCode = 1
  return report
}
