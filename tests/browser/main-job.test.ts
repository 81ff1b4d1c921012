import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import type { OutgoingMail } from '../../views/mail/outgoing-mail.ts'
import { type Account, addressOf } from '../support/server.ts'
import { stage } from './stage.ts'
import { fillForm, find, openRequest, pickStart, typedIn } from './steps.ts'

const here = stage({ withYear: true })

interface Walk {
  readonly how: string
  readonly javaScriptEnabled: boolean
  readonly from: '/' | '/equipment'
  readonly title: string
  readonly day: string
}

describe.each<Walk>([
  {
    how: 'with JavaScript',
    javaScriptEnabled: true,
    from: '/',
    title: 'Przekroje liści łubinu',
    day: 'czwartek 26 listopada',
  },
  {
    how: 'without JavaScript',
    javaScriptEnabled: false,
    from: '/equipment',
    title: 'Ściany komórek bobu',
    day: 'piątek 27 listopada',
  },
])('the main job $how', ({ javaScriptEnabled, from, title, day }) => {
  const enter = async (account: Account) => {
    const made = await here.enter(null, { javaScriptEnabled })
    await made.signIn(account)
    return made
  }

  test('from a word in the search to the figures in the report', async () => {
    const { page } = await enter('researcher')
    await find(page, from, 'mikroskop elektronowy pokaz', 'Transmisyjny mikroskop elektronowy (pokazowy)')
    await pickStart(page, `10:00, ${day}`)
    expect(await typedIn(page)).toMatchObject({ start: '10:00', end: '11:00', title: '' })
    expect(await page.getByRole('heading', { name: 'Termin jest wolny, zdecyduje opiekun' }).isVisible()).toBe(true)
    await fillForm(page, { end: '12:30', title, purpose: 'Badania własne', note: 'Próbki przyniosę rano.' })
    await page.getByRole('button', { name: 'Wyślij prośbę' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    const path = new URL(page.url()).pathname
    expect(path).toMatch(/^\/reservations\/\d+$/)
    expect(await page.getByText('czeka na akceptację').first().isVisible()).toBe(true)
    expect(wordsOf(await here.demo.sendMail())).toEqual([
      'deputy: REQUEST TENTATIVE',
      'owner: REQUEST TENTATIVE',
      'researcher: REQUEST TENTATIVE',
    ])

    const owner = await enter('owner')
    expect(await owner.page.getByRole('link', { name: /^Do akceptacji \d/ }).isVisible()).toBe(true)
    const request = await openRequest(owner.page, title)
    expect(await request.textContent()).toContain('Aleksandra Kowalczyk')
    expect(await request.textContent()).toContain('Próbki przyniosę rano.')
    await request.getByLabel('Wiadomość do wnioskodawcy').fill('Zapraszam.')
    await request.getByRole('button', { name: 'Zaakceptuj' }).click()
    await owner.page.getByText(`Zaakceptowano: ${title}`).waitFor()
    expect(await request.count()).toBe(0)

    const answered = await here.demo.sendMail()
    expect(wordsOf(answered)).toContain('researcher: REQUEST CONFIRMED')
    await expectCalendarPart(answered.find(({ to }) => to.email === addressOf('researcher'))!, title)
    await page.reload()
    expect(await page.getByText('potwierdzona').first().isVisible()).toBe(true)
    expect(await page.locator('main').textContent()).toContain('Zapraszam.')

    const coordinator = await enter('coordinator')
    expect((await coordinator.page.goto(path))?.status()).toBe(404)
    await coordinator.page.getByRole('link', { name: 'Raporty' }).click()
    await coordinator.page.getByRole('link', { name: 'Wykorzystanie', exact: true }).first().click()
    await coordinator.page.getByRole('heading', { level: 1, name: /^Wykorzystanie/ }).waitFor()
    await coordinator.page.goto('/reports/utilisation?from=2026-11-01&to=2026-12-01')
    const behind = coordinator.page.getByRole('link', { name: /: pokaż, z czego/ })
    expect(await behind.count()).toBeGreaterThan(10)
    await behind.first().click()
    const rows = coordinator.page.getByRole('table').first().getByRole('row')
    expect(await rows.count()).toBeGreaterThan(2)
    expect(await coordinator.page.locator('main').textContent()).not.toContain(title)
  })
})

/** `owner: REQUEST TENTATIVE`: reader, method and status of each invitation, in the order of readers. */
function wordsOf(mails: readonly OutgoingMail[]): string[] {
  return mails
    .map(
      ({ to, calendar }) =>
        `${to.email.split('@')[0]}: ${calendar!.method} ${/STATUS:(\w+)/.exec(calendar!.content)?.[1]}`,
    )
    .sort()
}

/** As it goes over the wire: text, HTML and calendar side by side, the MIME method as in the calendar, a file besides. */
async function expectCalendarPart(mail: OutgoingMail, title: string) {
  const raw = await here.demo.app.mailer.raw(mail)
  expect(raw.toString()).toMatch(/Content-Type: multipart\/alternative/i)
  expect(raw.toString()).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i)
  const { attachments, text, html } = await simpleParser(raw)
  expect(attachments.map(({ filename }) => filename)).toContainEqual(expect.stringMatching(/\.ics$/))
  expect(text).toContain(title)
  expect(html).toContain(title)
}
