/** `npm run bench`: what the system does on a large database, through HTTP, and what its guards cost. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runScript, wholeNumber } from '../command-line.ts'
import { benchApprovals } from './approvals.ts'
import { DATA_SETS, type DataSet } from './data-sets.ts'
import { benchExports } from './exports.ts'
import { benchFeeds } from './feeds.ts'
import { benchFinder } from './finder.ts'
import { benchGuards } from './guards.ts'
import { benchHours } from './hours.ts'
import { benchHttp } from './http.ts'
import { benchLogs } from './logs.ts'
import { benchMail, MAIL_SERVERS } from './mail.ts'
import { benchOutages } from './outages.ts'
import { benchRace } from './race.ts'
import { benchReports } from './reports.ts'
import { benchSeries } from './series.ts'
import { benchSignIn } from './sign-in.ts'
import { benchSlowSockets } from './slow-sockets.ts'

const HELP = `npm run bench [-- --set A|B] [--seconds 4]     pages, reports and reservations through HTTP
npm run bench -- finder [--seconds 4]          the slot finder alone, through HTTP
npm run bench -- guards                        what the guards of the database cost
npm run bench -- hours                         what opening hours cost, near their start and far from it
npm run bench -- series                        a weekly series of a year, previewed, saved, moved and cancelled
npm run bench -- outages                       an outage over 40 reservations of 12 people, shown and applied
npm run bench -- logs                          an instrument's log of 50,000 lines, tried and brought in
npm run bench -- approvals                     the inbox and the page of a request with 500 open requests
npm run bench -- feeds                         a private calendar of 1,000 entries
npm run bench -- sign-in                       whether its time tells who has an account, and 200 at once
npm run bench -- slow-sockets                  when 500 clients that send slowly or nothing are let go of
npm run bench -- reports [--file FILE]         files of reports, and reports after 100,000, 1,000,000 and 5,000,000 reservations
npm run bench -- mail [--mails 10000] [--seed 1] [--server own|debian]   whether a sender of mail that is killed again and again loses any,
                                               or sends more than one twice for each kill
npm run bench -- race [--operations 1000000] [--seed 1]   whether four processes that are killed again and again ever
                                               book a time twice or lose what they promised

A is 1,000,000 reservations over 500 resources and 5 years, B 1,043,600 over 50 and 10. The databases are made in var/
when they are missing. Prints a table and writes var/bench.json.`

await runScript(HELP, async () => {
  const { values, positionals } = parseArgs({
    options: {
      set: { type: 'string' },
      seconds: { type: 'string', default: '4' },
      file: { type: 'string' },
      mails: { type: 'string', default: '10000' },
      operations: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      server: { type: 'string', default: 'own' },
    },
    allowPositionals: true,
  })
  const seconds = Number(values.seconds)
  if (!(seconds > 0 && seconds <= 60)) throw new Error('--seconds must be above 0 and at most 60.')
  mkdirSync('var', { recursive: true })
  if (positionals[0] === 'finder') return save('var/bench-finder.json', await benchFinder(seconds))
  if (positionals[0] === 'guards') return save('var/bench-guards.json', benchGuards())
  if (positionals[0] === 'series') return save('var/bench-series.json', benchSeries())
  if (positionals[0] === 'outages') return save('var/bench-outages.json', benchOutages())
  if (positionals[0] === 'logs') return save('var/bench-logs.json', await benchLogs())
  if (positionals[0] === 'approvals') return save('var/bench-approvals.json', await benchApprovals())
  if (positionals[0] === 'feeds') return save('var/bench-feeds.json', await benchFeeds())
  if (positionals[0] === 'sign-in') return save('var/bench-sign-in.json', await benchSignIn())
  if (positionals[0] === 'slow-sockets') return save('var/bench-slow-sockets.json', await benchSlowSockets())
  if (positionals[0] === 'reports')
    return save('var/bench-reports.json', { files: await benchExports(), ...(await benchReports(values.file)) })
  if (positionals[0] === 'hours') return save('var/bench-hours.json', benchHours())
  if (positionals[0] === 'mail') {
    const mails = wholeNumber('--mails', values.mails, 1, 1_000_000)
    const server = MAIL_SERVERS.find((each) => each === values.server)
    if (!server) throw new Error(`--server must be ${MAIL_SERVERS.join(' or ')}, not "${values.server}".`)
    const seed = wholeNumber('--seed', values.seed, 0, 1_000_000)
    return save('var/bench-mail.json', await benchMail(mails, seed, server))
  }
  if (positionals[0] === 'race') {
    const operations = wholeNumber('--operations', values.operations, 1, 100_000_000)
    return save('var/bench-race.json', await benchRace(operations, wholeNumber('--seed', values.seed, 0, 1_000_000)))
  }
  if (positionals.length > 0)
    throw new Error(
      `There is no benchmark "${positionals[0]}"; there are finder, guards, hours, series, outages, logs, approvals, feeds, sign-in, slow-sockets, mail, race, and the one without a name.`,
    )
  const results: Record<string, unknown> = {}
  for (const set of setsNamed(values.set)) results[set.name] = await benchHttp(set, seconds)
  save('var/bench.json', results)
})

function setsNamed(name: string | undefined): readonly DataSet[] {
  const sets = DATA_SETS.filter((set) => name === undefined || set.name === name)
  if (sets.length === 0) throw new Error(`--set must be A or B, not "${name}".`)
  return sets
}

function save(file: string, results: unknown) {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  console.log(`\nWritten to ${file}.`)
}
