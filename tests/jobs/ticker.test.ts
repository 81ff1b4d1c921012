import { afterEach, describe, expect, test } from 'vitest'
import { type ChoreLog, choresOf } from '../../server/jobs/chores.ts'
import { startJobs } from '../../server/jobs/ticker.ts'
import type { Mailer } from '../../server/mail/mailer.ts'
import { filledDb, NOW, queue, rowsOf, settings } from '../mail/support.ts'
import { postbox } from '../support/postbox.ts'

const DAY = 86_400_000
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

function notes() {
  const lines: string[] = []
  const log: ChoreLog = {
    info: (_what, message) => lines.push(message),
    warn: (_what, message) => lines.push(message),
    error: (_what, message) => lines.push(message),
  }
  return { log, lines }
}

const named = (parts: Parameters<typeof choresOf>[0], name: string) =>
  choresOf(parts).find((chore) => chore.name === name)!

describe('the ticker', () => {
  test('sends what waits at its start, and what comes later within two seconds', async () => {
    const db = filledDb()
    const { mailer, sent, next, state } = postbox()
    queue(db, { reservationId: 1 })
    const roundOver = Promise.withResolvers<void>()
    const log: ChoreLog = { ...notes().log, info: () => roundOver.resolve() }
    const jobs = startJobs({ db, clock: () => NOW, mailer, settings, log })
    stops.push(() => jobs.stop())
    await roundOver.promise
    const second = next()
    const before = performance.now()
    queue(db, { reservationId: 2 })
    await second
    expect(performance.now() - before).toBeLessThan(2000)
    await jobs.stop()
    expect(sent).toHaveLength(2)
    expect(state.closed).toBe(true)
  })

  test('waits for the mail under way when it stops, and begins no other', async () => {
    const db = filledDb()
    for (let id = 1; id <= 20; id++) queue(db, { reservationId: id })
    const arrivals: (() => void)[] = []
    const begun = Promise.withResolvers<void>()
    const slow: Mailer = {
      ...postbox().mailer,
      send: () =>
        new Promise((resolve) => {
          arrivals.push(resolve)
          if (arrivals.length === 4) begun.resolve()
        }),
    }
    const jobs = startJobs({ db, clock: () => NOW, mailer: slow, settings, log: notes().log })
    await begun.promise
    const stopped = jobs.stop()
    for (const arrive of arrivals) arrive()
    await stopped
    expect(arrivals).toHaveLength(4)
    expect(rowsOf(db).filter((row) => row.sent_at !== null)).toHaveLength(4)
    expect(rowsOf(db).every((row) => row.leased_until === null)).toBe(true)
  })

  test('survives a chore that fails', async () => {
    const db = filledDb()
    db.$client.close()
    const { log, lines } = notes()
    const jobs = startJobs({ db, clock: () => NOW, mailer: postbox().mailer, settings, log })
    await jobs.stop()
    expect(lines).toContain('could not send outbox')
    expect(lines).toContain('could not forget what is old')
  })
})

test('what is old is forgotten, and only that', async () => {
  const db = filledDb()
  const client = db.$client
  client.exec(`
    INSERT INTO sessions (token_hash, person_id, kind, created_at, expires_at, last_seen_at)
      VALUES ('old', 1, 'browser', 0, ${NOW}, 0), ('new', 1, 'browser', 0, ${NOW + 1}, 0);
    INSERT INTO sign_in_failures (email, address, at) VALUES ('a', 'x', ${NOW - DAY - 1}), ('a', 'y', ${NOW - DAY});`)
  queue(db, { reservationId: 1 })
  queue(db, { reservationId: 2 })
  queue(db, { reservationId: 3 })
  client.exec(`
    UPDATE outbox SET created_at = ${NOW - 91 * DAY}, next_attempt_at = NULL WHERE id = 1;
    UPDATE outbox SET created_at = ${NOW - 91 * DAY} WHERE id = 2;
    UPDATE outbox SET next_attempt_at = NULL WHERE id = 3;`)
  await named({ db, clock: () => NOW, mailer: postbox().mailer, settings, log: notes().log }, 'forget what is old').run(
    () => false,
  )
  expect(client.prepare('SELECT token_hash FROM sessions').pluck().all()).toEqual(['new'])
  expect(client.prepare('SELECT address FROM sign_in_failures').pluck().all()).toEqual(['y'])
  expect(rowsOf(db).map(({ id }) => id)).toEqual([2, 3])
})
