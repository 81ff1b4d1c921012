import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Child, jsx, raw, safeUrl } from '../../views/jsx-runtime.ts'

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '&',
      '"',
      "'",
      '/',
      '=',
      '`',
      'a',
      '&amp;',
      '<script>',
      '-->',
      ']]>',
      '\0',
      'ł',
      ' ',
    ),
  }),
)

/** What a reader of HTML makes of character references. */
function decoded(markup: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return markup.replace(/&([^;&]*);?/g, (_, name: string) => characters[name] ?? fail(`&${name}`))
}

function fail(what: string): never {
  throw new Error(`Not a reference: ${what}`)
}

describe('whatever a person typed', () => {
  test('comes back as text, and is nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [, inside] = /^<p>(?:<bdi>)?([^<>]*)(?:<\/bdi>)?<\/p>$/.exec((<p>{text}</p>).text) ?? fail(text)
        expect(decoded(inside!)).toBe(text)
      }),
    )
  })

  test('comes back as an attribute, and is nothing else', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const [, inside] = /^<p title="([^"<>]*)"><\/p>$/.exec((<p title={text} />).text) ?? fail(text)
        expect(decoded(inside!)).toBe(text)
      }),
    )
  })

  test('stays text through components, lists and fragments', () => {
    const Item = ({ children }: { children?: Child }) => <li>{children}</li>
    const List = ({ of }: { of: readonly string[] }) => (
      <>
        {of.map((each) => (
          <Item>{each}</Item>
        ))}
      </>
    )
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
        const { text } = <List of={texts} />
        expect(
          text
            .split('</li>')
            .slice(0, -1)
            .map((each) => decoded(each.slice('<li>'.length).replaceAll(/<\/?bdi>/g, ''))),
        ).toEqual(texts)
      }),
    )
  })
})

describe('addresses', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'java\tscript\r\n:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:https://a/b',
    'file:///etc/passwd',
  ])('%j is dead', (url) => {
    const dead = ['href', 'action', 'formaction', 'src', 'hx-get', 'hx-post'].map((name) =>
      jsx('form', { [name]: url }),
    )
    for (const { text } of dead) expect(text).toContain('="#"')
  })

  test.each([
    '/equipment/a?b=c&d=e#f',
    '?q=x',
    '#calendar',
    'https://example.org/a:b',
    'mailto:a@b.pl',
    'tel:+48',
    'webcal://a/b.ics',
    '//host/x',
    'a/b:c',
    '',
  ])('%j stays as it is', (url) => expect(safeUrl(url)).toBe(url))

  test('no way of writing it makes a script run', () => {
    const noise = fc.string({ unit: fc.constantFrom('\0', '\t', '\n', '\r', ' ', '\u0001', '\u001f') })
    const letters = fc.tuple(
      ...[...'javascript:'].map((letter) => fc.tuple(fc.constantFrom(letter, letter.toUpperCase()), noise)),
    )
    fc.assert(
      fc.property(noise, letters, (before, parts) => {
        expect(safeUrl(`${before}${parts.flat().join('')}alert(1)`)).toBe('#')
      }),
    )
  })
})

describe('markup', () => {
  const cases: [string, { text: string }, string][] = [
    ['a void element has no end', <input name="q" required />, '<input name="q" required>'],
    [
      'an attribute that is false, null or undefined is left out',
      <p id={null} hidden={false} title={undefined} />,
      '<p></p>',
    ],
    ['an empty attribute is not', <option value="" />, '<option value=""></option>'],
    ['zero is a figure', <td colspan={0}>{0}</td>, '<td colspan="0">0</td>'],
    ['nothing is shown for true, false and null', <p>{[true, false, null, undefined]}</p>, '<p></p>'],
    ['only raw markup passes as it is', <p>{raw('<b>x</b>')}</p>, '<p><b>x</b></p>'],
    ['names of SVG keep their case', <svg viewBox="0 0 1 1" />, '<svg viewBox="0 0 1 1"></svg>'],
    ['lists nest', <p>{[['a', ['b']], 'c']}</p>, '<p>abc</p>'],
  ]
  test.each(cases)('%s', (_what, { text }, expected) => expect(text).toBe(expected))
})
