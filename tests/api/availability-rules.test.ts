import { describe, expect, test } from 'vitest'
import { recurrenceFieldFault } from '../../server/domain/hours-change.ts'
import { invalidText } from '../../server/plugins/problem.ts'
import type { Account } from '../support/server.ts'
import { outside, winter } from './outside.ts'

const here = outside()

interface Span {
  readonly start: string
  readonly end: string
}
type Rule = Awaited<ReturnType<typeof add>>['body']
const NO_DATES = { startLocal: '2026-12-01T10:00:00', exdates: [], rdates: [], validUntil: null }
const HPLC = '/resources/demo-hplc/availability-rules'
const CLOSED = {
  effect: 'closed',
  dtstart: '2026-12-01T10:00:00',
  end_time: '12:00',
  rrule: 'FREQ=WEEKLY;BYDAY=TU',
  label: 'Przegląd',
}
const add = (body: object, path = HPLC, who: Account = 'owner') => here.call(who, 'POST', path, body)
const remove = (id: number, who: Account | null = 'owner') => here.call(who, 'DELETE', `/availability-rules/${id}`)
/** Opens or closes for one test: what it adds is gone after it. */
async function withRule<T>(body: object, then: (rule: Rule) => Promise<T>, path = HPLC, who: Account = 'owner') {
  const { status, body: rule } = await add(body, path, who)
  expect({ status, rule }).toMatchObject({ status: 201 })
  try {
    return await then(rule)
  } finally {
    expect((await remove(rule.id, who)).status).toBe(204)
  }
}
const clock = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Warsaw', dateStyle: 'short', timeStyle: 'short' })
/** Open time on the wall clock of Lublin. */
async function open(slug: string, from: string, to: string, who: Account | null = null): Promise<string[]> {
  const query = new URLSearchParams({ from: winter(`${from}T00:00`), to: winter(`${to}T00:00`) })
  const { body } = await here.call(who, 'GET', `/resources/${slug}/availability?${query}`)
  return body.open.map(({ start, end }: Span) => {
    const [first, last] = [start, end].map((at) => clock.format(Date.parse(at)).slice(5))
    return `${first} – ${last}`
  })
}

describe('a rule', () => {
  test('is told as it was made, with both names of its length', async () => {
    await withRule({ ...CLOSED, exdates: ['2026-12-08'], valid_until: '2027-06-30' }, async (rule) => {
      expect(rule).toEqual({
        ...CLOSED,
        id: expect.any(Number),
        audience: 'everyone',
        duration: 'PT2H',
        exdates: ['2026-12-08'],
        rdates: [],
        valid_until: '2027-06-30',
        inherited: false,
        affected: [],
      })
      const { items, next_cursor } = (await here.call(null, 'GET', HPLC)).body
      const { affected: _, ...told } = rule
      expect(items).toContainEqual(told)
      expect(next_cursor).toBeNull()
    })
  })
  test('shows in the open time at once, and is gone with its removal', async () => {
    const day = () => open('demo-hplc', '2026-12-01', '2026-12-02')
    expect(await day()).toEqual(['12-01 08:00 – 12-01 18:00'])
    await withRule(CLOSED, async () =>
      expect(await day()).toEqual(['12-01 08:00 – 12-01 10:00', '12-01 12:00 – 12-01 18:00']),
    )
    expect(await day()).toEqual(['12-01 08:00 – 12-01 18:00'])
  })
  test('of a lab holds for its resources, which tell it as inherited', async () => {
    const { lab } = (await here.call(null, 'GET', '/resources/demo-hplc')).body
    const path = `/labs/${lab}/availability-rules`
    await withRule(
      CLOSED,
      async ({ id }) => {
        expect((await here.call(null, 'GET', path)).body.items).toContainEqual(
          expect.objectContaining({ id, inherited: false }),
        )
        for (const slug of ['demo-hplc', 'demo-tem']) {
          const { items } = (await here.call(null, 'GET', `/resources/${slug}/availability-rules`)).body
          expect(items).toContainEqual(expect.objectContaining({ id, inherited: true }))
          expect(await open(slug, '2026-12-01', '2026-12-02')).toHaveLength(2)
        }
      },
      path,
    )
  })
  test.each([
    ['10:00', '2026-12-01T08:00:00', 'PT2H'],
    ['06:00', '2026-12-01T22:00:00', 'PT8H'],
    ['08:00', '2026-12-01T08:00:00', 'PT24H'],
    ['24:00', '2026-12-01T08:30:00', 'PT15H30M'],
  ])('that ends at %s begun at %s lasts %s', (end_time, dtstart, duration) =>
    withRule({ ...CLOSED, rrule: '', dtstart, end_time }, async (rule) => expect(rule.duration).toBe(duration)),
  )
  test('may give its length instead, and no recurrence for a single window', () =>
    withRule({ effect: 'closed', dtstart: '2026-12-01T08:00', duration: 'P1DT30M' }, async (rule) =>
      expect(rule).toMatchObject({
        dtstart: '2026-12-01T08:00:00',
        end_time: '08:30',
        duration: 'PT24H30M',
        rrule: '',
      }),
    ))
  test('begins on the first date that fits it', () =>
    withRule({ ...CLOSED, dtstart: '2026-11-25T10:00:00' }, async (rule) =>
      expect(rule.dtstart).toBe('2026-12-01T10:00:00'),
    ))
  test('that leaves reservations outside names them and keeps them', async () => {
    const booked = await here.book('researcher', {
      resource: 'demo-hplc',
      start: winter('2026-12-01T11:00'),
      end: winter('2026-12-01T12:00'),
    })
    await withRule(CLOSED, async ({ affected }) =>
      expect(affected).toEqual([
        { reservation: booked.id, resource: 'demo-hplc', start: booked.start, end: booked.end },
      ]),
    )
    const { body } = await here.call('researcher', 'GET', `/reservations/${booked.id}`)
    expect(body).toMatchObject({ state: 'confirmed', version: booked.version })
  })
})

describe('the law of precedence', () => {
  const replace = (dtstart: string, end_time: string, rrule: string, more: object = {}) => ({
    effect: 'replace',
    dtstart,
    end_time,
    rrule,
    ...more,
  })
  test('10–15 in December with 12–14 on two of its days, holidays outlasted', () =>
    withRule(
      replace('2026-12-01T10:00:00', '15:00', 'FREQ=DAILY;UNTIL=20261231', { exdates: ['2026-12-24', '2026-12-25'] }),
      () =>
        withRule(replace('2026-12-24T12:00:00', '14:00', 'FREQ=DAILY;COUNT=2'), async () => {
          expect(await open('demo-hplc', '2026-12-23', '2026-12-27')).toEqual([
            '12-23 10:00 – 12-23 15:00',
            '12-24 12:00 – 12-24 14:00',
            '12-25 12:00 – 12-25 14:00',
            '12-26 10:00 – 12-26 15:00',
          ])
          expect(await open('demo-hplc', '2026-11-30', '2026-12-01')).toEqual(['11-30 08:00 – 11-30 18:00'])
        }),
    ))
  test('several replacing rules are their union, which closed rules and outages still cut', () =>
    withRule(replace('2026-12-02T06:00:00', '10:00', ''), () =>
      withRule(replace('2026-12-02T09:00:00', '14:00', ''), () =>
        withRule({ ...CLOSED, dtstart: '2026-12-02T07:00:00', end_time: '08:00', rrule: '' }, async () => {
          const outage = { kind: 'calibration', planned: true, reason: 'Wzorcowanie', on_conflict: 'keep' }
          const span = { start: winter('2026-12-02T12:00'), end: winter('2026-12-02T13:00') }
          expect(
            (await here.call('owner', 'POST', '/resources/demo-hplc/outages', { ...outage, ...span })).status,
          ).toBe(201)
          expect(await open('demo-hplc', '2026-12-02', '2026-12-03')).toEqual([
            '12-02 06:00 – 12-02 07:00',
            '12-02 08:00 – 12-02 12:00',
            '12-02 13:00 – 12-02 14:00',
          ])
        }),
      ),
    ))
  test('holidays close open rules, whoever made them, and no replacing ones', () =>
    withRule({ effect: 'open', dtstart: '2026-12-20T20:00:00', end_time: '22:00', rrule: 'FREQ=DAILY' }, async () => {
      expect(await open('demo-hplc', '2026-12-25', '2026-12-28')).toEqual(['12-27 20:00 – 12-27 22:00'])
      await withRule(replace('2026-12-25T20:00:00', '21:00', ''), async () =>
        expect(await open('demo-hplc', '2026-12-25', '2026-12-26')).toEqual(['12-25 20:00 – 12-25 21:00']),
      )
    }))
  test.each([
    ['valid_until', { rrule: 'FREQ=DAILY', valid_until: '2026-12-06' }],
    ['UNTIL', { rrule: 'FREQ=DAILY;UNTIL=20261206' }],
    ['COUNT', { rrule: 'FREQ=DAILY;COUNT=2' }],
  ])('the last day of %s is part of the rule', (_what, more) =>
    withRule({ effect: 'open', dtstart: '2026-12-05T10:00:00', duration: 'PT1H', ...more }, async () =>
      expect(await open('demo-hplc', '2026-12-05', '2026-12-08')).toEqual([
        '12-05 10:00 – 12-05 11:00',
        '12-06 10:00 – 12-06 11:00',
        '12-07 08:00 – 12-07 18:00',
      ]),
    ),
  )
  test('own open rules stand instead of the lab’s: Wed and Thu 16–02, Fri and Sat 16–05 give Sunday 00–05', () =>
    withRule(
      { effect: 'open', dtstart: '2026-11-01T16:00:00', end_time: '02:00', rrule: 'FREQ=WEEKLY;BYDAY=WE,TH' },
      () =>
        withRule(
          { effect: 'open', dtstart: '2026-11-01T16:00:00', end_time: '05:00', rrule: 'FREQ=WEEKLY;BYDAY=FR,SA' },
          async () =>
            expect(await open('demo-hplc', '2026-11-29', '2026-11-30')).toEqual(['11-29 00:00 – 11-29 05:00']),
        ),
    ))
  test.each<[string, Account | null, number]>([
    ['everyone', null, 2],
    ['members', null, 1],
    ['members', 'company', 1],
    ['members', 'researcher', 2],
    ['organisation', 'researcher', 1],
    ['organisation', 'owner', 2],
  ])('a closed rule for %s leaves %s %i spans', (audience, who, spans) =>
    withRule({ ...CLOSED, audience }, async () =>
      expect(await open('demo-hplc', '2026-12-01', '2026-12-02', who)).toHaveLength(spans),
    ),
  )
})

describe('a night of 22:00–06:00', () => {
  test.each([
    // 0–6, 22–24, then the night and 22–24 again.
    ['2027-03-27', '2027-03-29', 6 + 2 + 5 + 2],
    ['2027-10-30', '2027-11-01', 6 + 2 + 7 + 2],
    ['2027-05-10', '2027-05-12', 6 + 2 + 6 + 2],
  ])('is counted by reports as long as it lasts: %s to %s %i hours', async (from, to, hours) => {
    const query = new URLSearchParams({ from, to, group: 'resource' })
    const { body } = await here.call('owner', 'GET', `/reports/utilisation?${query}`)
    const row = (body.items ?? body.rows).find((each: Rule) => JSON.stringify(each).includes('"demo-night"'))
    expect(row.open_hours).toBe(hours)
  })
  test('of the first Friday ends on the Saturday', () =>
    withRule(
      { effect: 'open', dtstart: '2026-12-01T22:00:00', end_time: '02:00', rrule: 'FREQ=MONTHLY;BYDAY=1FR' },
      async (rule) => {
        expect(rule.dtstart).toBe('2026-12-04T22:00:00')
        expect(await open('demo-tem', '2026-12-05', '2026-12-06')).toEqual(['12-05 00:00 – 12-05 02:00'])
      },
      '/resources/demo-tem/availability-rules',
    ))
})

describe('who may', () => {
  test.each<[Account, number]>([
    ['owner', 201],
    ['deputy', 201],
    ['owner2', 403],
    ['researcher', 403],
    ['coordinator', 403],
    ['admin', 403],
  ])('add a rule: %s %i', async (who, status) => {
    const answer = await add(CLOSED, HPLC, who)
    expect(answer.status).toBe(status)
    if (status === 201) expect((await remove(answer.body.id, who)).status).toBe(204)
  })
  test('remove one: 401 for nobody, 403 for others, 404 for what is not there, and not twice', async () => {
    const { id } = (await add(CLOSED)).body
    expect((await remove(id, null)).status).toBe(401)
    for (const who of ['owner2', 'researcher', 'admin'] as const)
      expect((await remove(id, who)).body).toMatchObject({ status: 403, code: 'forbidden' })
    expect((await remove(id)).status).toBe(204)
    expect((await remove(id)).body).toMatchObject({ status: 404 })
    expect((await remove(999_999)).body).toMatchObject({ status: 404 })
    expect((await here.call('owner', 'DELETE', '/availability-rules/x')).status).toBe(404)
  })
  test('nobody adds, everybody reads, a place that is not there is 404', async () => {
    expect((await here.call(null, 'POST', HPLC, CLOSED)).status).toBe(401)
    expect((await here.call(null, 'GET', HPLC)).status).toBe(200)
    for (const path of ['/resources/no-such/availability-rules', '/labs/no-such/availability-rules']) {
      expect((await here.call(null, 'GET', path)).status).toBe(404)
      expect((await add(CLOSED, path)).status).toBe(404)
    }
  })
})

describe('what cannot be a rule is a 422 that names the field', () => {
  test.each<[string, object]>([
    ['effect', { effect: 'shut' }],
    ['effect', { effect: undefined }],
    ['audience', { audience: 'friends' }],
    ['dtstart', { dtstart: '2026-02-30T08:00:00' }],
    ['dtstart', { dtstart: '2026-12-01T08:00:00Z' }],
    ['dtstart', { dtstart: '2026-12-01' }],
    ['dtstart', { dtstart: '2026-12-01T08:00:30' }],
    ['end_time', { end_time: '25:00' }],
    ['end_time', { end_time: '18' }],
    ['end_time', { end_time: undefined }],
    ['duration', { duration: 'PT2H' }],
    ['duration', { end_time: undefined, duration: 'P1M' }],
    ['duration', { end_time: undefined, duration: 'PT90S' }],
    ['duration', { end_time: undefined, duration: 'PT0S' }],
    ['duration', { end_time: undefined, duration: '-PT1H' }],
    ['duration', { end_time: undefined, duration: 'P32D' }],
    ['duration', { end_time: undefined, duration: '2 hours' }],
    ['rrule', { rrule: 'every tuesday' }],
    ['rrule', { rrule: 'FREQ=DAILY;UNTIL=20200101' }],
    ['exdates.1', { exdates: ['2026-12-01', '2026-02-30'] }],
    ['exdates.0', { exdates: ['2026-12-01T10:00:00Z'] }],
    ['rdates.0', { rdates: ['tomorrow'] }],
    ['exdates', { exdates: Array.from({ length: 1001 }, () => '2026-12-01') }],
    ['valid_until', { valid_until: '2026-06-31' }],
    ['label', { label: 'x'.repeat(201) }],
    ['label', { label: 'a\0b' }],
    ['until', { until: '2026-12-31' }],
  ])('%s of %j', async (path, change) => {
    const { body } = await add({ ...CLOSED, ...change })
    expect(body).toMatchObject({ status: 422, code: 'invalid', errors: [{ path }] })
    expect(body.errors[0].message).toMatch(/\p{L}{3}/u)
    expect(body.errors[0].message).not.toMatch(/^invalid\./)
  })
  test('and the part of RFC 5545, in the reader’s language', async () => {
    const rrule = 'FREQ=MONTHLY;BYSETPOS=0;BYDAY=FR'
    const [error] = (await add({ ...CLOSED, rrule })).body.errors
    expect(error.message).toBe('Wartość części BYSETPOS leży poza dozwolonym zakresem.')
    const fault = recurrenceFieldFault({ ...NO_DATES, rrule }, 'Europe/Warsaw')
    expect(invalidText(fault!, 'en')).toBe('The value of the part BYSETPOS is out of range.')
  })
  test('101 rules are too many', async () => {
    const path = '/resources/demo-incubator/availability-rules'
    const ids: number[] = []
    for (;;) {
      const { status, body } = await add({ ...CLOSED, rrule: '' }, path)
      if (status === 201) ids.push(body.id)
      else {
        expect(body).toMatchObject({
          status: 422,
          errors: [{ path: 'rules', message: expect.stringContaining('100') }],
        })
        break
      }
    }
    expect(
      (await here.call(null, 'GET', path)).body.items.filter((each: { inherited: boolean }) => !each.inherited),
    ).toHaveLength(100)
    for (const id of ids) await remove(id)
  })
})
