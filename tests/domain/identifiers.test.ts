import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressOf, identifierOf } from '../../server/domain/identifier.ts'
import { orcidOf } from '../../server/domain/orcid.ts'
import { raidOf } from '../../server/domain/raid.ts'
import { rorOf } from '../../server/domain/ror.ts'

describe('an ORCID', () => {
  test.each([
    ['0000-0002-1825-0097', '0000-0002-1825-0097'],
    ['https://orcid.org/0000-0002-1694-233X', '0000-0002-1694-233X'],
    ['000000021694233x', '0000-0002-1694-233X'],
    ['0000-0002-1825-0098', null],
    ['0000-0002-1694-2330', null],
    ['0000-0002-1825-009', null],
    ['', null],
  ])('%s is %s', (typed, orcid) => expect(orcidOf(typed)).toBe(orcid))

  test('with one wrong digit, or two neighbours swapped, is none', () => {
    const valid = fc.stringMatching(/^\d{15}$/).map((digits) => {
      const check = [...'0123456789X'].find((last) => orcidOf(digits + last) !== null)!
      return digits + check
    })
    fc.assert(
      fc.property(valid, fc.nat(14), fc.nat(9), (digits, place, digit) => {
        const wrong = digits.slice(0, place) + digit + digits.slice(place + 1)
        const swapped = digits.slice(0, place) + digits[place + 1] + digits[place] + digits.slice(place + 2)
        for (const other of [wrong, swapped]) if (other !== digits) expect(orcidOf(other)).toBeNull()
      }),
      { numRuns: 300 },
    )
  })
})

describe('a ROR', () => {
  test.each([
    ['https://ror.org/03yrm5c26', 'https://ror.org/03yrm5c26'],
    ['ror.org/013meh722', 'https://ror.org/013meh722'],
    ['052GG0110', 'https://ror.org/052gg0110'],
    ['052gg0111', null],
    ['052gl0110', null],
    ['https://ror.example/052gg0110', null],
  ])('%s is %s', (typed, ror) => expect(rorOf(typed)).toBe(ror))
})

test.each([
  ['https://raid.org/10.26259/ABC-123', 'https://raid.org/10.26259/abc-123'],
  ['10.26259/aa6f53f9', 'https://raid.org/10.26259/aa6f53f9'],
  ['https://raid.org/', null],
  ['raid 12', null],
  ['https://evil.example/10.26259/aa6f53f9', null],
])('the RAiD %s is %s', (typed, raid) => expect(raidOf(typed)).toBe(raid))

describe('an identifier', () => {
  test.each([
    ['10.5442/NI000001', 'DOI', '10.5442/NI000001', 'https://doi.org/10.5442/NI000001'],
    ['https://doi.org/10.5442/NI000001', 'DOI', '10.5442/NI000001', 'https://doi.org/10.5442/NI000001'],
    ['doi:10.5442/NI000001', 'DOI', '10.5442/NI000001', 'https://doi.org/10.5442/NI000001'],
    ['21.T11998/0000-001A', 'Handle', '21.T11998/0000-001A', 'https://hdl.handle.net/21.T11998/0000-001A'],
    ['https://hdl.handle.net/20.1000/5555', 'Handle', '20.1000/5555', 'https://hdl.handle.net/20.1000/5555'],
    ['https://example.org/a?b=c', 'URL', 'https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ])('%s is a %s', (typed, type, value, address) => {
    expect(identifierOf(typed)).toEqual({ type, value })
    expect(addressOf(identifierOf(typed)!)).toBe(address)
  })

  test.each(['', 'NI000001', '10.12/', 'javascript:alert(1)', 'https://a b.pl', '10.5442/<x>', 'http://localhost'])(
    '«%s» is none',
    (typed) => expect(identifierOf(typed)).toBeNull(),
  )
})
