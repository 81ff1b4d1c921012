import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'
import { at, HOUR, makeQualification, makeReservation, makeRule } from '../support/makers.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  const { colleague, company, researcher, hplc, tem } = t.cast
  for (const [i, { id }] of [researcher, colleague, company].entries()) {
    makeQualification(t.db, { resourceId: hplc, personId: id })
    makeRule(t.db, { resourceId: hplc, startLocal: `2026-01-0${5 + i}T08:00:00` })
    const start = at('2026-11-25 08:00') + i * 2 * HOUR
    makeReservation(t.db, { resourceId: tem, requesterId: id, start, end: start + HOUR, state: 'requested' })
  }
})
afterAll(() => t.close())

describe.each(['/resources/hplc/qualifications', '/resources/hplc/availability-rules', '/approvals', '/resources'])(
  'the list %s',
  (list) => {
    const call = (query: string) => t.api('owner')('GET', `${list}?${query}`)
    const named = (items: readonly object[]) => items.map((each) => JSON.stringify(each))

    test('comes in pages that together are the whole', async () => {
      const whole = (await call('limit=200')).json()
      const pages: object[] = []
      let cursor = ''
      do {
        const page = (await call(`limit=1${cursor && `&cursor=${cursor}`}`)).json()
        expect(page.items).toHaveLength(1)
        pages.push(...page.items)
        cursor = page.next_cursor ?? ''
      } while (cursor)
      expect(pages.length).toBeGreaterThan(1)
      expect([named(pages), whole.next_cursor]).toEqual([named(whole.items), null])
    })

    test.each(['limit=0', 'limit=201', 'limit=x', 'colour=red'])('refuses %s', async (query) => {
      const answer = await call(query)
      expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, query.split('=')[0]])
    })
  },
)
