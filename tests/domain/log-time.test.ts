import { describe, expect, test } from 'vitest'
import { guessedReading } from '../../server/domain/log-guess.ts'
import type { LogFormat, LogReading } from '../../server/domain/log-import.ts'
import { headingsOf, lineReader } from '../../server/domain/log-lines.ts'
import { logInstant, logLength } from '../../server/domain/log-time.ts'

const WARSAW = 'Europe/Warsaw'
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

describe('an instant of a log', () => {
  test.each<[LogFormat, string, string | null]>([
    ['iso', '2026-11-23 14:05', '2026-11-23T13:05:00.000Z'],
    ['iso', '2026-11-23T14:05:09.123', '2026-11-23T13:05:09.000Z'],
    ['iso', '2026/7/3 4:05', '2026-07-03T02:05:00.000Z'],
    ['iso', '2026-11-23T14:05:00Z', '2026-11-23T14:05:00.000Z'],
    ['iso', '2026-11-23 14:05 +0530', '2026-11-23T08:35:00.000Z'],
    ['dmy', '23.11.2026 14:05', '2026-11-23T13:05:00.000Z'],
    ['dmy', ' 3-7-2026, 04:05:06 ', '2026-07-03T02:05:06.000Z'],
    ['mdy', '11/23/2026 2:05 PM', '2026-11-23T13:05:00.000Z'],
    ['mdy', '11/23/2026 12:05 am', '2026-11-22T23:05:00.000Z'],
    ['unix', '1795439100', '2026-11-23T13:05:00.000Z'],
    ['unix', '1795439100250', '2026-11-23T13:05:00.250Z'],
    // The clocks skip this hour, and show this one twice.
    ['iso', '2027-03-28 02:30', '2027-03-28T01:30:00.000Z'],
    ['iso', '2026-10-25 02:30', '2026-10-25T00:30:00.000Z'],
    ['iso', '23.11.2026 14:05', null],
    ['dmy', '31.02.2026 10:00', null],
    ['dmy', '23.11.2026 24:05', null],
    ['mdy', '11/23/2026 13:05 PM', null],
    ['iso', '2026-11-23', null],
    ['iso', '9999-01-01 10:00', null],
    ['unix', '17', null],
    ['unix', '', null],
  ])('%s %j is %s', (format, text, expected) => {
    expect(iso(logInstant(text, format, WARSAW))).toBe(expected)
  })

  test.each([
    ['90', 'minutes', 90],
    ['1,5', 'hours', 90],
    ['5400', 'seconds', 90],
    ['1:30', 'hours', 90],
    ['01:30:00', 'seconds', 90],
    ['0', 'minutes', null],
    ['-5', 'minutes', null],
    ['1:75', 'minutes', null],
    ['soon', 'minutes', null],
  ] as const)('a length of %j in %s is %s minutes', (text, unit, minutes) => {
    expect(logLength(text, unit)).toBe(minutes === null ? null : minutes * 60_000)
  })
})

const READING: LogReading = {
  ...{ start: 'Start', startTime: null, end: 'Koniec', endTime: null, length: null, lengthUnit: 'minutes' },
  ...{ person: 'Kto', note: null, format: 'iso', zone: WARSAW },
}
const NOW = Date.UTC(2026, 11, 1)

describe('a line', () => {
  const read = (start: string, end: string, more: Partial<LogReading> = {}) => {
    const line = lineReader(['Start', 'Koniec', 'Kto'], { ...READING, ...more }, NOW)(7, [start, end, ' Anna '])
    return 'fault' in line ? line.fault : [iso(line.start), iso(line.end), line.person]
  }
  test.each([
    ['2026-11-23 08:00', '2026-11-23 09:00', ['2026-11-23T07:00:00.000Z', '2026-11-23T08:00:00.000Z', 'Anna']],
    ['2026-11-23 08:00', '09:00', ['2026-11-23T07:00:00.000Z', '2026-11-23T08:00:00.000Z', 'Anna']],
    ['2026-11-23 22:00', '06:00', ['2026-11-23T21:00:00.000Z', '2026-11-24T05:00:00.000Z', 'Anna']],
    // Over the night the clocks go back the end is in the second of two equal hours.
    ['2026-10-25 02:50', '2026-10-25 02:10', ['2026-10-25T00:50:00.000Z', '2026-10-25T01:10:00.000Z', 'Anna']],
    ['nonsense', '2026-11-23 09:00', 'start'],
    ['2026-11-23 08:00', '', 'end'],
    ['2026-11-23 08:00', '2026-11-23 07:00', 'order'],
    ['2026-11-30 08:00', '2026-12-30 07:00', 'future'],
    ['2026-09-23 08:00', '2026-11-23 07:00', 'long'],
  ])('%s to %s', (start, end, expected) => {
    expect(read(start, end)).toEqual(expected)
  })

  test('takes a duration where there is no end', () => {
    expect(read('2026-11-23 08:00', '90', { end: null, length: 'Koniec' })).toEqual([
      '2026-11-23T07:00:00.000Z',
      '2026-11-23T08:30:00.000Z',
      'Anna',
    ])
  })
})

describe('columns are guessed', () => {
  test.each([
    [['Start', 'End', 'User', 'Comment'], ['2026-11-23 08:00', '2026-11-23 09:00', 'anna', 'x'], 'iso'],
    [['Początek', 'Koniec', 'Osoba', 'Uwagi'], ['23.11.2026 08:00', '23.11.2026 09:00', 'anna', 'x'], 'dmy'],
    [['Date', 'Start time', 'End time', 'Operator'], ['11/23/2026', '8:00 AM', '9:00 AM', 'anna'], 'mdy'],
    [['Login', 'Duration (s)', 'E-mail'], ['1795439100', '3600', 'anna@x.pl'], 'unix'],
  ])('of %j', (cells, row, format) => {
    const headings = headingsOf(cells)
    const reading = guessedReading(headings, [row], WARSAW)
    expect(reading.format).toBe(format)
    expect(reading.start).toBe(headings[0])
    const line = lineReader(headings, reading, Date.UTC(2027, 0))(1, row)
    expect('fault' in line ? line : [line.end - line.start, line.person]).toEqual([
      3_600_000,
      expect.stringContaining('anna'),
    ])
  })

  test('headings that are blank or said twice get names of their own', () => {
    expect(headingsOf(['Time', '', 'Time', ' '])).toEqual(['Time', '#2', 'Time #3', '#4'])
  })
})
