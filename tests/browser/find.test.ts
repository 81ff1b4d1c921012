import { describe, expect, test } from 'vitest'
import { stage } from './stage.ts'
import { fillForm, typedIn } from './steps.ts'

const here = stage({ withYear: true })
const NAME = 'Chromatograf cieczowy HPLC (pokazowy)'

describe.each([
  { how: 'with JavaScript', javaScriptEnabled: true, title: 'Seria kwasów, skrypty' },
  { how: 'without JavaScript', javaScriptEnabled: false, title: 'Seria kwasów, bez skryptów' },
])('the slot finder $how', ({ javaScriptEnabled, title }) => {
  test('from hours and days to a reservation', async () => {
    const { page } = await here.enter('researcher', { javaScriptEnabled })
    await page.goto('/')
    await page.getByRole('link', { name: /^Wyszukiwarka terminów/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Wyszukiwarka terminów' }).waitFor()
    await page.getByLabel('Technika albo aparat').fill('hplc pokazowy')
    await page.getByLabel('Na jak długo').selectOption('180')
    await page.getByLabel('Nie wcześniej niż o').selectOption('13')
    await page.getByLabel('czwartek').check()
    await page.getByRole('button', { name: 'Szukaj terminu' }).click()
    const line = page.getByRole('table', { name: /^Pierwsze dni kandydatów/ })
    const found = line.getByRole('link', {
      name: new RegExp(`^1[3-5]:\\d\\d–1[6-8]:\\d\\d.*czwartek.*${NAME.slice(0, 24)}`),
    })
    await found.first().waitFor()
    expect(new URL(page.url()).search).toMatch(/hours_from=13.*day=3|day=3.*hours_from=13/)
    await found.first().click()
    await page.getByRole('heading', { level: 1, name: 'Nowa rezerwacja' }).waitFor()
    expect((await typedIn(page))['start']).toMatch(/^1[3-5]:/)
    await fillForm(page, { title, purpose: 'Badania własne' })
    await page.getByRole('button', { name: /^(Zarezerwuj|Wyślij prośbę)$/ }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  })

  test('from nothing to a time nearby', async () => {
    const { page } = await here.enter(null, { javaScriptEnabled })
    await page.goto('/find?duration=240&hours_from=2&hours_to=4')
    await page.getByRole('heading', { name: 'W tym okresie nie ma takiego terminu' }).waitFor()
    await page.getByRole('link', { name: 'O każdej porze i w każdy dzień' }).click()
    await page.getByRole('heading', { name: 'Najwcześniejsze terminy' }).waitFor()
    expect(await page.getByLabel('Nie wcześniej niż o').inputValue()).toBe('')
  })
})

test.each([true, false])('chosen candidates are searched alone, with scripts: %s', async (javaScriptEnabled) => {
  const { page } = await here.enter('researcher', { javaScriptEnabled })
  await page.goto('/find?duration=60&q=hplc')
  await page.getByRole('checkbox', { name: /^zaznacz do wyboru ?: Chromatograf cieczowy HPLC/ }).check()
  await page.getByRole('button', { name: 'Szukaj tylko wśród zaznaczonych' }).click()
  await page.getByRole('group', { name: 'Tylko te aparaty' }).waitFor()
  expect(await page.getByRole('table').first().getByRole('rowheader').count()).toBe(1)
})
