import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Facet, facetedBy } from '../../server/domain/facets.ts'

interface Thing {
  readonly id: number
  readonly colour: string
  readonly tags: readonly string[]
}

const FACETS: readonly Facet<Thing>[] = [
  { name: 'colour', valuesOf: ({ colour }) => [colour] },
  { name: 'tag', valuesOf: ({ tags }) => tags },
]
const THINGS: readonly Thing[] = [
  { id: 1, colour: 'red', tags: ['round', 'big'] },
  { id: 2, colour: 'red', tags: ['flat'] },
  { id: 3, colour: 'blue', tags: ['round'] },
  { id: 4, colour: 'blue', tags: [] },
]

const idsWith = (chosen: Record<string, string[]>) => facetedBy(THINGS, FACETS, chosen).found.map(({ id }) => id)

describe('a choice', () => {
  test.each([
    ['of nothing lets everything through', {}, [1, 2, 3, 4]],
    ['of one value narrows', { colour: ['red'] }, [1, 2]],
    ['of a second value of the same facet widens', { tag: ['round', 'flat'] }, [1, 2, 3]],
    ['of a second facet narrows', { colour: ['red'], tag: ['round', 'flat'] }, [1, 2]],
    ['of what nothing has leaves nothing', { colour: ['green'] }, []],
  ])('%s', (_how, chosen: Record<string, string[]>, ids) => expect(idsWith(chosen)).toEqual(ids))
})

test('a count says how many there would be with the value and the choices of the other facets', () => {
  const { counts } = facetedBy(THINGS, FACETS, { colour: ['red'] })
  expect(Object.fromEntries(counts.get('colour')!)).toEqual({ red: 2, blue: 2 })
  expect(Object.fromEntries(counts.get('tag')!)).toEqual({ round: 1, big: 1, flat: 1 })
})

test('choosing one more value finds as many as its count has said', () => {
  const values = fc.constantFrom('a', 'b', 'c')
  const thing = fc.record({ id: fc.nat(), colour: values, tags: fc.uniqueArray(values) })
  fc.assert(
    fc.property(fc.array(thing), values, fc.uniqueArray(values), (things, colour, tags) => {
      const { counts } = facetedBy(things, FACETS, { tag: tags })
      expect(facetedBy(things, FACETS, { tag: tags, colour: [colour] }).found).toHaveLength(
        counts.get('colour')!.get(colour) ?? 0,
      )
    }),
  )
})
