import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { labelCodesOf } from '../../db/queries/labels.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { requestReservation } from '../../server/operations/request-reservation.ts'
import { addressOf, PASSWORD, TUESDAY } from '../support/server.ts'
import { stage } from './stage.ts'

const here = stage()
const HOUR = 3_600_000

describe.each([
  { how: 'with JavaScript', javaScriptEnabled: true, slug: 'demo-hplc' },
  { how: 'without JavaScript', javaScriptEnabled: false, slug: 'demo-incubator' },
])('with a phone in front of the instrument, $how', ({ javaScriptEnabled, slug }) => {
  test('scan, sign in, check in, report a fault with a photo, check out', async () => {
    const { app } = here.demo
    const { id: resourceId } = catalogueOf(app.db).resourceBySlug.get(slug)!
    const code = labelCodesOf(app.db, [resourceId]).get(resourceId)
    const researcher = personByEmail(app.db, addressOf('researcher'))!
    const wish = { start: TUESDAY, end: TUESDAY + 2 * HOUR, units: 1, title: 'Skład kiszonki', purpose: 'own_research' }
    const made = requestReservation(
      app.db,
      researcher,
      { resourceId, ...wish, purpose: 'own_research' },
      TUESDAY - HOUR,
    )
    expect(made.ok).toBe(true)

    const { page } = await here.enter(null, { javaScriptEnabled, viewport: { width: 390, height: 844 } })
    await page.goto(`/r/${code}`)
    expect(await page.getByText('Skład kiszonki').count()).toBe(0)
    await page.locator('main').getByRole('link', { name: 'Zaloguj się' }).click()
    await page.getByLabel('Adres e-mail').fill(addressOf('researcher'))
    await page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
    await page.locator('main').getByRole('button', { name: 'Zaloguj się' }).click()
    await page.waitForURL(`**/r/${code}`)
    expect(await page.getByText('Skład kiszonki').isVisible()).toBe(true)

    await page.getByRole('button', { name: 'Zaczynam pracę' }).click()
    await page.getByText('Praca rozpoczęta.').waitFor()

    await page.getByRole('link', { name: 'Zgłoś usterkę' }).click()
    await page.getByRole('radio', { name: /^ograniczenia/ }).check()
    await page.getByLabel('Co się dzieje').fill('Drzwi nie domykają się do końca.')
    const photo = page.getByLabel(/^Zdjęcie/)
    await photo.setInputFiles({
      name: 'x.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('<script>alert(1)</script>'),
    })
    await page.getByRole('button', { name: 'Wyślij zgłoszenie' }).click()
    await page.getByText('To nie jest zdjęcie').waitFor()
    expect(await page.getByLabel('Co się dzieje').inputValue()).toBe('Drzwi nie domykają się do końca.')
    const buffer = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#47a' } })
      .jpeg()
      .toBuffer()
    await photo.setInputFiles({ name: 'drzwi.jpg', mimeType: 'image/jpeg', buffer })
    await page.getByRole('button', { name: 'Wyślij zgłoszenie' }).click()
    await page.getByText('Zgłoszenie wysłane do opiekunów.').waitFor()
    await page.getByRole('img', { name: 'Zdjęcie do zgłoszenia' }).scrollIntoViewIfNeeded()
    const width = `(async (image) => (await image.decode(), image.naturalWidth))(document.querySelector('.fault__photo img'))`
    expect(await page.evaluate(width)).toBe(1200)
    expect((await here.demo.sendMail()).map(({ subject }) => subject)).toContainEqual(
      expect.stringMatching(/^Zgłoszona usterka: /),
    )

    await page.getByRole('link', { name: 'Wróć do aparatu' }).click()
    expect(await page.getByText('Zgłoszono usterkę: ograniczenia').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Kończę pracę' }).click()
    await page.getByText('Praca zakończona.').waitFor()
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(390)
  })
})

test('the board on the wall asks for itself', async () => {
  const { page } = await here.enter(null, { viewport: { width: 1920, height: 1080 } })
  await page.clock.install({ time: TUESDAY })
  await page.goto('/labs/pl-laboratorium-pokazowe/now')
  const asked = page.waitForRequest((request) => request.headers()['hx-request-type'] === 'partial')
  await page.clock.runFor(31_000)
  await asked
  expect(await page.getByRole('region', { name: 'Teraz w laboratorium' }).count()).toBe(1)
})

test('a text of every trick is shown as it was typed, runs nothing, and stays as it is', async () => {
  const { app } = here.demo
  const title = `<script>window.evil=1</script>"><img src=x onerror=evil()>' hx-on:load='evil()' {{7*7}} '); DROP TABLE people; --`
  const { id: resourceId } = catalogueOf(app.db).resourceBySlug.get('demo-tem')!
  const researcher = personByEmail(app.db, addressOf('researcher'))!
  const start = TUESDAY + 48 * HOUR
  const wish = { resourceId, start, end: start + HOUR, units: 1, title, note: `${title}\n${title}` }
  const made = requestReservation(app.db, researcher, { ...wish, purpose: 'own_research' }, TUESDAY - HOUR)
  if (!made.ok) throw new Error(JSON.stringify(made.refusal))
  const { id } = made.value
  for (const [account, path] of [
    ['researcher', `/reservations/${id}`],
    ['researcher', `/reservations/${id}/edit`],
    ['owner', '/approvals'],
    ['owner', '/equipment/demo-tem?week=2026-W48'],
  ] as const) {
    const { page, open } = await here.enter(account)
    await open(path)
    const shown = await page.evaluate(
      () =>
        document.body.textContent +
        [...document.querySelectorAll('input, textarea')].map((each) => (each as HTMLInputElement).value).join('\n'),
    )
    if (!path.startsWith('/equipment')) expect([path, shown.includes(title)]).toEqual([path, true])
    expect(await page.evaluate(() => 'evil' in window)).toBe(false)
    expect(await page.locator('img[src="x"], [onerror], [hx-on\\:load]').count()).toBe(0)
  }
  const kept = app.db.$client.prepare('SELECT title, note FROM reservations WHERE id = ?').get(id)
  expect(kept).toEqual({ title, note: wish.note })
})
