import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import type { Account } from '../support/server.ts'
import { stage } from './stage.ts'
import { fillForm } from './steps.ts'

const here = stage()

interface Walk {
  readonly how: string
  readonly javaScriptEnabled: boolean
  /** A day each, for all walks share a database. */
  readonly day: string
}

describe.each<Walk>([
  { how: 'with JavaScript', javaScriptEnabled: true, day: '2026-11-26' },
  { how: 'without JavaScript', javaScriptEnabled: false, day: '2026-11-27' },
])('$how', ({ javaScriptEnabled, day }) => {
  const enter = async (account: Account) => (await here.enter(account, { javaScriptEnabled })).page
  const formAt = (hour: number) =>
    `/reservations/new?resource=demo-hplc&start=${day}T${hour}:00&end=${day}T${hour + 1}:00`
  const send = async (page: Page, title: string) => {
    await fillForm(page, { title, purpose: 'Badania własne' })
    await page.getByRole('button', { name: 'Zarezerwuj', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }

  test('two people want the same time: one holds it, the other is told and takes another', async () => {
    const first = await enter('researcher')
    await first.goto(formAt(10))
    if (!javaScriptEnabled) await first.getByRole('button', { name: 'Zatrzymaj ten termin na 10 minut' }).click()
    await first.getByText('Ten termin jest zatrzymany dla ciebie do 8:10.').waitFor()

    const second = await enter('researcher2')
    await second.goto(`/equipment/demo-hplc/calendar?week=2026-W48`)
    const held = second.getByRole('cell', { name: 'Ktoś właśnie rezerwuje do 8:10' })
    expect(await held.isVisible()).toBe(true)
    await second.goto(formAt(10))
    const told = second.getByText('Ten termin jest zatrzymany przez kogoś do 8:10').first()
    // The form names her among the people of a project both are in, the refusal nowhere.
    expect(await told.locator('xpath=ancestor::section | ancestor::*[@role="status"]').allTextContents()).not.toContain(
      'Kowalczyk',
    )
    await second.getByRole('button', { name: /^11:00–12:00/ }).click()
    await second.getByRole('heading', { name: 'Termin jest wolny' }).waitFor()
    await send(second, `Inny termin ${day}`)

    await send(first, `Zatrzymany termin ${day}`)
    expect(await first.locator('main').textContent()).toContain('10:00–11:00')
  })

  test('leaving the form lets go of the time', async () => {
    const first = await enter('researcher')
    await first.goto(formAt(14))
    if (!javaScriptEnabled) await first.getByRole('button', { name: 'Zatrzymaj ten termin na 10 minut' }).click()
    await first.getByRole('button', { name: 'Porzuć' }).click()
    await first.waitForURL(/\/equipment\/demo-hplc/)
    const second = await enter('researcher2')
    await second.goto(formAt(14))
    await second.getByRole('heading', { name: 'Termin jest wolny' }).waitFor()
  })

  test('a taken time is waited for, offered when it comes free, and taken from the mail', async () => {
    const holder = await enter('researcher2')
    await holder.goto(formAt(16))
    await send(holder, `Zajęty termin ${day}`)

    const page = await enter('researcher')
    await page.goto(formAt(16))
    await page.getByRole('button', { name: 'Dopisz się do listy oczekujących' }).click()
    await page.getByRole('heading', { level: 1, name: 'Lista oczekujących' }).waitFor()
    expect(await page.locator('main').textContent()).toContain('1. w kolejce')

    await holder.getByText('Odwołaj', { exact: true }).first().click()
    await holder.getByRole('button', { name: 'Odwołaj' }).click()
    await holder.getByText('odwołana').first().waitFor()
    const { db } = here.demo.app
    for (const group of groupsWaitedFor(db)) offerFreedTime(db, group, here.demo.clock.now)
    const [mail] = (await here.demo.sendMail()).filter(({ subject }) => subject.startsWith('Zwolnił się termin'))
    const link = /\/reservations\/new\S+/.exec(mail!.text)![0]

    const other = await enter('company')
    await other.goto(formAt(16))
    await other.getByText('Ten termin jest zatrzymany przez kogoś do 9:00').first().waitFor()

    await page.goto('/reservations')
    await page.getByRole('heading', { name: 'Termin dla ciebie' }).waitFor()
    await page.goto(link)
    await page.getByText('Ten termin jest zatrzymany dla ciebie do 9:00.').waitFor()
    await send(page, `Doczekany termin ${day}`)
    await page.goto('/waiting-list')
    expect(await page.locator('main').textContent()).toContain('zarezerwowane')
  })

  test('waiting for any time of a length is left again by the keyboard', async () => {
    const holder = await enter('researcher2')
    for (const [start, end] of [
      ['08:00', '16:00'],
      ['16:00', '18:00'],
    ]) {
      const next = javaScriptEnabled ? '2026-12-01' : '2026-12-02'
      await holder.goto(`/reservations/new?resource=demo-hplc&start=${next}T${start}&end=${next}T${end}`)
      await send(holder, `Cały dzień ${next} ${start}`)
    }
    const page = await enter('researcher')
    await page.goto('/waiting-list/new?resource=demo-hplc')
    const next = javaScriptEnabled ? '2026-12-01' : '2026-12-02'
    await page.getByLabel('Długość').fill('120')
    await page.getByLabel('Od dnia').fill(next)
    await page.getByLabel('Do dnia włącznie').fill(next)
    await page.getByRole('button', { name: 'Dopisz mnie' }).press('Enter')
    await page.getByText('Jesteś na liście oczekujących.').waitFor()
    expect(await page.locator('main').textContent()).toMatch(/dowolne 2\sh: [12]\sgru/)
    await page
      .getByRole('button', { name: /^Nie czekaj dłużej ?: dowolne/ })
      .first()
      .press('Enter')
    await page.getByText('już nie czekasz').first().waitFor()
  })
})
