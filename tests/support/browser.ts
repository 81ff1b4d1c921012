import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type Account, addressOf, PASSWORD } from './server.ts'

const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A missing browser fails the tests that need one; it never skips them. */
export async function openBrowser(program = PROGRAM): Promise<Browser> {
  if (!existsSync(program)) throw new Error(`No Chromium at ${program}: npm run setup -- --browser, or set CHROMIUM`)
  return chromium.launch({ executablePath: program, args: FLAGS })
}

/** A page in a browser profile of its own, and everything that went wrong in it. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors, uncaught exceptions, violations of the content policy, parts that did not load. */
  readonly faults: readonly string[]
  /** Follows a local path; fails when the answer is not the expected status. */
  open(path: string, status?: number): Promise<void>
  signIn(account: Account): Promise<void>
  close(): Promise<void>
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'pl-PL',
    timezoneId: 'America/New_York',
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  context.setDefaultTimeout(8_000)
  const page = await context.newPage()
  const faults: string[] = []
  await watch(page, faults)
  const open = async (path: string, status = 200) => {
    const answer = await page.goto(path)
    if (answer?.status() !== status) throw new Error(`${path} answered ${answer?.status()} instead of ${status}`)
  }
  return {
    page,
    context,
    faults,
    open,
    async signIn(account) {
      await open('/sign-in')
      await page.getByLabel('Adres e-mail').fill(addressOf(account))
      await page.getByLabel('Hasło', { exact: true }).fill(PASSWORD)
      await page.locator('main').getByRole('button', { name: 'Zaloguj się' }).click()
      await page.getByRole('link', { name: /^Konto: / }).waitFor()
    },
    close: () => context.close(),
  }
}

async function watch(page: Page, faults: string[]) {
  page.on('console', (message) => {
    // An answer of 4xx is told here too; whether it was expected is for `response` and for the test.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('response', (response) => {
    const isPage = response.request().resourceType() === 'document'
    if (response.status() >= (isPage ? 500 : 400)) faults.push(`${response.status()} ${response.url()}`)
  })
  await page.exposeFunction('tellFault', (fault: string) => void faults.push(fault))
  await page.addInitScript({ content: TELL_VIOLATIONS })
}

/** Runs in the page. Without JavaScript the console tells of broken policies instead. */
const TELL_VIOLATIONS = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  tellFault('policy ' + violatedDirective + ' broken by ' + blockedURI))`
