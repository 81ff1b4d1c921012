import { describe, expect, test } from 'vitest'
import type { Visit } from '../support/browser.ts'
import { stage } from './stage.ts'
import { fillForm } from './steps.ts'

const here = stage()

const cardOf = ({ page }: Visit, title: string) => page.getByRole('article').filter({ hasText: title })

/** Asks for two hours of the microscope. */
async function ask(me: Visit, day: string, title: string): Promise<void> {
  await me.open(`/reservations/new?resource=demo-tem&start=${day}T10:00&end=${day}T12:00`)
  await fillForm(me.page, { title, purpose: 'Badania własne' })
  await me.page.getByRole('button', { name: 'Wyślij prośbę', exact: true }).click()
  await me.page.getByRole('heading', { level: 1, name: title }).waitFor()
}

describe.each([
  ['with JavaScript', true, ['2026-12-01', '2026-12-02', '2026-12-03']],
  ['without JavaScript', false, ['2026-12-08', '2026-12-09', '2026-12-10']],
] as const)('%s', (how, javaScriptEnabled, days) => {
  const enter = (who: Parameters<typeof here.enter>[0]) => here.enter(who, { javaScriptEnabled })
  const title = (nth: number) => `Próbka ${nth} ${how}`

  test('asks back, reads the answer, and decides two requests at once', async () => {
    const me = await enter('researcher')
    for (const [nth, day] of days.entries()) await ask(me, day, title(nth))

    const owner = await enter('owner')
    await owner.open('/approvals')
    const first = cardOf(owner, title(0))
    await first.getByText('Zapytaj wnioskodawcę').click()
    await first.getByLabel('Pytanie').fill('Z czego jest próbka?')
    await first.getByRole('button', { name: 'Wyślij' }).click()
    await owner.page.getByText('Wysłano pytanie.').waitFor()

    await me.open('/reservations')
    await me.page
      .getByRole('link', { name: title(0) })
      .first()
      .click()
    await me.page.getByText('Z czego jest próbka?').waitFor()
    await me.page.getByLabel('Napisz').fill('Ze stali 316L.')
    await me.page.getByRole('button', { name: 'Wyślij', exact: true }).click()
    await me.page.getByText('Ze stali 316L.').waitFor()

    await owner.open('/approvals')
    await cardOf(owner, title(0)).getByText('Pytania: 2 wiadomości').waitFor()
    for (const nth of [0, 1])
      await cardOf(owner, title(nth))
        .getByLabel(/^Wybierz do decyzji razem/)
        .check()
    await owner.page.getByRole('button', { name: 'Odmów wybranym' }).click()
    await owner.page.getByText('Podaj powód odmowy').first().waitFor()
    expect(
      await cardOf(owner, title(1))
        .getByLabel(/^Wybierz do decyzji razem/)
        .isChecked(),
    ).toBe(true)
    await owner.page.getByRole('button', { name: 'Zaakceptuj wybrane' }).click()
    await owner.page.getByText('Zaakceptowano 2 prośby.').waitFor()
    expect(await cardOf(owner, title(0)).count()).toBe(0)
    await cardOf(owner, title(2)).waitFor()
  })

  test('names who stands in, who then decides, and ends it', async () => {
    const owner = await enter('owner')
    await owner.open('/manage')
    await owner.open('/manage/labs/pl-laboratorium-pokazowe/deputies')
    await owner.page.getByLabel('Adres e-mail').fill('company@demo.test')
    await owner.page.getByRole('button', { name: 'Wyznacz zastępcę' }).click()
    await owner.page.getByText('Zastępca wyznaczony.').waitFor()

    const deputy = await enter('company')
    await deputy.open('/approvals')
    const card = cardOf(deputy, title(2))
    const fold = card.getByText('Podejmij decyzję', { exact: true })
    if ((await fold.count()) > 0) await fold.click()
    await card.getByRole('button', { name: 'Zaakceptuj' }).click()
    await deputy.page.getByText(`Zaakceptowano: ${title(2)}`).waitFor()

    await owner.open('/manage/labs/pl-laboratorium-pokazowe/deputies')
    await owner.page.getByRole('button', { name: /^Zakończ teraz/ }).click()
    await owner.page.getByText('Zastępstwo zakończone.').waitFor()
    const answer = await deputy.page.goto('/approvals')
    expect(answer?.status()).toBe(403)
  })
})

test('the keys lead from request to request and to the decision, and send nothing', async () => {
  const me = await here.enter('researcher2', { javaScriptEnabled: true })
  await ask(me, '2026-12-15', 'Klawisz 1')
  await ask(me, '2026-12-16', 'Klawisz 2')
  const { page, open } = await here.enter('owner', { javaScriptEnabled: true })
  await open('/approvals')
  const focused = () => page.locator(':focus').getAttribute('id')
  const ids = await page.locator('[data-request]').evaluateAll((all) => all.map((each) => each.id))
  await page.keyboard.press('j')
  expect(await focused()).toBe(ids[0])
  await page.keyboard.press('j')
  expect(await focused()).toBe(ids[1])
  await page.keyboard.press('x')
  expect(await page.locator(`#${ids[1]} input[form="bulk"]`).isChecked()).toBe(true)
  await page.keyboard.press('k')
  await page.keyboard.press('d')
  expect(await page.locator(':focus').getAttribute('name')).toBe('reason')
  await page.keyboard.type('ajk')
  expect(await page.locator(`#${ids[0]} [name="reason"]`).inputValue()).toBe('ajk')
  expect(await page.locator('[data-request]').count()).toBe(ids.length)
})

test('economic use goes from the lab to the coordinator, who decides without a title', async () => {
  const owner = await here.enter('owner')
  const path = '/manage/resources/demo-tem/policy'
  await owner.open(path)
  await owner.page.getByLabel('Czyja zgoda').selectOption('economic-coordinator')
  await owner.page.getByRole('button', { name: 'Pokaż, co się zmieni' }).last().click()
  await owner.page.getByRole('button', { name: 'Zapisz zasady' }).click()
  await owner.page.waitForURL(`**${path}?saved=1`)

  const me = await here.enter('company')
  await me.open('/reservations/new?resource=demo-tem&start=2026-12-17T10:00&end=2026-12-17T12:00')
  await fillForm(me.page, { title: 'Tajna próbka', purpose: 'Usługa' })
  await me.page.getByRole('button', { name: 'Wyślij prośbę', exact: true }).click()
  await me.page.getByText('Koordynator klastra: zdecyduje, gdy zgodzą się pozostali').waitFor()

  await owner.open('/approvals')
  const card = cardOf(owner, 'Tajna próbka')
  await card.getByText('Koordynator klastra').waitFor()
  const fold = card.getByText('Podejmij decyzję', { exact: true })
  if ((await fold.count()) > 0) await fold.click()
  await card.getByRole('button', { name: 'Zaakceptuj' }).click()
  await owner.page.getByText('Prośba czeka jeszcze na decyzję innych.').waitFor()

  const coordinator = await here.enter('coordinator')
  await coordinator.open('/approvals')
  const blind = cardOf(coordinator, 'BioMaxima')
  expect(await blind.textContent()).not.toContain('Tajna')
  await blind.getByRole('button', { name: 'Zaakceptuj' }).click()
  await coordinator.page.getByText('Decyzja zapisana.').waitFor()
})
