import { describe, expect, test } from 'vitest'
import { stage } from './stage.ts'

const here = stage()

/** What a calendar program gets, which has no session. */
const fetched = async (address: string) => {
  const { pathname } = new URL(address)
  return here.demo.app.inject({ url: pathname })
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_how, javaScriptEnabled) => {
  test('a calendar address is made from the page of an instrument, read by a program, and revoked', async () => {
    const me = await here.enter('researcher', { javaScriptEnabled })
    await me.open('/equipment/demo-hplc')
    await me.page.getByRole('link', { name: 'Prywatny adres kalendarza' }).click()
    await me.page.getByRole('heading', { level: 1, name: 'Adresy kalendarzy' }).waitFor()
    const picked = me.page.getByLabel('Aparat', { exact: true })
    expect(await picked.inputValue()).toBe('demo-hplc')
    await me.page.getByRole('button', { name: 'Utwórz adres: Jeden aparat' }).click()
    const address = await me.page.getByLabel('Adres kalendarza').inputValue()
    expect((await fetched(address)).body).toContain('BEGIN:VCALENDAR')
    await me.open('/account/feeds')
    expect(await me.page.locator('main').textContent()).not.toContain(new URL(address).pathname)
    await me.page.getByRole('button', { name: /^Unieważnij: / }).click()
    await me.page.getByText('Adres jest unieważniony.').waitFor()
    expect((await fetched(address)).statusCode).toBe(404)
    expect(await me.page.getByText('Nie masz żadnych adresów.').isVisible()).toBe(true)
  })

  test('what comes by mail stands among the notices until it is read', async () => {
    const me = await here.enter('company', { javaScriptEnabled })
    const day = javaScriptEnabled ? '02' : '03'
    await me.open(`/reservations/new?resource=demo-hplc&start=2026-12-${day}T10:00&end=2026-12-${day}T11:00`)
    await me.page.getByLabel('Tytuł', { exact: true }).fill('Polimery')
    await me.page.getByRole('radio', { name: 'Badania własne' }).check()
    await me.page.getByRole('button', { name: 'Zarezerwuj', exact: true }).click()
    await me.page.getByRole('heading', { level: 1, name: 'Polimery' }).waitFor()
    await me.page.getByRole('link', { name: /^Powiadomienia/ }).click()
    const all = me.page.getByRole('button', { name: 'Oznacz wszystkie jako przeczytane' })
    expect(
      await me.page
        .getByRole('link', { name: /^Potwierdzona: / })
        .first()
        .isVisible(),
    ).toBe(true)
    await all.click()
    await all.waitFor({ state: 'detached' })
    await me.page
      .getByRole('link', { name: /^Potwierdzona: / })
      .first()
      .click()
    await me.page.getByRole('heading', { level: 1, name: 'Polimery' }).waitFor()
  })

  test('mail settings are saved', async () => {
    const me = await here.enter('owner', { javaScriptEnabled })
    await me.open('/account')
    await me.page.getByRole('link', { name: 'Ustawienia poczty' }).click()
    const others = me.page.getByLabel('Cudze rezerwacje w twoim laboratorium')
    await others.selectOption('raz dziennie')
    await me.page.getByLabel('Od', { exact: true }).fill('22:00')
    await me.page.getByLabel('Do', { exact: true }).fill('06:30')
    await me.page.getByRole('button', { name: 'Zapisz ustawienia poczty' }).click()
    await me.page.getByText('Ustawienia poczty zapisane.').waitFor()
    expect(await others.inputValue()).toBe('digest')
    expect(await me.page.getByLabel('Do', { exact: true }).inputValue()).toBe('06:30')
  })
})
