import { expect, test } from 'vitest'
import { addressOf, PASSWORD } from '../support/server.ts'
import { stage } from './stage.ts'

const here = stage()
const CHOSEN = 'zielony rower w deszczu'

/** The path of the link in the newest mail to an address. */
async function linkTo(address: string): Promise<string> {
  const mail = (await here.demo.sendMail()).findLast(({ to }) => to.email === address)
  return /https?:\/\/[^/\s]+(\/\S+)/.exec(mail?.text ?? '')?.[1] ?? 'no mail'
}

test.each([true, false])(
  'somebody signs up, is let in, forgets the password and leaves (JavaScript: %s)',
  async (javaScriptEnabled) => {
    const email = `ewa${javaScriptEnabled ? 1 : 2}@nowa.test`
    const { page, open } = await here.enter(null, { javaScriptEnabled, viewport: { width: 390, height: 800 } })
    const press = (name: string) => page.locator('main').getByRole('button', { name, exact: true }).click()
    const headed = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
    const password = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text)

    await open('/sign-in')
    await page.getByRole('link', { name: 'Załóż konto' }).click()
    await page.getByLabel('Imię i nazwisko').fill('Ewa Nowa')
    await page.getByLabel('Służbowy adres e-mail').fill(email)
    await page.getByLabel('Organizacja').selectOption('politechnika-lubelska')
    await password('Hasło', 'ewa nowa')
    await press('Wyślij odnośnik')
    await page.getByText('To hasło łatwo odgadnąć').waitFor()
    await password('Hasło', CHOSEN)
    await press('Wyślij odnośnik')
    await headed('Sprawdź pocztę')
    await open(await linkTo(email))
    await password('Hasło', CHOSEN)
    await press('Potwierdź i zaloguj się')
    await page.getByText('Nie należysz do żadnej organizacji').waitFor()

    const owner = await here.enter('owner', { javaScriptEnabled })
    await owner.open('/manage/organisations/politechnika-lubelska')
    await owner.page.getByRole('button', { name: /^Przyjmij.*Ewa Nowa/ }).click()
    await owner.page.getByText('należy teraz do organizacji').waitFor()
    await open('/reservations')

    await open('/account')
    await press('Wyloguj się')
    await open('/password')
    await page.getByLabel('Adres e-mail').fill(email)
    await press('Wyślij odnośnik')
    await headed('Sprawdź pocztę')
    await open(await linkTo(email))
    await password('Nowe hasło', 'czerwony tramwaj nocą')
    await password('Nowe hasło jeszcze raz', 'czerwony tramwaj nocą')
    await press('Ustaw hasło')
    await page.getByText('Nowe hasło jest ustawione').waitFor()
    await page.getByLabel('Adres e-mail').fill(email)
    await password('Hasło', 'czerwony tramwaj nocą')
    await press('Zaloguj się')
    await page.getByRole('link', { name: /^Konto: / }).waitFor()

    await owner.page.getByRole('link', { name: /^Zakończ członkostwo….*Ewa Nowa/ }).click()
    await owner.page.getByRole('button', { name: 'Zakończ członkostwo', exact: true }).click()
    await owner.page.getByText('Członkostwo jest zakończone').waitFor()
    expect((await page.goto('/reservations'))?.status()).toBe(403)
    await open('/account')
  },
)

test('an invitation joins somebody with the account they have, who is asked once more who it is', async () => {
  const owner = await here.enter('owner')
  await owner.open('/manage/organisations/politechnika-lubelska')
  here.demo.clock.now += 16 * 60_000
  await owner.page.getByLabel('Adres e-mail', { exact: true }).fill(addressOf('company'))
  await owner.page.getByRole('button', { name: 'Zaproś', exact: true }).click()
  await owner.page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
  await owner.page.getByRole('button', { name: 'Potwierdź i kontynuuj' }).click()
  await owner.page.getByText('Zaproszenie jest w drodze').waitFor()

  const { page, open } = await here.enter(null)
  await open(await linkTo(addressOf('company')))
  await page.getByRole('link', { name: 'Zaloguj się i dołącz' }).click()
  await page.getByLabel('Adres e-mail').fill(addressOf('company'))
  await page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
  await page.locator('main').getByRole('button', { name: 'Zaloguj się' }).click()
  await page.getByRole('button', { name: 'Dołącz', exact: true }).click()
  await page.getByRole('button', { name: /^Działaj w jej imieniu.*Politechnika Lubelska/ }).click()
  await page.getByText('Działasz teraz w imieniu innej organizacji').waitFor()
})
