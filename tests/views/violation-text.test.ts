import { describe, expect, test } from 'vitest'
import type { Violation } from '../../server/domain/violation.ts'
import { violationText } from '../../views/text/violation-text.ts'
import { aQuota } from '../support/facts.ts'

const at = (text: string) => Date.parse(text)
const EVERY: readonly Violation[] = [
  { code: 'closed', open: [{ start: at('2026-11-24T07:00Z'), end: at('2026-11-24T17:00Z') }] },
  { code: 'closed', open: [] },
  { code: 'audience' },
  { code: 'audience', bookers: { audience: 'organisation', people: [3] } },
  { code: 'audience', bookers: { audience: null, people: [3] } },
  { code: 'too-short', minMinutes: 30 },
  { code: 'too-long', maxMinutes: 480 },
  { code: 'off-step', stepMinutes: 30 },
  { code: 'too-soon', noticeMinutes: 1440, earliest: at('2026-11-24T07:00Z') },
  { code: 'beyond-horizon', horizonDays: 400, latest: at('2027-12-28T07:00Z') },
  { code: 'in-the-past' },
  { code: 'end-before-start' },
  {
    ...{ code: 'quota', quota: aQuota({ exemptPurposes: ['service'], hours: { fromMinute: 480, toMinute: 1200 } }) },
    ...{ used: 450, asked: 240, within: { start: at('2026-11-22T23:00Z'), end: at('2026-11-29T23:00Z') } },
  },
  {
    ...{ code: 'quota', quota: aQuota({ measure: 'count', most: 2, period: 'running', per: 'project' }) },
    ...{ used: 2, asked: 1, within: null },
  },
  { code: 'qualification', level: 'supervised' },
  { code: 'qualification', level: 'supervised', unusedMonths: 6 },
  { code: 'qualification', level: 'independent', hours: [{ days: [0, 1, 2, 3, 4], fromMinute: 480, toMinute: 960 }] },
  { code: 'qualification', level: null, hours: [{ days: [5, 6], fromMinute: 480, toMinute: 1440 }] },
  { code: 'out-of-service' },
  { code: 'outage', kind: 'breakdown', until: at('2026-11-24T11:00Z') },
  { code: 'units', capacity: 3 },
  { code: 'purpose', purpose: null },
  { code: 'purpose', purpose: 'rental', allowed: ['teaching', 'own_research'] },
  { code: 'project' },
  { code: 'project', isMissing: true },
  { code: 'project', projectCode: 'EX-1', isClosed: true },
  { code: 'project', projectCode: 'EX-1', runs: { startOn: '2026-01-01', endOn: '2026-10-31' } },
  { code: 'project', projectCode: 'EX-1', runs: { startOn: '2027-01-01', endOn: null } },
  { code: 'elsewhere', start: at('2026-11-24T09:00Z'), end: at('2026-11-24T11:00Z') },
  { code: 'locked', lockMinutes: 1440, since: at('2026-11-24T09:00Z') },
]

describe.each(['pl', 'en'] as const)('%s', (locale) => {
  test('says every reason and what to do, hours in the zone of the resource', () => {
    const lines = EVERY.map((violation) => {
      const { message, remedy } = violationText(locale, violation, 'Europe/Warsaw')
      return `${violation.code}: ${message} ${remedy ?? '–'}`.replaceAll('\u00a0', '~')
    })
    expect(lines.join('\n')).toMatchSnapshot()
  })

  test('leaves no figure out', () => {
    for (const violation of EVERY) {
      const { message, remedy } = violationText(locale, violation, 'Europe/Warsaw')
      expect(`${message} ${remedy}`).not.toMatch(/{{|undefined|violation\./)
    }
  })
})

test('the hours are those of another zone when the resource stands there', () => {
  const { remedy } = violationText('en', EVERY[0]!, 'UTC')
  expect(remedy).toContain('07:00–17:00')
})
