import type { Db } from '../../db/connect.ts'
import { deleteOldAccountLinks } from '../../db/queries/account-links.ts'
import { watchClock } from '../../db/queries/clock-watch.ts'
import { deleteOldHolds } from '../../db/queries/holds.ts'
import { deleteOldFailures, deleteOldKeys } from '../../db/queries/housekeeping.ts'
import { deleteOldInvitations } from '../../db/queries/invitations.ts'
import { deleteFinishedMails } from '../../db/queries/outbox.ts'
import { withPatience } from '../../db/queries/patience.ts'
import { deleteOldExports } from '../../db/queries/report-exports.ts'
import { deleteExpiredSessions } from '../../db/queries/sessions.ts'
import { deleteOldSignUps } from '../../db/queries/sign-ups.ts'
import { type DigestSettings, writeDigests } from '../mail/digests.ts'
import type { Mailer } from '../mail/mailer.ts'
import { type OutboxSettings, sendDue } from '../mail/outbox.ts'
import { autoCheckOut } from '../operations/auto-check-out.ts'
import { deliverReports } from '../operations/deliver-reports.ts'
import { settleErasures } from '../operations/erase-person.ts'
import { expireRequests } from '../operations/expire-requests.ts'
import { extendRunning } from '../operations/extend-running.ts'
import { freezeEntities } from '../operations/freeze-entities.ts'
import { keepRetention } from '../operations/keep-retention.ts'
import { keepWatch } from '../operations/keep-watch.ts'
import { groupsWaitedFor, offerFreedTime } from '../operations/offer-freed-time.ts'
import { releaseNoShows } from '../operations/release-no-shows.ts'
import { remindDeciders } from '../operations/remind-deciders.ts'
import { remindOfCalibrations } from '../operations/remind-of-calibrations.ts'
import { remindOfQualifications } from '../operations/remind-of-qualifications.ts'
import { remindOfReservations } from '../operations/remind-of-reservations.ts'
import { booksToWatch, warnOfStateAid } from '../operations/warn-of-state-aid.ts'
import { writeOutageRules } from '../operations/write-outage-rules.ts'
import { countReports } from './count-reports.ts'
import { givingWay } from './give-way.ts'
import { makeExports } from './make-exports.ts'

const DAY_MS = 86_400_000
const KEYS_DAYS = 2
const FAILURES_DAYS = 1
const HOLDS_DAYS = 1
/** What was invited and asked for stays in the audit, without addresses. */
const LINKS_DAYS = 30
const MAILS_DAYS = 90
const EXPORTS_DAYS = 7
/** A chore that finds the write lock taken comes again; waiting for it would hold up the pages of this process. */
const PATIENCE_MS = 250

export interface ChoreParts {
  readonly db: Db
  /** UTC epoch ms. */
  readonly clock: () => number
  readonly mailer: Mailer
  readonly settings: OutboxSettings & DigestSettings
  readonly log: ChoreLog
}

export interface ChoreLog {
  info(what: object, message: string): void
  warn(what: object, message: string): void
  error(what: unknown, message: string): void
}

/**
 * Something to do again and again. Each may run in several processes at once, and catches up after a pause by itself:
 * what there is to do is always asked of the database.
 */
export interface Chore {
  readonly name: string
  /** Cron with seconds, in UTC. */
  readonly pattern: string
  run(stopping: () => boolean): Promise<void> | void
}

export function choresOf({ db, clock, mailer, settings, log }: ChoreParts): readonly Chore[] {
  return [
    {
      name: 'send outbox',
      // Every second, so that a reservation's mail leaves with it; an idle look costs one indexed read.
      pattern: '* * * * * *',
      async run(stopping) {
        const giveWay = givingWay()
        const round = await sendDue(db, mailer, clock, settings, async () => {
          await giveWay()
          return stopping()
        })
        if (round.failed > 0) log.warn(round, 'some mail could not be sent and will be tried again')
        else if (round.sent > 0) log.info(round, 'mail sent')
      },
    },
    {
      name: 'expire requests',
      pattern: '5 * * * * *',
      run() {
        const now = clock()
        withPatience(db, PATIENCE_MS, () => {
          watchClock(db, now)
          expireRequests(db, now)
        })
      },
    },
    {
      name: 'watch the clock',
      // Before what relies on it, at the start and in every minute.
      pattern: '0 * * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => keepWatch(db, clock()))
      },
    },
    {
      name: 'remind who decides',
      pattern: '45 * * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => remindDeciders(db, clock()))
      },
    },
    {
      name: 'settle use',
      pattern: '15 * * * * *',
      run() {
        const now = clock()
        withPatience(db, PATIENCE_MS, () => {
          releaseNoShows(db, now)
          autoCheckOut(db, now)
          extendRunning(db, now)
        })
      },
    },
    {
      name: 'write daily mails',
      pattern: '15 * * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => writeDigests(db, settings, clock()))
      },
    },
    {
      name: 'remind of reservations',
      pattern: '25 * * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => remindOfReservations(db, clock()))
      },
    },
    {
      name: 'remind of qualifications',
      pattern: '50 7 * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => remindOfQualifications(db, clock()))
      },
    },
    {
      name: 'offer freed time',
      pattern: '3,18,33,48 * * * * *',
      async run(stopping) {
        const giveWay = givingWay()
        for (const group of groupsWaitedFor(db)) {
          await giveWay()
          if (stopping()) return
          withPatience(db, PATIENCE_MS, () => offerFreedTime(db, group, clock()))
        }
      },
    },
    {
      name: 'look after outages',
      pattern: '40 11 * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => {
          writeOutageRules(db, clock())
          remindOfCalibrations(db, clock())
        })
      },
    },
    {
      name: 'keep the State-aid ledger',
      pattern: '30 13 * * * *',
      async run(stopping) {
        const giveWay = givingWay()
        withPatience(db, PATIENCE_MS, () => freezeEntities(db, clock(), settings.timeZone))
        for (const entity of booksToWatch(db, clock(), settings.timeZone)) {
          await giveWay()
          if (stopping()) return
          withPatience(db, PATIENCE_MS, () => warnOfStateAid(db, entity, clock()))
        }
      },
    },
    {
      name: 'forget what is old',
      pattern: '35 17 * * * *',
      run() {
        const now = clock()
        withPatience(db, PATIENCE_MS, () => {
          deleteExpiredSessions(db, now)
          deleteOldFailures(db, now - FAILURES_DAYS * DAY_MS)
          deleteOldKeys(db, now - KEYS_DAYS * DAY_MS)
          deleteOldSignUps(db, now)
          deleteOldAccountLinks(db, now - LINKS_DAYS * DAY_MS)
          deleteOldInvitations(db, now - LINKS_DAYS * DAY_MS)
          deleteOldHolds(db, now - HOLDS_DAYS * DAY_MS)
          deleteFinishedMails(db, now - MAILS_DAYS * DAY_MS)
          deleteOldExports(db, now - EXPORTS_DAYS * DAY_MS)
        })
      },
    },
    {
      name: 'keep no longer',
      pattern: '25 23 * * * *',
      async run() {
        const erased = withPatience(db, PATIENCE_MS, () => keepRetention(db, clock()))
        for (const { name, email } of erased) await mailer.forget?.([name, email])
        if (erased.length > 0) log.info({ count: erased.length }, 'unused accounts erased')
        // Every hour: an erasure may have found somebody at work on the log, or ended before its line was written.
        settleErasures(db)
      },
    },
    {
      name: 'deliver reports',
      pattern: '55 3,33 * * * *',
      run() {
        withPatience(db, PATIENCE_MS, () => deliverReports(db, settings.timeZone, clock()))
      },
    },
    {
      name: 'make files of reports',
      pattern: '*/2 * * * * *',
      async run(stopping) {
        await makeExports({ db, clock, timeZone: settings.timeZone, stopping })
      },
    },
    {
      name: 'count reports',
      pattern: '20 */10 * * * *',
      run: (stopping) => countReports(db, clock, stopping),
    },
  ]
}
