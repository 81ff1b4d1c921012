import { describe, expect, test } from 'vitest'
import type { Visit } from '../support/browser.ts'
import { stage } from './stage.ts'
import { fillForm } from './steps.ts'

const here = stage()
const MANAGE = '/manage/resources/demo-mri/qualifications'

const verdict = ({ page }: Visit) => page.getByRole('complementary', { name: 'Sprawdzenie terminu' })
const heading = ({ page }: Visit, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

/** Fills the form of an hour of the scanner and sends it. */
async function ask(me: Visit, day: string, title: string): Promise<void> {
  await me.open(`/reservations/new?resource=demo-mri&start=${day}T10:00&end=${day}T11:00`)
  await fillForm(me.page, { title, purpose: 'Badania własne' })
  await me.page.getByRole('button', { name: 'Wyślij prośbę', exact: true }).click()
}

describe.each([
  ['with JavaScript', true, 'researcher', '2026-12-01'],
  ['without JavaScript', false, 'researcher2', '2026-12-02'],
] as const)('%s', (_how, javaScriptEnabled, account, day) => {
  const enter = (who: Parameters<typeof here.enter>[0]) => here.enter(who, { javaScriptEnabled })

  test('refused for a missing qualification, asks for training, is granted it, and books', async () => {
    const title = `Kolano ${day}`
    const me = await enter(account)
    await ask(me, day, title)
    await verdict(me).getByText('Potrzebne jest uprawnienie do tego aparatu').waitFor()
    await verdict(me).getByRole('link', { name: 'Poproś o szkolenie' }).click()
    await heading(me, 'Prośba o szkolenie')
    await me.page.getByLabel(/^Wiadomość do opiekuna/).fill(`Skanuję kolana, ${account}.`)
    await me.page.getByRole('button', { name: 'Poproś o szkolenie' }).click()
    await heading(me, 'Szkolenia i uprawnienia')
    await me.page.getByText('Czeka na odpowiedź opiekuna.').first().waitFor()

    const owner = await enter('owner2')
    await owner.open('/approvals')
    await owner.page.getByRole('link', { name: /1 prośba o szkolenie$/ }).click()
    const request = owner.page.getByRole('article').filter({ hasText: `Skanuję kolana, ${account}.` })
    await request.getByText('Odpowiedz na prośbę').click()
    await request.getByLabel('Poziom').selectOption({ label: 'praca pod nadzorem' })
    await request.getByRole('button', { name: /^Nadaj uprawnienie/ }).click()
    await owner.page.getByText('Uprawnienie nadane.').waitFor()
    const mails = await here.demo.sendMail()
    expect(mails.map(({ to, subject }) => `${to.email} ${subject.split(':')[0]}`)).toContain(
      `${account}@demo.test Masz uprawnienie`,
    )

    await ask(me, day, title)
    await heading(me, title)
  })

  test('invited to a training, the person finds it with the account, comes, and is qualified', async () => {
    const me = await enter(javaScriptEnabled ? 'company' : 'producer')
    await me.open('/equipment/demo-mri')
    await me.page.getByRole('link', { name: 'Poproś o szkolenie' }).click()
    await me.page.getByRole('button', { name: 'Poproś o szkolenie' }).click()
    await me.page.getByText('Czeka na odpowiedź opiekuna.').waitFor()

    const owner = await enter('owner2')
    await owner.open(MANAGE)
    await owner.page
      .getByRole('region', { name: 'Szkolenia', exact: true })
      .getByText('Zaplanuj szkolenie')
      .first()
      .click()
    const form = owner.page.locator('#new-session')
    await form.getByLabel('Dzień').fill(day)
    await form.getByLabel('Początek').fill('13:00')
    await form.getByLabel('Koniec').fill('15:00')
    await form.getByLabel('Liczba miejsc').fill('2')
    await form.getByRole('button', { name: 'Zaplanuj szkolenie' }).click()
    await owner.page.getByText('Szkolenie zaplanowane.').waitFor()

    await me.open('/account')
    await me.page.getByText('Po szkoleniu: praca pod nadzorem.').waitFor()
    const before = here.demo.clock.now
    here.demo.clock.now = Date.parse(`${day}T15:30:00+01:00`)
    await owner.open(MANAGE)
    await owner.page.getByRole('button', { name: 'Potwierdź obecność i nadaj uprawnienia' }).click()
    await owner.page.getByText('Obecność potwierdzona, uprawnienia nadane.').waitFor()
    here.demo.clock.now = before
    await me.open('/equipment/demo-mri')
    await me.page.getByText('Masz uprawnienie: praca pod nadzorem').waitFor()
  })
})
