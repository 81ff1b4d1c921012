import { describe, expect, test } from 'vitest'
import type { Visit } from '../support/browser.ts'
import { stage } from './stage.ts'
import { fillForm, openRequest, typedIn } from './steps.ts'

const here = stage()
const FORM = '/reservations/new?resource='

const verdict = (each: Visit) => each.page.getByRole('complementary', { name: 'Sprawdzenie terminu' })
const sent = { title: 'Czystość białka', purpose: 'Badania własne' }

/** Sends the form and waits for whatever page answers. */
async function send({ page }: Visit, button: string): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && answer.request().method() === 'POST'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ])
  await page.waitForLoadState()
  return answer.status()
}

async function book(each: Visit, slug: string, start: string, end: string, title = sent.title) {
  await each.open(`${FORM}${slug}&start=${start}&end=${end}`)
  await fillForm(each.page, { ...sent, title })
  await each.page.getByRole('button', { name: /^(Zarezerwuj|Wyślij prośbę)$/ }).click()
  await each.page.getByRole('heading', { level: 1, name: title }).waitFor()
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_how, javaScriptEnabled) => {
  /** The two runs use weeks of their own. */
  const november = (day: number) => (javaScriptEnabled ? `2026-12-0${day}` : `2026-12-1${day + 3}`)
  const enter = (account: Parameters<typeof here.enter>[0]) => here.enter(account, { javaScriptEnabled })

  test('a refused form keeps what was typed and says why', async () => {
    const me = await enter('researcher')
    // Saturday.
    await me.open(`${FORM}demo-hplc&start=2026-12-05T10:00&end=2026-12-05T11:00`)
    await fillForm(me.page, { ...sent, note: 'Kolumna C18.' })
    expect(await send(me, 'Zarezerwuj')).toBe(422)
    expect(await typedIn(me.page)).toEqual({ date: '2026-12-05', start: '10:00', end: '11:00', title: sent.title })
    expect(await me.page.getByRole('radio', { name: sent.purpose }).isChecked()).toBe(true)
    expect(await me.page.getByLabel(/^Uwagi/).inputValue()).toBe('Kolumna C18.')
    expect(await verdict(me).textContent()).toContain('W tym czasie jest zamknięte.')
    expect(await me.page.getByLabel('Początek', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  })

  test('a taken time is told with the nearest free ones; one of them fills the form and can be sent', async () => {
    const day = november(1)
    await book(await enter('researcher2'), 'demo-hplc', `${day}T10:00`, `${day}T12:00`)
    const me = await enter('researcher')
    await me.open(`${FORM}demo-hplc&start=${day}T10:30&end=${day}T11:30`)
    await fillForm(me.page, sent)
    expect(await send(me, 'Zarezerwuj')).toBe(409)
    expect(await typedIn(me.page)).toMatchObject({ start: '10:30', end: '11:30', title: sent.title })
    expect(await verdict(me).textContent()).toContain('Ten czas jest zajęty')
    expect(await verdict(me).textContent()).not.toContain('Dudek')
    const nearest = verdict(me).getByRole('region', { name: 'Najbliższe wolne terminy na tym aparacie' })
    await nearest.getByRole('button').first().click()
    await verdict(me).getByRole('heading', { name: 'Termin jest wolny' }).waitFor()
    expect(await typedIn(me.page)).toMatchObject({ title: sent.title })
    expect(await typedIn(me.page)).not.toMatchObject({ start: '10:30' })
    expect(await send(me, 'Zarezerwuj')).toBe(303)
    await me.page.getByRole('heading', { level: 1, name: sent.title }).waitFor()
  })

  test('an hour that the clocks skip is told, never moved in silence', async () => {
    const me = await enter('researcher')
    await me.open(`${FORM}demo-incubator&start=2027-03-28T02:30&end=2027-03-28T05:00`)
    await fillForm(me.page, { ...sent, date: '2027-03-28', start: '02:30', endDate: '2027-03-28', end: '05:00' })
    expect(await send(me, 'Zarezerwuj')).toBe(422)
    expect(await typedIn(me.page)).toMatchObject({ start: '02:30', end: '05:00' })
    expect(await me.page.locator('main').textContent()).toContain(
      'Tej nocy zegary przeskakują tę godzinę. Najbliższa to 03:30.',
    )
  })

  test('an hour that comes twice is asked about', async () => {
    const me = await enter('researcher')
    await me.open(`${FORM}demo-incubator&start=2027-10-31T02:30&end=2027-10-31T05:00`)
    await fillForm(me.page, { ...sent, date: '2027-10-31', start: '02:30', endDate: '2027-10-31', end: '05:00' })
    expect(await send(me, 'Zarezerwuj')).toBe(422)
    const which = me.page.getByRole('group', { name: /^Początek: Tej nocy zegary pokazują tę godzinę dwa razy/ })
    await which.getByRole('radio', { name: /^2:30 druga/ }).check()
    expect(await send(me, 'Zarezerwuj')).toBe(303)
    await me.page.getByRole('heading', { level: 1, name: sent.title }).waitFor()
    expect(await me.page.locator('.page-head time').getAttribute('datetime')).toBe('2027-10-31T01:30:00.000Z')
  })

  test('a reservation is moved, then cancelled with a reason', async () => {
    const day = november(2)
    const me = await enter('researcher')
    await book(me, 'demo-hplc', `${day}T14:00`, `${day}T15:00`)
    await me.page.getByRole('link', { name: 'Zmień termin lub opis' }).click()
    await me.page.getByRole('heading', { level: 1, name: 'Zmiana rezerwacji' }).waitFor()
    expect(await typedIn(me.page)).toMatchObject({ date: day, start: '14:00', end: '15:00', title: sent.title })
    await fillForm(me.page, { start: '15:00', end: '16:30' })
    expect(await send(me, 'Zapisz zmiany')).toBe(303)
    await me.page.getByRole('heading', { level: 1, name: sent.title }).waitFor()
    expect(await me.page.locator('.page-head').textContent()).toContain('15:00–16:30')
    await me.page.getByText('Odwołaj', { exact: true }).first().click()
    await me.page.getByLabel(/^Powód/).fill('Próbki nie dojechały')
    await me.page.getByRole('button', { name: 'Odwołaj' }).click()
    await me.page.getByText('odwołana').first().waitFor()
    expect(await me.page.getByRole('region', { name: 'Historia' }).textContent()).toContain('Próbki nie dojechały')
    expect(await me.page.getByRole('button', { name: 'Odwołaj' }).count()).toBe(0)
  })

  test('a request is declined with a reason, never without', async () => {
    const day = november(3)
    const title = `Nanocząstki ${day}`
    const me = await enter('researcher')
    await book(me, 'demo-tem', `${day}T09:00`, `${day}T10:00`, title)
    const owner = await enter('owner')
    const request = await openRequest(owner.page, title)
    await request.getByText('Odmów z podaniem powodu').click()
    await request.getByRole('button', { name: 'Odmów' }).click()
    await owner.page.getByText('Podaj powód odmowy: wnioskodawca go przeczyta.').first().waitFor()
    await request.getByLabel(/^Powód odmowy/).fill('Mikroskop w tym dniu kalibrujemy')
    await request.getByRole('button', { name: 'Odmów' }).click()
    await owner.page.getByText(`Odmówiono: ${title}`).waitFor()
    await me.page.reload()
    expect(await me.page.locator('main').textContent()).toContain('Mikroskop w tym dniu kalibrujemy')
    expect(await me.page.getByText('odmowa').first().isVisible()).toBe(true)
  })
})

test('the check beside the form follows every change of the time', async () => {
  const me = await here.enter('researcher')
  await me.open(`${FORM}demo-hplc&start=2026-12-03T10:00&end=2026-12-03T11:00`)
  await verdict(me).getByRole('heading', { name: 'Termin jest wolny' }).waitFor()
  const address = me.page.url()
  await fillForm(me.page, { end: '09:00' })
  await me.page.keyboard.press('Tab')
  await verdict(me).getByText('Koniec nie jest późniejszy niż początek.').waitFor()
  await fillForm(me.page, { end: '23:00' })
  await me.page.keyboard.press('Tab')
  await verdict(me).getByText('W tym czasie jest zamknięte.').waitFor()
  expect(await verdict(me).textContent()).toContain('Rezerwacja jest za długa.')
  await fillForm(me.page, { end: '12:00' })
  await me.page.keyboard.press('Tab')
  await verdict(me).getByRole('heading', { name: 'Termin jest wolny' }).waitFor()
  expect(me.page.url()).toBe(address)
})

test('a keyboard alone goes from the calendar into the form', async () => {
  const me = await here.enter('researcher')
  await me.open('/equipment/demo-hplc?week=2026-W50')
  const focused = () => me.page.evaluate<string>('document.activeElement.textContent.replaceAll("\\u00a0", " ").trim()')
  for (let press = 0; press < 120; press++) {
    await me.page.keyboard.press('Tab')
    if ((await focused()).startsWith('9:00, środa 9 grudnia')) break
  }
  expect(await focused()).toMatch(/^9:00, środa 9 grudnia/)
  expect(await me.page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).not.toBe('none')
  await me.page.keyboard.press('Enter')
  await me.page.getByRole('heading', { level: 1, name: 'Nowa rezerwacja' }).waitFor()
  expect(await typedIn(me.page)).toMatchObject({ date: '2026-12-09', start: '09:00' })
})

test('a start picked on a phone leads into the form as well', async () => {
  const me = await here.enter('researcher', { viewport: { width: 390, height: 844 } })
  await me.open('/equipment/demo-hplc?week=2026-W50')
  await me.page.getByRole('link', { name: /^9:00 ?, czwartek 10 grudnia/ }).click()
  await me.page.getByRole('heading', { level: 1, name: 'Nowa rezerwacja' }).waitFor()
})

test('whoever is not signed in comes back to the time they picked', async () => {
  const me = await here.enter(null)
  await me.open('/equipment/demo-hplc?week=2026-W50')
  await me.page
    .getByRole('table')
    .getByRole('link', { name: /^9:00 ?, piątek 11 grudnia/ })
    .click()
  await me.page.getByLabel('Adres e-mail').fill('researcher@demo.test')
  await me.page.getByLabel('Hasło', { exact: true }).fill('demo-demo-demo')
  await me.page.locator('main').getByRole('button', { name: 'Zaloguj się' }).click()
  await me.page.getByRole('heading', { level: 1, name: 'Nowa rezerwacja' }).waitFor()
  expect(await typedIn(me.page)).toMatchObject({ date: '2026-12-11', start: '09:00' })
})

test('the language changes on the page one is on, and back', async () => {
  const { page } = await here.enter(null)
  await page.goto('/equipment/demo-hplc?week=2026-W50')
  await page.getByRole('button', { name: 'English version' }).click()
  await page.getByRole('heading', { level: 1, name: 'HPLC liquid chromatograph (demo)' }).waitFor()
  expect(await page.evaluate('document.documentElement.lang')).toBe('en')
  expect(new URL(page.url()).search).toContain('2026-W50')
  await page.getByRole('button', { name: 'Wersja polska' }).click()
  await page.getByRole('heading', { level: 1, name: 'Chromatograf cieczowy HPLC (pokazowy)' }).waitFor()
})

test('after signing out nothing private can be opened, nor gone back to', async () => {
  const { page, open } = await here.enter('researcher')
  await open('/reservations')
  await open('/account')
  await page.getByRole('button', { name: 'Wyloguj się' }).click()
  await page.getByRole('link', { name: 'Zaloguj się' }).first().waitFor()
  await page.goto('/reservations')
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})
