import { expect, test } from 'vitest'
import { holidayOn, isHoliday } from '../../server/domain/holidays.ts'
import { addDays } from '../../server/domain/zone.ts'
import list from '../support/pl-holidays-2024-2031.json' with { type: 'json' }

const years = Object.entries(list).filter(([year]) => /^\d{4}$/.test(year)) as [string, { list: object }][]

test.each(years)('the public holidays of %s are those of the list', (year, { list }) => {
  const found: string[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) if (isHoliday(day)) found.push(day)
  expect(found).toEqual(Object.keys(list).sort())
})

test('the list covers eight years', () => expect(years.length).toBe(8))

test.each([
  ['2026-11-11', 'Narodowe Święto Niepodległości', 'Independence Day'],
  ['2026-05-01', 'Święto Pracy', 'Labour Day'],
  ['2026-12-24', 'Wigilia Bożego Narodzenia', 'Christmas Eve'],
  ['2024-12-24', null, null],
  ['2026-11-12', null, null],
])('%s is %s', (day, polish, english) => {
  expect(holidayOn(day)).toBe(polish)
  expect(holidayOn(day, 'PL', 'en')).toBe(english)
})
