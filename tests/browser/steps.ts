import type { Locator, Page } from 'playwright-core'

/** A person's steps that several walks share; the pages are read in Polish. */

/** Looks for words, on `/` or in the catalogue, and goes to the page of what is called `name`. */
export async function find(page: Page, from: '/' | '/equipment', words: string, name: string): Promise<void> {
  await page.goto(from)
  const search = page.locator('main input[name=q]').first()
  await search.fill(words)
  await search.press('Enter')
  await page.waitForURL(/[?&]q=/)
  await page.locator('main').getByRole('heading', { name }).getByRole('link').click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** `pickStart(page, '10:00, czwartek 26 listopada')` in the week that is shown. */
export async function pickStart(page: Page, start: string): Promise<void> {
  const week = page.getByRole('table', { name: /^Tydzień / })
  // Where a name is put together of two elements a space may stand between them.
  await week.getByRole('link', { name: new RegExp(`^${start.replace(',', ' ?,')}: zarezerwuj`) }).click()
  await page.getByRole('heading', { level: 1, name: 'Nowa rezerwacja' }).waitFor()
}

export interface Typed {
  readonly start?: string
  readonly end?: string
  readonly date?: string
  readonly endDate?: string
  readonly title?: string
  readonly purpose?: string
  readonly note?: string
}

export async function fillForm(page: Page, { start, end, date, endDate, title, purpose, note }: Typed): Promise<void> {
  const fill = async (label: string, value: string | undefined) => {
    if (value !== undefined) await page.getByLabel(label, { exact: true }).fill(value)
  }
  await fill('Dzień początku', date)
  await fill('Początek', start)
  await fill('Dzień końca', endDate)
  await fill('Koniec', end)
  await fill('Tytuł', title)
  if (purpose) await page.getByRole('radio', { name: purpose }).check()
  if (note !== undefined) await page.getByLabel(/^Uwagi dla opiekuna/).fill(note)
}

/** What the form holds now. */
export async function typedIn(page: Page): Promise<Record<string, string>> {
  const value = (label: string) => page.getByLabel(label, { exact: true }).inputValue()
  return {
    date: await value('Dzień początku'),
    start: await value('Początek'),
    end: await value('Koniec'),
    title: await value('Tytuł'),
  }
}

/** The card of a request in the inbox, its decision unfolded. */
export async function openRequest(page: Page, title: string): Promise<Locator> {
  await page.goto('/approvals')
  const request = page.getByRole('article').filter({ hasText: title })
  await request.waitFor()
  const fold = request.getByText('Podejmij decyzję', { exact: true })
  if ((await fold.count()) > 0) await fold.click()
  return request
}
