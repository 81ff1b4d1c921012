import { expect, test } from 'vitest'
import { addressOf, PASSWORD } from '../support/server.ts'
import { stage } from './stage.ts'
import { fillForm } from './steps.ts'

const here = stage()

test('a link in a mail leads through signing in to one decision, and says later that it is used', async () => {
  const me = await here.enter('researcher')
  await me.open('/reservations/new?resource=demo-tem&start=2026-12-01T10:00&end=2026-12-01T12:00')
  await fillForm(me.page, { title: 'Włókna lnu', purpose: 'Badania własne' })
  await me.page.getByRole('button', { name: 'Wyślij prośbę', exact: true }).click()
  await me.page.getByRole('heading', { level: 1, name: 'Włókna lnu' }).waitFor()
  const mail = (await here.demo.sendMail()).find(({ to }) => to.email === addressOf('owner'))!
  const link = /https?:\/\/[^/]+(\/decide\/\S+)/.exec(mail.text)![1]!

  const { page, open } = await here.enter(null, { viewport: { width: 390, height: 800 } })
  await open(link)
  await page.getByLabel('Adres e-mail').fill(addressOf('owner'))
  await page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
  await page.locator('main').getByRole('button', { name: 'Zaloguj się' }).click()
  await page.getByRole('heading', { level: 1, name: 'Twoja decyzja' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(link)
  expect(await page.getByRole('article').count()).toBe(1)
  await page.getByRole('button', { name: 'Zaakceptuj' }).click()
  await page.getByText('Zaakceptowano: Włókna lnu').waitFor()

  const used = await page.goto(link)
  expect(used?.status()).toBe(410)
  await page.getByRole('heading', { level: 1, name: 'Ta prośba już nie czeka' }).waitFor()
})
