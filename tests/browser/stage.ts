import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { openBrowser, type Visit, visit } from '../support/browser.ts'
import { type Account, type DemoServer, demoServer } from '../support/server.ts'

interface Stage {
  demo: DemoServer
  browser: Browser
  /** Somebody comes in a browser profile of their own, signed in already; null is nobody. */
  enter(account: Account | null, options?: BrowserContextOptions): Promise<Visit>
}

/**
 * A demo server and a browser for the tests of a file. After each test every console error, exception, broken content
 * policy and missing part of any visit fails it.
 */
export function stage(options: { withYear?: boolean } = {}): Stage {
  const visits: Visit[] = []
  const made = {
    async enter(account: Account | null, how: BrowserContextOptions = {}) {
      const each = await visit(made.browser, made.demo.url, how)
      visits.push(each)
      if (account) await each.context.addCookies([{ ...made.demo.sessionOf(account), url: made.demo.url }])
      return each
    },
  } as Stage
  beforeAll(async () => {
    const [browser, demo] = await Promise.all([openBrowser(), demoServer(options)])
    Object.assign(made, { browser, demo })
    // What the made-up year has to tell is of no interest.
    await demo.sendMail()
  })
  afterEach(async () => {
    const faults = visits.flatMap((each) => each.faults)
    for (const each of visits.splice(0)) await each.close()
    expect(faults).toEqual([])
  })
  afterAll(async () => {
    await made.browser?.close()
    await made.demo?.close()
  })
  return made
}
