import { Cron } from 'croner'
import { type Chore, type ChoreParts, choresOf } from './chores.ts'

export interface Jobs {
  /** Starts nothing new and waits for what is under way, then lets go of the mail server. */
  stop(): Promise<void>
}

/** Runs every chore now and then at its times. One that is still at work is not started a second time. */
export function startJobs(parts: ChoreParts): Jobs {
  let stopping = false
  const underWay = new Set<Promise<void>>()
  const run = async (chore: Chore) => {
    const work = attempt(chore, () => stopping, parts)
    underWay.add(work)
    await work
    underWay.delete(work)
  }
  const clocks = choresOf(parts).map((chore) => {
    const clock = new Cron(chore.pattern, { timezone: 'UTC', protect: true, unref: true }, () => run(chore))
    void clock.trigger()
    return clock
  })
  return {
    async stop() {
      stopping = true
      for (const clock of clocks) clock.stop()
      await Promise.all(underWay)
      parts.mailer.close()
    },
  }
}

/** A chore that fails, on a full disk or a locked database, is noted and comes again at its next time. */
async function attempt(chore: Chore, stopping: () => boolean, { log }: ChoreParts): Promise<void> {
  try {
    await chore.run(stopping)
  } catch (fault) {
    log.error(fault, `could not ${chore.name}`)
  }
}
