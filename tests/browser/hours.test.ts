import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { stage } from './stage.ts'

const here = stage()

const HOURS = '/manage/resources/demo-hplc/hours'

/** Two hours on each of these days, which every second Tuesday leaves outside; the titles. */
async function book(days: readonly string[]): Promise<readonly string[]> {
  const { app } = here.demo
  const token = async (email: string) => {
    const payload = { email, password: 'demo-demo-demo' }
    const answer = await app.inject({ method: 'POST', url: '/api/v1/sessions', payload })
    return answer.json<{ token: string }>().token
  }
  const titles = days.map((day) => `Badanie ${day}`)
  for (const [i, day] of days.entries()) {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/reservations',
      headers: { authorization: `Bearer ${await token('researcher@demo.test')}` },
      payload: {
        resource: 'demo-hplc',
        start: `${day}T10:00:00+01:00`,
        end: `${day}T12:00:00+01:00`,
        title: titles[i],
        purpose: 'own_research',
      },
    })
    expect(answer.statusCode).toBe(201)
  }
  await here.demo.sendMail()
  return titles
}

/** Goes on by the keyboard until what is focused has this name. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 250; i++) {
    if (await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`No way by Tab to ${selector}`)
}

async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

/** What the first walk has kept is outside again in the second. */
describe.each([
  { how: 'with JavaScript', javaScriptEnabled: true, days: ['2026-11-25', '2026-11-26'], kept: 0 },
  { how: 'without JavaScript', javaScriptEnabled: false, days: ['2026-12-02', '2026-12-03'], kept: 1 },
])('an owner at the keyboard $how', ({ javaScriptEnabled, days, kept }) => {
  test('opens every second Tuesday, settles who is left outside, and takes it back', async () => {
    const titles = await book(days)
    const { page, open, signIn } = await here.enter(null, { javaScriptEnabled })
    await signIn('owner')
    await open('/manage')
    await tabTo(page, `a[href="${HOURS}"]`)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Godziny dostępności/ }).waitFor()
    // Its own usual hours give way to every second Tuesday.
    await tabTo(page, `main a[href^="${HOURS}/"]:not([href$="removal"])`)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /^Zmiana reguły/ }).waitFor()
    for (const day of [0, 2, 3, 4]) {
      await tabTo(page, `[name=day_${day}]`)
      await page.keyboard.press('Space')
    }
    await type(page, '[name=every_weeks]', '2')
    await type(page, '[name=from]', '8')
    await type(page, '[name=to]', '14:00')
    await tabTo(page, '[name=from_date]')
    if (!javaScriptEnabled) {
      await tabTo(page, '.view-as button')
      await page.keyboard.press('Enter')
    }
    await page.locator('#effect').getByText('co drugi wtorek 8:00–14:00').waitFor()
    await page.getByText(`${kept + 2} rezerwacje znajdą się poza godzinami`).waitFor()
    expect(await page.locator('.preview tbody tr').count()).toBe(8)
    expect(await page.locator('.impact li').count()).toBe(kept + 2)

    // The others are kept as they are; of the last the people are told that it is off.
    await tabTo(page, '.impact li:last-child select')
    await page.keyboard.press('ArrowDown')
    await type(page, '[name=reason]', 'W te dni są ćwiczenia.')
    await tabTo(page, '.rule-form__save button')
    await page.keyboard.press('Enter')
    await page.getByText('Reguła zmieniona.').waitFor()
    expect(await page.getByRole('status').textContent()).toContain('Odwołano 1 rezerwację.')
    expect(await page.getByRole('status').textContent()).toMatch(
      kept === 0 ? '1 rezerwacja została poza godzinami.' : '2 rezerwacje zostały poza godzinami.',
    )
    expect(await page.locator('.rule-list').first().textContent()).toContain('co drugi wtorek 8:00–14:00')
    expect(await page.locator('.history').textContent()).toContain('zmieniono regułę')

    const sent = await here.demo.sendMail()
    const toResearcher = sent.filter(({ to }) => to.email === 'researcher@demo.test')
    expect(toResearcher).toHaveLength(1)
    expect(toResearcher[0]!.subject + toResearcher[0]!.text).toContain(titles[1]!)
    expect(toResearcher[0]!.text).toContain('W te dni są ćwiczenia.')

    await usualHoursAgain(page)
  })

  test('is told what is wrong at its field, and nothing typed is lost', async () => {
    const { page, open, signIn } = await here.enter(null, { javaScriptEnabled })
    await signIn('owner')
    await open(`${HOURS}/new`)
    await type(page, '[name=from]', 'rano')
    await tabTo(page, '.rule-form details:has([name=rrule]) summary')
    await page.keyboard.press('Enter')
    await type(page, '[name=rrule]', 'FREQ=HOURLY')
    await tabTo(page, '.rule-form__save button')
    await page.keyboard.press('Enter')
    await page.getByText('Podaj godzinę, na przykład 8:00.').first().waitFor()
    expect(await page.locator('[name=from]').inputValue()).toBe('rano')
    expect(await page.locator('[name=from]').getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('[name=rrule]').inputValue()).toBe('FREQ=HOURLY')
    await page.locator('[name=from]').focus()
    await type(page, '[name=from]', '8:00')
    await tabTo(page, '.rule-form__save button')
    await page.keyboard.press('Enter')
    await page.locator('#f-rrule-error').waitFor()
    expect(await page.locator('#f-rrule-error').textContent()).toContain('FREQ')
  })
})

test('only the pickers of the chosen pattern show', async () => {
  const { page, open } = await here.enter('owner')
  await open(`${HOURS}/new`)
  const shown = () => page.locator('.sentence [name]:visible, .rule-months [name]:visible').evaluateAll(namesOf)
  expect(await shown()).toContain('day_0')
  expect(await shown()).not.toContain('nth')
  await page.locator('[name=pattern]').selectOption('month-nth')
  await page.locator('#effect').getByText('w pierwszy poniedziałek miesiąca').waitFor()
  expect(await shown()).toEqual(expect.arrayContaining(['nth', 'nth_day', 'every_months', 'valid_until']))
  expect(await shown()).not.toContain('day_0')
  await page.locator('[name=pattern]').selectOption('once')
  expect(await shown()).toContain('to_date')
  expect(await shown()).not.toContain('valid_until')
})

const namesOf = (elements: readonly { getAttribute(name: string): string | null }[]) =>
  elements.map((each) => each.getAttribute('name'))

async function usualHoursAgain(page: Page): Promise<void> {
  await page.goto(HOURS)
  await page.locator('.rule-list a').first().click()
  for (const day of [0, 2, 3, 4]) await page.locator(`[name=day_${day}]`).check()
  await page.locator('[name=every_weeks]').fill('1')
  await page.locator('[name=to]').fill('18:00')
  await page.locator('[name=from_date]').fill('2026-11-23')
  await page.locator('.rule-form__save button').click()
  await page.getByText('Reguła zmieniona.').waitFor()
}
