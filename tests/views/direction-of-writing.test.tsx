import { expect, test } from 'vitest'
import { translateInto } from '../../views/text/translate.ts'

const OVERRIDE = 'HPLC\u202Egnp.'
const ARABIC = 'مجهر'

test('a text that turns the direction of writing is isolated from what stands beside it', () => {
  expect((<p>Before {OVERRIDE} after</p>).text).toBe(`<p>Before <bdi>${OVERRIDE}</bdi> after</p>`)
  expect((<b>{ARABIC}</b>).text).toBe(`<b><bdi>${ARABIC}</bdi></b>`)
  expect((<b>Zażółć</b>).text).toBe('<b>Zażółć</b>')
})

test('where only text may stand, no tag is shown', () => {
  expect((<title>{ARABIC} – Aparatura</title>).text).toBe(`<title>${ARABIC} – Aparatura</title>`)
  expect((<textarea name="note">{ARABIC}</textarea>).text).toBe(`<textarea name="note">${ARABIC}</textarea>`)
})

test('it is still escaped', () => expect((<p>{`${ARABIC}<b>`}</p>).text).toBe(`<p><bdi>${ARABIC}&lt;b&gt;</bdi></p>`))

test('in a sentence it turns nothing but itself, even where it ends what it did not begin', () => {
  const sentence = translateInto('en')('approvals.done-approved', { title: `a\u2069\u202Eb` })
  expect(sentence).toContain('\u2068a\u202Eb\u2069')
  expect(translateInto('en')('approvals.done-approved', { title: 'plain' })).not.toContain('\u2068')
})
