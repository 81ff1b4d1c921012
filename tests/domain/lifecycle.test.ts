import { expect, test } from 'vitest'
import { HOLDING, holdsTime, STATES, stateAfter, VERBS } from '../../server/domain/lifecycle.ts'

test('every move from every state', () => {
  const width = 11
  const row = (cells: readonly string[]) =>
    cells
      .map((cell) => cell.padEnd(width))
      .join('')
      .trimEnd()
  const grid = [
    row(['', ...VERBS]),
    ...STATES.map((state) => row([state, ...VERBS.map((verb) => stateAfter(state, verb) ?? '·')])),
  ]
  expect(`\n${grid.join('\n')}\n`).toMatchInlineSnapshot(`
    "
               approve    decline    cancel     expire     checkIn    checkOut   miss       reopen
    requested  confirmed  declined   cancelled  expired    ·          ·          ·          ·
    confirmed  ·          ·          cancelled  ·          in_use     ·          no_show    requested
    declined   ·          ·          ·          ·          ·          ·          ·          ·
    expired    ·          ·          ·          ·          ·          ·          ·          ·
    in_use     ·          ·          ·          ·          ·          completed  ·          ·
    completed  ·          ·          ·          ·          ·          ·          ·          ·
    no_show    ·          ·          ·          ·          ·          ·          ·          ·
    cancelled  ·          ·          ·          ·          ·          ·          ·          ·
    "
  `)
})

test('what has ended without being used lets go of its time', () => {
  expect(STATES.filter((state) => !holdsTime(state))).toEqual(['declined', 'expired', 'no_show', 'cancelled'])
  expect(STATES.filter(holdsTime)).toEqual(HOLDING)
})

test('what lets go of its time never takes it again', () => {
  for (const state of STATES.filter((each) => !holdsTime(each)))
    expect(VERBS.flatMap((verb) => stateAfter(state, verb) ?? [])).toEqual([])
})
