import { createServer } from 'node:net'
import axe from 'axe-core'
import { Secret, TOTP } from 'otpauth'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type Visit, visit } from '../support/browser.ts'
import { addressOf, type DemoApp, demoApp, PASSWORD } from '../support/server.ts'

let browser: Browser
let demo: DemoApp
let url: string
const visits: Visit[] = []

// Passkeys are made for the published address, which has to be known before the server listens.
beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  ;[browser, demo] = await Promise.all([openBrowser(), demoApp({ settings: { publicUrl: url } })])
  await demo.app.listen({ host: '127.0.0.1', port })
})
afterEach(async () => {
  const faults = visits.flatMap((each) => each.faults)
  for (const each of visits.splice(0)) await each.close()
  expect(faults).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const { port } = server.address() as { port: number }
  await new Promise((go) => server.close(go))
  return port
}

async function enter(options: Parameters<typeof visit>[2] = {}) {
  const each = await visit(browser, url, options)
  visits.push(each)
  return each
}

/** A key that knows its user, in place of a phone or a stick. */
async function plugInKey(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  return session
}

async function seriousFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
  )
}

const press = (page: Page, name: string | RegExp) => page.locator('main').getByRole('button', { name }).click()
const isIn = (page: Page) => page.getByRole('link', { name: /^Konto: / }).waitFor()

test('a passkey is added, signs in without a password and after it, and is removed', async () => {
  const { page, open, signIn } = await enter()
  await plugInKey(page)
  await signIn('researcher')
  await open('/account/security')
  await page.getByLabel('Nazwa klucza').fill('Laptop w pracy')
  await press(page, 'Dodaj klucz dostępu')
  await page.getByRole('heading', { name: 'Twoje kody zapasowe' }).waitFor()
  expect(await page.locator('.codes__list code').count()).toBe(10)
  expect(await seriousFaults(page)).toEqual([])

  await page.context().clearCookies()
  await open('/sign-in?next=/reservations')
  await press(page, 'Użyj klucza dostępu')
  await page.waitForURL('**/reservations')
  await isIn(page)

  await page.context().clearCookies()
  await open('/sign-in')
  await page.getByLabel('Adres e-mail').fill(addressOf('researcher'))
  await page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
  await press(page, 'Zaloguj się')
  await page.getByRole('heading', { name: 'Drugi krok logowania' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await press(page, 'Użyj klucza dostępu')
  await isIn(page)

  // Who they are once more, by the key: what was asked for goes on by itself.
  demo.clock.now += 16 * 60_000
  await open('/account/security')
  await press(page, /^Usuń.*Laptop/)
  await press(page, 'Użyj klucza dostępu')
  await page.getByText('Klucz dostępu jest usunięty').waitFor()
  await page.getByText('Nie masz jeszcze żadnego').waitFor()

  await page.context().clearCookies()
  await open('/sign-in')
  await press(page, 'Użyj klucza dostępu')
  await page.getByText('Tego klucza nie rozpoznajemy').waitFor()
})

test('a browser that knows no passkeys says so', async () => {
  const { page, open } = await enter()
  await open('/sign-in')
  await page.evaluate('delete window.PublicKeyCredential')
  await press(page, 'Użyj klucza dostępu')
  await page.getByText('Ta przeglądarka nie obsługuje tu kluczy dostępu').waitFor()
})

test('codes of an app are turned on and asked for, on a phone without JavaScript', async () => {
  const { page, open, signIn } = await enter({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } })
  await signIn('owner')
  await open('/account')
  await page.getByRole('link', { name: 'Logowanie i zabezpieczenia' }).click()
  await page.getByRole('link', { name: 'Włącz kody z aplikacji' }).click()
  const secret = ((await page.locator('.totp__secret').textContent()) ?? '').replaceAll(' ', '')
  const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: demo.clock.now })
  await page.getByLabel('Kod z aplikacji').fill(code())
  await press(page, 'Sprawdź i włącz')
  const recovery = (await page.locator('.codes__list code').first().textContent()) ?? ''

  const signInAgain = async (typed: string) => {
    await page.context().clearCookies()
    await open('/sign-in')
    await page.getByLabel('Adres e-mail').fill(addressOf('owner'))
    await page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
    await press(page, 'Zaloguj się')
    await page.getByLabel('Kod z aplikacji albo kod zapasowy').fill(typed)
    await press(page, 'Dalej')
  }
  await signInAgain('000000')
  await page.getByText('Ten kod nie pasuje albo był już użyty').waitFor()
  await signInAgain(recovery)
  await isIn(page)
  demo.clock.now += 60_000
  await signInAgain(code())
  await isIn(page)
})
