import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldedGroups, SMALLEST_GROUP } from '../../server/domain/utilisation-grouping.ts'

const groups = (sizes: Record<string, readonly number[]>) =>
  new Map(Object.entries(sizes).map(([key, people]) => [key, new Set(people)]))
const folded = (sizes: Record<string, readonly number[]>) => [...foldedGroups(groups(sizes))].sort().join()

test.each([
  ['nothing where all are three or more', { a: [1, 2, 3], b: [1, 2, 3] }, ''],
  ['two small ones whose people are three', { a: [1, 2], b: [3], c: [4, 5, 6] }, 'a,b'],
  ['with one alone the next smallest', { a: [1, 2], b: [3, 4, 5], c: [6, 7, 8, 9] }, 'a,b'],
  ['more where the people are still too few', { a: [1], b: [1], c: [1, 2, 3], d: [4, 5, 6, 7] }, 'a,b,c'],
  ['everything where there is no more', { a: [1, 2], b: [3, 4, 5] }, 'a,b'],
  ['one that is all there is', { a: [1] }, 'a'],
  ['use of nobody known', { none: [], a: [1, 2, 3], b: [1, 2, 3, 4] }, 'a,none'],
] as const)('folds %s', (_what, sizes, expected) => expect(folded(sizes)).toBe(expected))

test('what is shown is of three people or more, and what is folded is never one group beside others', () => {
  const people = fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 6 })
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), people), (sizes) => {
      const all = groups(sizes)
      const hidden = foldedGroups(all)
      const shown = [...all].filter(([key]) => !hidden.has(key))
      for (const [, who] of shown) expect(who.size).toBeGreaterThanOrEqual(SMALLEST_GROUP)
      if (hidden.size === 0 || shown.length === 0) return
      const together = new Set([...hidden].flatMap((key) => [...all.get(key)!]))
      expect(hidden.size).toBeGreaterThanOrEqual(2)
      expect(together.size).toBeGreaterThanOrEqual(SMALLEST_GROUP)
    }),
  )
})
