import { describe, expect, test } from 'vitest'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { EVERY_KIND, letterOfEveryKind } from './every-kind.ts'
import { settings } from './support.ts'

/** What has no time of its own: a fault stands until it is mended, a daily mail gathers, a right is granted at once. */
const WITHOUT_TIME =
  /^(fault-|digest|training-(asked|answered|declined)|qualification-(granted|revoked)|state-aid|report)/

describe.each(['pl', 'en'] as const)('a mail of every kind, in %s', (locale) => {
  const letters = letterOfEveryKind({ id: 1, locale })

  test('says what and when in its subject and on its first line, with every word in place', () => {
    expect(letters.length).toBeGreaterThanOrEqual(Object.keys(EVERY_KIND).length)
    const told = letters.map((letter) => {
      const { subject, text, html } = outgoingMailOf(letter, settings)
      expect([letter.kind, `${subject}${text}${html}`]).not.toEqual([
        letter.kind,
        expect.stringMatching(/\{\{|undefined|\bnull\b|NaN|mail\.[a-z]/),
      ])
      const [first = ''] = text.split('\n')
      if (!WITHOUT_TIME.test(letter.kind)) {
        expect([letter.kind, subject]).toEqual([letter.kind, expect.stringMatching(/\d/)])
        expect([letter.kind, first]).toEqual([letter.kind, expect.stringMatching(/\d/)])
      }
      return `${letter.kind}\n  ${subject}\n${text.split('\n\n')[0]!.replaceAll(/^/gm, '  ')}`
    })
    expect(`\n${told.join('\n').replaceAll('\u00a0', ' ')}\n`).toMatchSnapshot()
  })
})
