import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const rows = readFileSync('SECURITY.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [\d]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('every test that SECURITY.md names is there, and every row without one has its reason', () => {
  expect(rows.length).toBeGreaterThan(70)
  const wrong = rows.filter(
    ([, , , heldBy = '']) => !isTest(heldBy) && !/^not (met|applicable|by a test)\b.*: .{10}/.test(heldBy),
  )
  expect(wrong).toEqual([])
})

function isTest(heldBy: string): boolean {
  const [, file = '', name = ''] = /^`(tests\/[^`]+)`: (.+)$/.exec(heldBy) ?? []
  return existsSync(file) && readFileSync(file, 'utf8').replaceAll("\\'", "'").includes(name)
}
