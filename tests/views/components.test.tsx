import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mark } from '../../server/domain/lab-days.ts'
import { DayTrace } from '../../views/components/day-trace.tsx'
import { Facets } from '../../views/components/facets.tsx'
import { Field, SelectField, TextAreaField } from '../../views/components/field.tsx'
import { Icon } from '../../views/components/icon.tsx'
import { Notice } from '../../views/components/notice.tsx'
import { TimePlate } from '../../views/components/time-plate.tsx'
import { lengthName } from '../../views/find/length-name.ts'
import { formatOf } from '../../views/format.ts'
import { escapeHtml } from '../../views/jsx-runtime.ts'
import { translateInto } from '../../views/text/translate.ts'
import { at, HOUR } from '../support/makers.ts'

const t = translateInto('pl')
const page = { t }

describe('a field', () => {
  test('ties its label, hint and fault to the input', () => {
    const plain = Field({ page, name: 'title', label: 'Tytuł', value: '', hint: 'krótko' }).text
    expect(plain).toContain('<label for="f-title">Tytuł</label>')
    expect(plain).toContain('aria-describedby="f-title-hint"')
    const faulty = Field({ page, name: 'title', label: 'Tytuł', value: '', hint: 'krótko', error: 'brakuje' }).text
    expect(faulty).toContain('aria-invalid="true"')
    expect(faulty).toMatch(/aria-describedby="[^"]*f-title-error/)
    expect(faulty).toContain('brakuje')
  })

  test('keeps whatever was typed, as text', () =>
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(Field({ page, name: 'a', label: 'A', value: typed }).text).toContain(`value="${escapeHtml(typed)}"`)
        expect(TextAreaField({ page, name: 'a', label: 'A', value: typed }).text).toContain(
          `>\n${escapeHtml(typed)}</textarea>`,
        )
      }),
    ))

  test('keeps what was picked', () => {
    const options = ['a', 'b'].map((value) => ({ value, label: value }))
    const html = SelectField({ page, name: 'x', label: 'X', value: 'b', options }).text
    expect(html).toContain('<option value="b" selected>')
    expect(html).toContain('<option value="a">')
  })
})

describe('a time plate', () => {
  const plate = { kind: 'instant', start: at('2026-11-24 09:00'), time: '9:00', until: 'do 11:00' } as const
  test('is a link where the time is taken, with the instant for machines', () => {
    const html = TimePlate({ ...plate, href: '/reservations/new', label: 'HPLC' }).text
    expect(html).toMatch(/^<a class="plate" data-kind="instant" href="\/reservations\/new">/)
    expect(html).toContain('datetime="2026-11-24T08:00:00.000Z"')
    expect(html).toContain('<span class="vh">, HPLC</span>')
  })
  test('only tells where nothing can be taken', () =>
    expect(TimePlate({ ...plate, kind: 'none', start: null, time: '–' }).text).not.toMatch(/<a |<time/))
})

describe('a day trace', () => {
  const start = at('2026-11-24 00:00')
  const day = { start, end: start + 24 * HOUR, windowStart: start + 8 * HOUR, windowEnd: start + 18 * HOUR }
  const draw = (marks: readonly Mark[], found: { start: number; end: number } | null = null) =>
    DayTrace({ day, marks, found, now: 0, format: formatOf('pl', 'Europe/Warsaw'), label: 'wtorek' }).text
  const mark = (kind: Mark['kind'], from: number, to: number) => ({
    kind,
    start: start + from * HOUR,
    end: start + to * HOUR,
  })

  test('places marks on the scale of its window', () =>
    expect(draw([mark('busy', 8, 13)])).toContain('<rect class="busy" x="0" y="7" width="108" height="13">'))
  test('tells kinds apart by height and shape', () => {
    expect(draw([mark('part', 9, 10)])).toContain('height="6"')
    expect(draw([mark('requested', 9, 10)])).toContain('class="asked"')
    expect(draw([mark('outage', 9, 10)])).toContain('<path class="out"')
  })
  test('clips what was found to its window', () =>
    expect(draw([], mark('mine', 16, 24))).toContain('<rect class="found" x="172.8" y="2" width="43.2" height="18">'))
  test('has words for those who do not see it', () => expect(draw([])).toContain('role="img" aria-label="wtorek"'))
  test('sets no style of its own', () =>
    expect(draw([mark('busy', 8, 9), mark('outage', 9, 18)])).not.toContain('style='))
})

test('facets keep the rest of the query and show their counts', () => {
  const options = [
    { value: 'TEM', label: 'TEM', count: 3, checked: true },
    { value: 'SEM', label: 'SEM', count: 0, checked: false },
  ]
  const groups = [
    { name: 'technique', title: 'Technika', options },
    { name: 'lab', title: 'Laboratorium', options: [] },
  ]
  const html = Facets({ page, action: '/equipment', groups, kept: [['q', 'mikro"skop']] }).text
  expect(html).toContain('name="q" value="mikro&quot;skop"')
  expect(html).toContain('value="TEM" checked>')
  expect(html).toContain('<span class="n">3</span>')
  expect(html).not.toContain('Laboratorium')
})

test('a notice says its kind by an icon, too', () => {
  const html = Notice({ kind: 'care', title: 'Zegary cofają się', children: 'Wybierz godzinę.' }).text
  expect(html).toContain('data-kind="care"')
  expect(html).toContain(Icon({ name: 'care' }).text)
})

test.each([
  [30, '30 minut', '30 minutes'],
  [60, '1 godzina', '1 hour'],
  [90, '1 godzina 30 minut', '1 hour 30 minutes'],
  [120, '2 godziny', '2 hours'],
  [300, '5 godzin', '5 hours'],
  [1440, '1 doba', '1 day'],
  [4320, '3 doby', '3 days'],
])('%i minutes are %s', (minutes, polish, english) => {
  expect(lengthName(t, minutes)).toBe(polish)
  expect(lengthName(translateInto('en'), minutes)).toBe(english)
})
