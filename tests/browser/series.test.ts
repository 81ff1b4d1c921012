import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Account } from '../support/server.ts'
import { stage } from './stage.ts'
import { fillForm, openRequest } from './steps.ts'

const here = stage()

interface Walk {
  readonly how: string
  readonly javaScriptEnabled: boolean
  readonly title: string
  /** Four Tuesdays; somebody else has the second. */
  readonly days: readonly [string, string, string, string]
  readonly named: readonly [string, string, string, string]
}

const WALKS: readonly Walk[] = [
  {
    how: 'with JavaScript',
    javaScriptEnabled: true,
    title: 'Seria przekrojów liści',
    days: ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22'],
    named: ['wt. 1 gru', 'wt. 8 gru', 'wt. 15 gru', 'wt. 22 gru'],
  },
  {
    how: 'without JavaScript',
    javaScriptEnabled: false,
    title: 'Seria ścian komórek',
    days: ['2027-02-02', '2027-02-09', '2027-02-16', '2027-02-23'],
    named: ['wt. 2 lut', 'wt. 9 lut', 'wt. 16 lut', 'wt. 23 lut'],
  },
]

describe.each(WALKS)('a series by the keyboard alone, $how', ({ javaScriptEnabled, title, days, named }) => {
  const enter = async (account: Account) => (await here.enter(account, { javaScriptEnabled })).page

  test('is booked with one clash moved, decided with one exception, and changed from a date on', async () => {
    await takeAway(await enter('researcher2'), days[1])

    const page = await enter('researcher')
    await page.goto(`/reservations/new?resource=demo-tem&start=${days[0]}T09:00&end=${days[0]}T12:00`)
    await reach(page, () => page.getByText('Powtarzaj', { exact: true }))
    await page.keyboard.press('Enter')
    await reach(page, () => page.getByLabel('Jak często'))
    await page.keyboard.type('w wybrane')
    await reach(page, () => page.getByLabel('ile razy'))
    await page.keyboard.type('4')
    await reach(page, () => page.getByRole('button', { name: 'Sprawdź termin' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '3 z 4 terminów wolnych' }).waitFor()
    const dates = page.getByRole('region', { name: 'Terminy serii' })
    expect(await dates.textContent()).toContain('We wtorki 9:00–12:00')
    expect(await dates.textContent()).not.toContain('Obca próbka')

    await fillForm(page, { title, purpose: 'Badania własne' })
    await choose(page, `Co zrobić: ${named[1]}`, '12:00')
    await reach(page, () => page.getByRole('button', { name: 'Wyślij prośbę' }).last())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect(await page.getByRole('status').textContent()).toContain('Prośba o serię wysłana')
    expect(await rowOf(page, `${named[1]}, 12:00–15:00`).textContent()).toContain('zmieniony osobno')
    const path = new URL(page.url()).pathname

    const owner = await enter('owner')
    const card = await openRequest(owner, title)
    expect(await card.getByRole('heading', { level: 2 }).textContent()).toMatch(/^Seria: we wtorki 9:00–12:00/)
    await reach(owner, () => card.getByText('Pokaż 4 terminy i zaznacz wyjątki'))
    await owner.keyboard.press('Enter')
    await reach(owner, () => card.getByRole('checkbox', { name: spaced(`Wyjątek: ${named[3]}`) }))
    await owner.keyboard.press('Space')
    await reach(owner, () => card.getByRole('button', { name: 'Zaakceptuj serię' }))
    await owner.keyboard.press('Enter')
    await owner.getByText(`Zaakceptowano: ${title}`).waitFor()

    await page.goto(path)
    const states = await page.locator('table.dates tbody tr').allTextContents()
    expect(states.map((text) => /potwierdzona|czeka/.exec(text)?.[0])).toEqual([
      'potwierdzona',
      'potwierdzona',
      'potwierdzona',
      'czeka',
    ])

    await reach(page, () => rowOf(page, named[2]).getByRole('link', { name: /^Ten i następne/ }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Zmień serię' }).waitFor()
    expect(await page.getByRole('radio', { name: 'ten i następne' }).isChecked()).toBe(true)
    await retype(page, 'Początek', '10:00')
    await retype(page, 'Koniec', '13:00')
    await reach(page, () => page.getByRole('button', { name: 'Sprawdź zmianę' }))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Zmiana obejmie 2 terminy/ }).waitFor()
    await reach(page, () => page.getByRole('button', { name: 'Zapisz zmiany' }).last())
    await page.keyboard.press('Enter')
    await page.getByText('Zmiany serii zapisane').waitFor()
    const times = await page.locator('table.dates tbody th').allTextContents()
    expect(times.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
      `${named[0]}, 9:00–12:00`,
      `${named[1]}, 12:00–15:00`,
      `${named[2]}, 10:00–13:00`,
      `${named[3]}, 10:00–13:00`,
    ])
  })

  test('a date is skipped and taken back', async () => {
    const page = await enter('company')
    const day = days[0].replace(/\d\d$/, '03')
    await page.goto(`/reservations/new?resource=demo-hplc&start=${day}T09:00&end=${day}T10:00`)
    await page.getByText('Powtarzaj', { exact: true }).click()
    await page.getByLabel('Jak często').selectOption('week')
    await page.getByLabel('ile razy').fill('2')
    await page.getByRole('button', { name: 'Sprawdź termin' }).click()
    await page.getByRole('heading', { name: '2 terminy, wszystkie wolne' }).waitFor()
    await fillForm(page, { title: 'Dwa czwartki', purpose: 'Usługa' })
    await page
      .getByRole('checkbox', { name: /^pomiń/ })
      .last()
      .check()
    await page.getByRole('button', { name: 'Zarezerwuj' }).last().click()
    await page.getByRole('heading', { level: 1, name: 'Dwa czwartki' }).waitFor()
    await page.getByRole('button', { name: /^Przywróć/ }).click()
    await page.getByText('Termin przywrócony').waitFor()
    expect(await page.getByRole('button', { name: /^Przywróć/ }).count()).toBe(0)
  })
})

test('with JavaScript the dates follow what is typed, and a choice for short months keeps the focus', async () => {
  const { page } = await here.enter('researcher')
  await page.goto('/reservations/new?resource=demo-incubator&start=2027-01-31T09:00&end=2027-01-31T12:00')
  await page.getByText('Powtarzaj', { exact: true }).click()
  await page.getByLabel('Jak często').selectOption('month-day')
  await page.getByLabel('ile razy').fill('4')
  await page.getByLabel('ile razy').press('Tab')
  await page.getByText('Nie każdy miesiąc ma dzień 31.').waitFor()
  const last = page.getByRole('radio', { name: /^weź jego ostatni dzień/ })
  await last.focus()
  await page.keyboard.press('Space')
  await page.getByText('Ostatniego dnia miesiąca 9:00–12:00').waitFor()
  expect(await last.isChecked()).toBe(true)
  expect(await hasFocus(page, last)).toBe(true)
})

/** Somebody else asks for an hour of that day. */
async function takeAway(page: Page, day: string) {
  await page.goto(`/reservations/new?resource=demo-tem&start=${day}T10:00&end=${day}T11:00`)
  await fillForm(page, { title: 'Obca próbka', purpose: 'Badania własne' })
  await page.getByRole('button', { name: 'Wyślij prośbę' }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Obca próbka' }).waitFor()
}

const hasFocus = async (page: Page, element: Locator) => (await element.and(page.locator(':focus')).count()) === 1

const MOST_TABS = 120

/** Presses Tab until the element has the focus. */
async function reach(page: Page, find: () => Locator) {
  for (let i = 0; i < MOST_TABS; i++) {
    if (await hasFocus(page, find())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Not reached by Tab: ${find()}`)
}

/** Takes the option that begins with these words, as the arrow keys would. */
async function choose(page: Page, label: string, option: string) {
  const select = page.getByLabel(spaced(label))
  await reach(page, () => select)
  await page.keyboard.type(option)
  expect(await select.inputValue()).not.toBe('skip')
}

async function retype(page: Page, label: string, text: string) {
  await reach(page, () => page.getByLabel(label, { exact: true }))
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

const rowOf = (page: Page, words: string) => page.getByRole('row').filter({ hasText: spaced(words) })

/** Days are written with spaces that do not break. */
const spaced = (words: string) => new RegExp(words.replaceAll('.', '\\.').replaceAll(' ', '\\s'))
