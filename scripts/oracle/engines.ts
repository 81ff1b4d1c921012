import { spawnSync } from 'node:child_process'
import { RRuleTemporal } from 'rrule-temporal'
import type { Recurring } from '../../server/domain/recurrence.ts'
import { occurrencesBetween } from '../../server/domain/recurrence.ts'
import { instantOf } from '../../server/domain/zone.ts'
import type { Case } from './random-cases.ts'

/** The starts of one case in each of its windows: local text and the instant it stands for. */
export type Answer = readonly (readonly (readonly [local: string, at: number])[])[]

/** What this project says. */
export function ourAnswer(each: Case): Answer {
  const { zone, startLocal, rrule, exdates, rdates } = each
  const rule: Recurring = { startLocal, rrule, exdates, rdates, validUntil: null }
  return each.windows.map(([from, to]) =>
    occurrencesBetween(rule, from, to, zone).map((local) => [local, instantOf(local, zone)] as const),
  )
}

/** rrule-temporal in floating time, written as UTC; its Temporal places each start in the zone. */
export function temporalAnswer(each: Case): Answer {
  const until = /;UNTIL=(\w+Z)/.exec(each.rrule)?.[1]
  const stamp = (local: string) => `${local.replace(/[-:]/g, '')}Z`
  const lines = [
    `DTSTART:${stamp(each.startLocal)}`,
    // An UNTIL in UTC is no floating time: it is held against the instants below.
    `RRULE:${until ? each.rrule.replace(/;UNTIL=\w+/, '') : withTimeOfDay(each.rrule).replace(/(UNTIL=\w+)/, '$1Z')}`,
    ...(each.exdates.length > 0 ? [`EXDATE:${each.exdates.map(stamp).join(',')}`] : []),
    ...(each.rdates.length > 0 ? [`RDATE:${each.rdates.map(stamp).join(',')}`] : []),
  ]
  const rule = new RRuleTemporal({ rruleString: lines.join('\n') })
  const latest = until ? Date.parse(until.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')) : null
  return each.windows.map(([from, to]) => {
    const found = rule.between(new Date(`${from}Z`), new Date(Date.parse(`${to}Z`) - 1), true).map((at) => {
      const local = at.toPlainDateTime()
      return [local.toString({ smallestUnit: 'second' }), local.toZonedDateTime(each.zone).epochMilliseconds] as const
    })
    return found.filter(([local, at]) => latest === null || at <= latest || each.rdates.includes(local))
  })
}

/** dateutil, for all cases at once. Throws an Error that says what to install where there is none. */
export function dateutilAnswers(cases: readonly Case[]): Answer[] {
  const input = JSON.stringify(cases.map((each) => ({ ...each, rrule: withTimeOfDay(each.rrule) })))
  const { status, stdout, stderr, error } = spawnSync(
    pythonWithDateutil(),
    [`${import.meta.dirname}/dateutil-engine.py`],
    { input, encoding: 'utf8', maxBuffer: 2 ** 30 },
  )
  if (error || status !== 0) throw new Error(`python-dateutil gave no answer: ${error?.message ?? stderr}`)
  return JSON.parse(stdout) as Answer[]
}

/** Debian's own Python has Debian's packages; another one may stand before it in PATH. */
function pythonWithDateutil(): string {
  const asked = ['-c', 'import dateutil.rrule, zoneinfo; zoneinfo.ZoneInfo("Australia/Lord_Howe")']
  const python = ['/usr/bin/python3', 'python3'].find((each) => spawnSync(each, asked).status === 0)
  if (!python)
    throw new Error(
      'The recurrence oracle needs python-dateutil: run "apt-get install python3-dateutil tzdata" as root.',
    )
  return python
}

/** To this project a last date is that whole local day; the RFC knows a time only beside a start with a time. */
const withTimeOfDay = (rrule: string): string => rrule.replace(/UNTIL=(\d{8})(?=;|$)/, 'UNTIL=$1T235959')
