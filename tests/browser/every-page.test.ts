import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, visit } from '../support/browser.ts'
import { everyPage, NO_PAGE, type VisitedPage } from './every-page.ts'
import { stage } from './stage.ts'

const here = stage({ withYear: true })
let pages: readonly VisitedPage[]
beforeAll(async () => {
  pages = await everyPage(here.demo)
})

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** The pages take turns: axe-core is slow, and what pages are made of stands in many of them. */
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
] as const

/** What axe-core calls serious or critical, one line per element. Injected past the content policy. */
async function faultsOf(page: Page): Promise<string[]> {
  // Colours halfway between light and dark are nobody's.
  await page.evaluate('for (const each of document.getAnimations()) each.finish()')
  const isThere = await page.evaluate('typeof axe === "object"')
  if (!isThere) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<{ violations: readonly Finding[] }>(
    `axe.run(document, { resultTypes: ['violations'] })`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    )
}

const isWiderThanItsWindow = (page: Page) =>
  page.evaluate<boolean>('document.scrollingElement.scrollWidth > window.innerWidth')

test('no page is forgotten', () => {
  const visited = new Set(pages.map(({ route }) => route))
  const forgotten = here.demo.app.routeTable.filter(
    ({ method, url }) => method === 'GET' && !NO_PAGE.test(url) && !visited.has(url),
  )
  expect(forgotten.map(({ url }) => url)).toEqual([])
})

describe('every page', () => {
  test('has one h1, a language, labelled fields, and nothing inline, in both languages', async () => {
    const faults: string[] = []
    for (const { who, path, status } of pages)
      for (const locale of ['pl', 'en']) {
        const { app } = here.demo
        const session = who && here.demo.sessionOf(who)
        const cookies = { locale, ...(session && { [session.name]: session.value }) }
        const { body, statusCode } = await app.inject({ url: path, cookies, headers: { accept: 'text/html' } })
        const is = (what: string, fits: boolean) => fits || faults.push(`${path} (${who}): ${what}`)
        is(`answers ${statusCode}`, statusCode === status)
        is('one h1', body.match(/<h1[ >]/g)?.length === 1)
        is('a language', body.includes(`<html lang="${who ? 'pl' : locale}">`))
        is('a title of its own', /<title>.+ – Aparatura<\/title>|<title>Aparatura<\/title>/.test(body))
        is('no inline style', !/<style|\sstyle=/.test(body))
        is(
          'no inline script',
          !/<script(?![^>]*\ssrc=)(?! type="application\/ld\+json")|\son\w+="|javascript:/.test(body),
        )
        is('one element for an id', new Set(idsOf(body)).size === idsOf(body).length)
        // Form tokens and secrets are random: they may spell anything.
        const words = body.replaceAll(/<code>.*?<\/code>|name="(?:_csrf|pending)" value="[^"]*"/gs, '')
        is('no text without words', !/undefined|\[object|NaN|\{\{/.test(words))
      }
    expect(faults).toEqual([])
  })

  test('is free of serious faults for axe-core, light or dark, wide or narrow in turn, and fits a phone', async () => {
    const faults: string[] = []
    const tabs = new Map<VisitedPage['who'], Page>()
    for (const who of new Set(pages.map((each) => each.who))) tabs.set(who, (await here.enter(who)).page)
    for (const [i, { who, path, status }] of pages.entries()) {
      const page = tabs.get(who)!
      const { width, colorScheme } = LOOKS[i % LOOKS.length]!
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      const answer = await page.goto(path)
      if (answer?.status() !== status || answer.url() !== here.demo.url + path)
        faults.push(`${path} answers ${answer?.status()} at ${answer?.url()}`)
      faults.push(...(await faultsOf(page)).map((fault) => `${path} ${width} px, ${colorScheme}: ${fault}`))
      for (const phone of [390, 320]) {
        await page.setViewportSize({ width: phone, height: 844 })
        if (await isWiderThanItsWindow(page)) faults.push(`${path} is wider than ${phone} px`)
      }
    }
    expect(faults).toEqual([])
  }, 240_000)
})

describe('the checks are no formality', () => {
  test('axe-core reports a planted fault', async () => {
    const { page, open } = await here.enter(null)
    await open('/accessibility')
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend',
      '<input type="text"><p class="planted">Blado</p>')`)
    await page.addStyleTag({ url: '/static/app.css' })
    await page.evaluate(`document.querySelector('.planted').style.color = '#fafafa'`)
    const found = await faultsOf(page)
    expect(found.some((fault) => fault.startsWith('label: <input'))).toBe(true)
    expect(found.some((fault) => fault.startsWith('color-contrast:'))).toBe(true)
  })

  test('something too wide is seen', async () => {
    const { page, open } = await here.enter(null, { viewport: { width: 390, height: 844 } })
    await open('/accessibility')
    await page.evaluate(`document.querySelector('h1').style.inlineSize = '500px'`)
    expect(await isWiderThanItsWindow(page)).toBe(true)
  })

  test('what a page does against its content policy, and what it cannot load, is told', async () => {
    const each = await visit(here.browser, here.demo.url)
    await each.open('/accessibility')
    await each.page.evaluate(`document.body.insertAdjacentHTML('beforeend',
      '<p style="color: red"></p><img src="https://elsewhere.example/x.png" alt=""><img src="/static/none.png" alt="">')`)
    await each.page.evaluate('setTimeout(() => nothing(), 0)')
    await expect.poll(() => each.faults.join('\n')).toMatch(/img-src/)
    await expect.poll(() => each.faults.join('\n')).toMatch(/style-src/)
    await expect.poll(() => each.faults.join('\n')).toMatch(/404 .*none\.png/)
    await expect.poll(() => each.faults.join('\n')).toMatch(/nothing is not defined/)
    await each.close()
  })

  test('without a browser they fail, they do not skip', async () => {
    await expect(openBrowser('/nowhere/chromium')).rejects.toThrow('No Chromium at /nowhere/chromium')
  })
})

const idsOf = (body: string) => [...body.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
