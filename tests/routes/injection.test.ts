import { parse } from 'csv-parse/sync'
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailsOf } from '../../db/queries/outbox.ts'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { addressOf, routesOf, valuesOf } from '../support/every-address.ts'
import { everyGet } from '../support/every-get.ts'
import { corpusInto } from '../support/marks.ts'
import { formFor } from '../support/plausible-bodies.ts'
import { type TwoSides, twoSides } from '../support/two-sides.ts'

/** One text of every trick: each ends something, or begins what no text may begin. */
const TRICKS = [
  `<script>zqevil()</script>`,
  `"><img src=x onerror=zqevil()>`,
  `' hx-on:load='zqevil()' x='`,
  `</textarea></title></option><svg onload=zqevil()>`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what other programs would fill in
  '{{title}} ${zqevil()} <%= zqevil() %>',
  `'); DROP TABLE people; --`,
  `=cmd|'/c calc'!A1`,
  `@SUM(1+1);=1+1`,
  `END:VEVENT`,
  `Bcc: victim@demo.test`,
  '\u202Eevil\u2066',
]
/** All of them in a line of their own, as where lines may end. */
const LINES = TRICKS.join('\r\n')

let t: TestApp
let sides: TwoSides
beforeAll(async () => {
  t = await testApp({ settings: { demo: true } })
  sides = twoSides(t)
  corpusInto(t, sides, TRICKS.join(' '), LINES)
})
afterAll(() => t.close())

/** What a text may never have become: an element, or an attribute of one. What stands in quotes is a value. */
const runs = (html: string) =>
  /<(script>|img src=x|svg onload)|<[^>]*\s(hx-on[^\s=>]*|onerror|onload)\b/i.test(html.replaceAll(/="[^"]*"/g, '=""'))

describe('a text of every trick, wherever anything may be typed', () => {
  test.each(['ann', 'ownerA', 'runnerA', 'coordinator', 'administrator'] as const)(
    'is only text in every answer to %s',
    async (who) => {
      const answers = await everyGet(t, sides, who, {
        secrets: true,
        parts: who === 'ownerA',
        bindings: who === 'ownerA',
      })
      const texts = answers.filter(({ words }) => words.includes('zqevil'))
      // The text is met: as references in pages, as it is elsewhere.
      if (who !== 'coordinator') expect(texts.length).toBeGreaterThan(20)
      const wrong = answers.filter(({ status, words, type }) => status >= 500 || (type.includes('html') && runs(words)))
      expect(wrong.map(({ place, status }) => `${status} ${place}`)).toEqual([])
      for (const { place, body, type } of answers) {
        if (type.includes('csv')) expect([place, formulasIn(body)]).toEqual([place, []])
        if (type.includes('calendar')) expect([place, eventsIn(body)]).toEqual([place, eventsMeant(body)])
      }
    },
    120_000,
  )

  test('adds nothing to the head of a mail', async () => {
    const mails = mailsOf(t.db, 'everybody', 50, null)
    expect(mails.length).toBeGreaterThan(0)
    for (const mail of mails) {
      const raw = `${await t.app.mailer.raw(outgoingMailOf(mail, t.app.settings))}`
      const [head = ''] = raw.split(/\r?\n\r?\n/)
      expect(head).not.toMatch(/^bcc:/im)
      expect(runs(outgoingMailOf(mail, t.app.settings).html)).toBe(false)
    }
  })
})

/** Cells that a spreadsheet would count. */
const formulasIn = (csv: string): string[] =>
  (parse(csv, { bom: true, relax_column_count: true }) as string[][])
    .flat()
    .filter((cell) => /^\s*[=+\-@](?!\d)/.test(cell))

/** As a calendar program reads it, against the lines that begin an entry. */
const eventsIn = (calendar: string): number => {
  const component = new ICAL.Component(ICAL.parse(calendar) as never)
  return component.getAllSubcomponents('vevent').length
}
const eventsMeant = (calendar: string): number => [...calendar.matchAll(/^BEGIN:VEVENT\r?$/gm)].length

describe('what is sent to every form', () => {
  test('is taken or refused, and nothing breaks', async () => {
    const cookies = sides.cookiesOf('ownerA')
    const page = await t.inject({ url: '/accessibility', cookies })
    for (const { name, value } of page.cookies) cookies[name] = value
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const broken: string[] = []
    const forms = routesOf(t).filter(
      ({ method, url }) => method === 'POST' && !url.startsWith('/api/') && !ENDS.test(url),
    )
    expect(forms.length).toBeGreaterThan(80)
    for (const { url } of forms)
      for (const trick of ['<script>zqevil()</script>"\' hx-on:load=x', '%00%0d%0aSet-Cookie: a=b', `' OR 1=1 --`]) {
        const typed = Object.fromEntries(FIELDS.map((field) => [field, trick]))
        const answer = await t.inject({
          ...{ method: 'POST' as const, url: addressOf(url, valuesOf(url, sides.things.a)), cookies },
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({ ...typed, ...formFor(url), _csrf }).toString(),
        })
        const cookie = `${answer.headers['set-cookie'] ?? ''}`
        const leads = `${answer.headers.location ?? '/'}`
        if (
          answer.statusCode >= 500 ||
          (`${answer.headers['content-type']}`.includes('html') && runs(answer.body)) ||
          cookie.includes('a=b') ||
          !/^\/(?![/\\])/.test(leads)
        )
          broken.push(`${answer.statusCode} ${url} ${leads}`)
      }
    expect(broken).toEqual([])
  }, 120_000)
})

/** What ends the session that asks. */
const ENDS = /sign-out|sessions|leaving|\/account\/password/

/** Names that fields of forms have. */
const FIELDS = (
  'title note text words reason name email label code funder grantNumber raid person participants purpose resource project ' +
  'message local scope next locale q date start end end_date units from to session verdict decision role organisation ' +
  'successor choice manufacturer description serialNumber contactName technicalData slug name_pl name_en city ror'
).split(' ')

describe('an address to go on to', () => {
  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%09/evil.example',
    '/\t/evil.example',
    'javascript:zqevil()',
    '/..//evil.example',
    'https:evil.example',
    '/@evil.example/..//x',
  ])('never leads elsewhere: %s', async (next) => {
    const nobody = t.nobody()
    const answers = [
      await nobody.post('/language', { locale: 'en', next }),
      await t.as('researcher').get(`/sign-in?next=${encodeURIComponent(next)}`),
      await nobody.get(`/sign-in?next=${encodeURIComponent(next)}`),
    ]
    for (const { headers, body } of answers) {
      const leads = new URL(`${headers.location ?? '/'}`, 'http://localhost:3000')
      expect(leads.host).toBe('localhost:3000')
      expect(body).not.toMatch(/(href|action)="(https?:)?[/\\]{2}[^"]*evil/)
    }
  })
})
