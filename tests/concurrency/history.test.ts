import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { race } from '../../scripts/bench/race.ts'
import { DEEDS } from '../../scripts/bench/race-log.ts'

const OPERATIONS = 20_000
const SEED = 20_261_123

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test(`${OPERATIONS} operations of four processes, killed again and again, overload nothing and lose nothing`, async () => {
  const { faults, story, operations, kills, counts } = await race({
    ...{ folder, operations: OPERATIONS, seed: SEED, killEvery: 1500 },
  })
  expect({ faults, story }).toEqual({ faults: [], story: [] })
  expect(operations).toBeGreaterThanOrEqual(OPERATIONS)
  expect(kills).toBeGreaterThan(3)
  // Everything was tried, and not only refused.
  for (const deed of DEEDS) expect(counts).toHaveProperty([`${deed} done`])
}, 180_000)

test('the same without the guards and without transactions finds overloads, and tells the story', async () => {
  const { faults, story } = await race({
    ...{ folder, operations: OPERATIONS, seed: SEED, killEvery: null, isUnguarded: true },
  })
  expect(faults.map(({ what }) => what)).toContain('overload')
  expect(story.filter((line) => line.includes('create')).length).toBeGreaterThan(0)
})
