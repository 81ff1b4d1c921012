import { describe, expect, test } from 'vitest'
import { calibrationDue, calibrationStage } from '../../server/domain/calibration.ts'
import { documentName, documentTypeOf } from '../../server/domain/document-type.ts'
import { reliabilityOf } from '../../server/domain/outage-reliability.ts'
import { occurrencesOf, rruleUntil } from '../../server/domain/outage-rule.ts'
import { localOf } from '../../server/domain/zone.ts'
import { at, DAY, HOUR } from '../support/makers.ts'

const ZONE = 'Europe/Warsaw'

describe('reliability', () => {
  const year = { start: 0, end: 365 * DAY }
  const broken = (day: number, hours: number) => ({ start: day * DAY, end: day * DAY + hours * HOUR })
  test.each([
    ['nothing ever broke', [], [0, 0, null, null]],
    ['once, for a day', [broken(100, 24)], [1, 24, 364 * 24, 24]],
    ['twice', [broken(100, 10), broken(200, 20)], [2, 30, (365 * 24 - 30) / 2, 15]],
    ['two entries of one breakdown', [broken(100, 10), { ...broken(100, 20) }], [1, 20, 365 * 24 - 20, 20]],
    ['still broken', [broken(364, 48)], [1, 24, 364 * 24, null]],
    ['broken from before', [{ start: -DAY, end: DAY }], [0, 24, null, null]],
  ] as const)('%s', (_what, breakdowns, [failures, down, mtbf, mttr]) => {
    const found = reliabilityOf(breakdowns, year)
    const inHours = (ms: number | null) => ms && ms / HOUR
    expect([found.failures, inHours(found.downMs), inHours(found.mtbfMs), inHours(found.mttrMs)]).toEqual([
      ...[failures, down, mtbf, mttr],
    ])
  })
})

test('a rule that ended has no start from that moment on', () => {
  const rule = { startLocal: '2026-11-24T08:00:00', durationMinutes: 60, rrule: 'FREQ=DAILY;COUNT=10' }
  const span = { start: at('2026-11-01 00:00'), end: at('2027-01-01 00:00') }
  expect(occurrencesOf(rule, span, ZONE)).toHaveLength(10)
  const ended = (moment: string) => ({ ...rule, rrule: rruleUntil(rule.rrule, at(moment), ZONE) })
  expect(occurrencesOf(ended('2026-11-26 08:00'), span, ZONE)).toHaveLength(2)
  expect(occurrencesOf(ended('2026-11-26 08:01'), span, ZONE)).toHaveLength(3)
  expect(occurrencesOf(ended('2026-11-20 08:00'), span, ZONE)).toHaveLength(0)
})

describe('the next calibration', () => {
  test.each([
    ['2026-01-31 12:00', 1, '2026-02-28T12:00:00'],
    ['2026-03-12 10:00', 12, '2027-03-12T10:00:00'],
    ['2026-02-28 02:30', 13, '2027-03-28T03:30:00'],
  ])('%s and %i months', (last, months, due) => {
    expect(localOf(calibrationDue(at(last), months, ZONE), ZONE)).toBe(due)
  })
  test('comes near in stages', () => {
    const stages = [-31, -30, -8, -7, 0, 5].map((days) => calibrationStage(0, days * DAY))
    expect(stages).toEqual([null, 'month', 'month', 'week', 'overdue', 'overdue'])
  })
})

describe('a document', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  test.each([
    ['a PDF', bytes('%PDF-1.7\nx'), 'application/pdf'],
    ['a PNG', bytes('\x89PNG\r\n\x1a\nx'), 'image/png'],
    ['a JPEG', bytes('\xff\xd8\xff\xe0x'), 'image/jpeg'],
    ['plain text', Buffer.from('Świadectwo 12/2026\n'), 'text/plain'],
    ['a page', Buffer.from('  <html><script>alert(1)</script>'), null],
    ['a drawing with a script', Buffer.from('<svg xmlns="x" onload="x()">'), null],
    ['a program', bytes('MZ\x90\x00\x03'), null],
    ['an archive', bytes('PK\x03\x04'), null],
    ['text of another century', bytes('\xb3\xf3d\xbc'), null],
    ['nothing', Buffer.alloc(0), null],
    ['a PDF that hides behind other bytes', bytes('GIF89a%PDF-1.7\x00'), null],
  ])('%s', (_what, content, type) => {
    expect(documentTypeOf(content)).toBe(type)
  })
  test.each([
    ['świadectwo.pdf', 'świadectwo.pdf'],
    ['C:\\tmp\\a b.exe', 'a b.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['a"\r\nSet-Cookie: x.pdf', 'aSet-Cookie x.pdf'],
    ['\u202Efdp.exe', 'fdp.pdf'],
    ['', 'document.pdf'],
  ])('called %j is kept as %s', (name, kept) => {
    expect(documentName(name, 'application/pdf')).toBe(kept)
  })
})
