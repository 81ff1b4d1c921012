/** `npm run oracle`: random rules, expanded by this project and by two engines that know nothing of it. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { runScript, wholeNumber } from '../command-line.ts'
import { type Comparison, compareAnswers } from './comparison.ts'
import { ourAnswer } from './engines.ts'
import { KNOWN_FAULTS } from './known-faults.ts'
import { randomCases } from './random-cases.ts'

const HELP = `npm run oracle [-- --rules 5000 --seed 1]

Expands random recurrence rules in three zones and compares every start, as local time and as instant, with
python-dateutil and rrule-temporal. Then expands them again where the process is in other zones and today is another
day. Known faults of the two engines are listed in scripts/oracle/known-faults.ts.`

const ELSEWHERE = ['UTC', 'Europe/Warsaw', 'America/New_York'].flatMap((zone) =>
  ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'].map((today) => ({ zone, today })),
)

await runScript(HELP, () => {
  const { values } = parseArgs({
    options: { rules: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
  })
  const count = wholeNumber('--rules', values.rules, 1, 100_000)
  const seed = wholeNumber('--seed', values.seed, 0, 2 ** 31)
  const cases = randomCases(count, seed)
  const ours = cases.map(ourAnswer)
  const result = compareAnswers(cases, ours)
  report(result)
  const hash = createHash('sha256').update(JSON.stringify(ours)).digest('hex')
  const changed = ELSEWHERE.filter(({ zone, today }) => !isSameElsewhere([count, seed], zone, today, hash))
  for (const { zone, today } of changed) console.error(`Other answers with TZ=${zone} and today ${today}.`)
  if (result.disagreements.length + changed.length > 0) throw new Error('The answers disagree.')
  console.log(`The same in ${ELSEWHERE.length} processes of other zones and days. No disagreement.`)
})

function report({ cases, starts, unanimous, faults, plainAlone, disagreements }: Comparison) {
  console.log(`${cases} rules, ${starts} starts; on ${unanimous} rules all three say the same.`)
  for (const { name, engine, what } of KNOWN_FAULTS)
    console.log(`  ${String(faults.get(name) ?? 0).padStart(5)}  ${engine}: ${what}`)
  console.log(`  On ${plainAlone} rules both engines have a known fault; the plain reading of the RFC agrees.`)
  for (const each of disagreements) console.error(each)
}

function isSameElsewhere(numbers: readonly number[], zone: string, today: string, hash: string): boolean {
  const child = spawnSync(process.execPath, [`${import.meta.dirname}/answers.ts`, ...numbers.map(String)], {
    encoding: 'utf8',
    env: { ...process.env, TZ: zone, TODAY: today },
  })
  if (child.status !== 0) throw new Error(`The rules could not be expanded with TZ=${zone}: ${child.stderr}`)
  return child.stdout.trim().startsWith(today.slice(0, 10)) && child.stdout.trim().endsWith(hash)
}
