import { describe, expect, test } from 'vitest'
import { compareAnswers } from '../../scripts/oracle/comparison.ts'
import { type Answer, dateutilAnswers, ourAnswer, temporalAnswer } from '../../scripts/oracle/engines.ts'
import { KNOWN_FAULTS } from '../../scripts/oracle/known-faults.ts'
import { type Case, randomCases } from '../../scripts/oracle/random-cases.ts'

const cases = randomCases(400, 2026)

test('python-dateutil and rrule-temporal find the starts that this project finds', { timeout: 60_000 }, () => {
  const { starts, unanimous, plainAlone, disagreements } = compareAnswers(cases)
  expect(disagreements).toEqual([])
  expect(starts).toBeGreaterThan(10_000)
  expect(unanimous).toBeGreaterThan(340)
  expect(plainAlone).toBeLessThan(10)
})

test('a planted fault is noticed, in the local time as in the instant', { timeout: 30_000 }, () => {
  const some = cases.filter(({ rrule }) => !rrule.includes('YEARLY')).slice(0, 3)
  const answers = some.map(ourAnswer)
  const without = answers.map((answer) => answer.map((window) => window.slice(1)))
  const shifted = answers.map((answer) => answer.map((window) => window.map(([local, at]) => [local, at + 1] as const)))
  for (const planted of [without, shifted] as Answer[][])
    expect(compareAnswers(some, planted).disagreements.length).toBeGreaterThan(0)
})

describe('a known fault of an engine is there to be seen', () => {
  const asCase = ({ startLocal, rrule, until }: (typeof KNOWN_FAULTS)[number]['example']): Case => ({
    id: 0,
    zone: 'Europe/Warsaw',
    startLocal,
    rrule,
    exdates: [],
    rdates: [],
    // Only the time long after the start matters to one of them.
    windows: [[rrule === 'FREQ=YEARLY;BYWEEKNO=52' ? '2037-06-01T00:00:00' : '2020-01-01T00:00:00', until]],
  })
  const days = (answer: Answer) => answer.flat().map(([local]) => local.slice(0, 10))

  test.each(KNOWN_FAULTS.map((fault) => [fault.name, fault] as const))('%s', (_name, { engine, example }) => {
    const each = asCase(example)
    expect(days(ourAnswer(each))).toEqual(example.right)
    expect(days(engine === 'dateutil' ? dateutilAnswers([each])[0]! : temporalAnswer(each))).not.toEqual(example.right)
  })
})
