import { describe, expect, test } from 'vitest'
import type { Visit } from '../support/browser.ts'
import { stage } from './stage.ts'
import { fillForm } from './steps.ts'

const here = stage()
const COLUMN = 'Kolumna chiralna (przykładowa)'
const SAMPLER = 'Podajnik próbek headspace (przykładowy)'
const WITH_MS = 'Chromatograf gazowy Trace GC Ultra (MS)'
const sent = { title: 'Ogniwa sodowe', purpose: 'Badania własne' }
const verdict = (each: Visit) => each.page.getByRole('complementary', { name: 'Sprawdzenie terminu' })

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_how, javaScriptEnabled) => {
  /** The two runs use weeks of their own. */
  const day = javaScriptEnabled ? '2026-12-02' : '2026-12-09'
  const enter = (account: Parameters<typeof here.enter>[0]) => here.enter(account, { javaScriptEnabled })

  test('two chromatographs and what they share are asked for in one piece', async () => {
    const me = await enter('researcher')
    await me.open('/equipment/trace-gc-ultra-fid-tcd')
    expect(await me.page.locator('main').textContent()).toContain(`${COLUMN} (2)`)
    await me.open(`/reservations/new?resource=trace-gc-ultra-fid-tcd&start=${day}T10:00&end=${day}T12:00`)
    expect(await verdict(me).textContent()).toContain(`${COLUMN}: wolne 2 z 2`)
    await me.page.getByLabel('Dodaj drugi aparat').selectOption({ label: WITH_MS })
    await me.page.getByRole('button', { name: 'Dodaj', exact: true }).click()
    await me.page.getByRole('checkbox', { name: WITH_MS }).waitFor()
    await me.page.getByLabel(COLUMN, { exact: true }).fill('2')
    await me.page.getByRole('checkbox', { name: SAMPLER }).check()
    await fillForm(me.page, sent)
    await me.page.getByRole('button', { name: 'Wyślij prośbę', exact: true }).click()
    await me.page.getByRole('heading', { level: 1, name: sent.title }).waitFor()
    const details = await me.page.getByRole('region', { name: 'Szczegóły' }).textContent()
    expect(details).toContain(WITH_MS)
    expect(details).toContain(`${COLUMN} (2 z 2)`)
  })

  test('what is taken along is taken for others, and they are told which', async () => {
    const other = await enter('company')
    await other.open(`/reservations/new?resource=trace-gc-ultra-ms&start=${day}T11:00&end=${day}T13:00`)
    expect(await verdict(other).textContent()).toContain(`${COLUMN}: wolne 0 z 2`)
    await fillForm(other.page, sent)
    await other.page.getByLabel(COLUMN, { exact: true }).fill('1')
    await other.page.getByRole('button', { name: 'Wyślij prośbę', exact: true }).click()
    await verdict(other).getByText(`${COLUMN}: ten czas jest zajęty`).waitFor()
    expect(await verdict(other).textContent()).toContain('Ten czas jest zajęty')
    expect(await other.page.getByLabel(COLUMN, { exact: true }).inputValue()).toBe('1')
    const nearest = verdict(other).getByRole('region', { name: 'Najbliższe wolne terminy na tym aparacie' })
    await nearest.getByRole('button').last().click()
    await verdict(other).getByRole('heading', { name: 'Termin jest wolny' }).waitFor()
  })

  test('its owner adds an accessory, shares it and retires it', async () => {
    const owner = await enter('owner')
    const name = javaScriptEnabled ? 'Sonda grzejna' : 'Sonda chłodząca'
    await owner.open('/manage/resources/trace-gc-ultra-fid-tcd/accessories')
    const add = owner.page.getByRole('region', { name: 'Dodaj osprzęt' })
    await add.getByLabel('Nazwa po polsku').fill(name)
    await add.getByLabel('Liczba sztuk').fill('3')
    await add.getByRole('button', { name: 'Dodaj osprzęt' }).click()
    await owner.page.getByText('Osprzęt dodany.').waitFor()
    const section = owner.page.getByRole('region', { name, exact: true })
    await section.getByText('Do których aparatów należy').click()
    await section.getByRole('checkbox', { name: 'Analizator azotu Kjeltec 8200' }).check()
    await section.getByRole('button', { name: new RegExp(`^Zapisz ?: ${name}`) }).click()
    await owner.page.getByText('Zmiany zapisane.').waitFor()
    await owner.open('/equipment/kjeltec-8200')
    expect(await owner.page.locator('main').textContent()).toContain(`${name} (3)`)
    await owner.open('/manage/resources/kjeltec-8200/accessories')
    await owner.page.getByRole('button', { name: new RegExp(`^Wycofaj ?: ${name}`) }).click()
    await owner.page.getByText('Osprzęt wycofany.').waitFor()
    await owner.open('/equipment/kjeltec-8200')
    expect(await owner.page.locator('main').textContent()).not.toContain(name)
  })
})
