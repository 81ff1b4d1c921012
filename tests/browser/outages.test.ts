import { describe, expect, test } from 'vitest'
import { stage } from './stage.ts'

const here = stage()

async function book(account: 'researcher' | 'researcher2', start: string, end: string, title: string) {
  const { app } = here.demo
  const payload = { email: `${account}@demo.test`, password: 'demo-demo-demo' }
  const signedIn = await app.inject({ method: 'POST', url: '/api/v1/sessions', payload })
  const answer = await app.inject({
    ...{ method: 'POST', url: '/api/v1/reservations' },
    headers: { authorization: `Bearer ${signedIn.json<{ token: string }>().token}` },
    payload: { resource: 'demo-hplc', start, end, title, purpose: 'own_research' },
  })
  return answer.json<{ id: number }>().id
}

describe.each([
  ['with JavaScript', true, '2026-12-02'],
  ['without JavaScript', false, '2026-12-04'],
])('a steward %s', (_how, javaScriptEnabled, day) => {
  test('breaks down, sees whom it hits, moves and cancels, ends early and writes down what was done', async () => {
    await book('researcher', `${day}T09:00:00Z`, `${day}T10:00:00Z`, 'Czystość białka')
    await book('researcher2', `${day}T10:00:00Z`, `${day}T11:00:00Z`, 'Kofeina w herbacie')
    await here.demo.sendMail()
    const { page, open } = await here.enter('owner', { javaScriptEnabled })
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

    await open('/equipment/demo-hplc')
    await page.getByRole('link', { name: 'Wyłączenia', exact: true }).click()
    await page.getByRole('link', { name: 'Dodaj wyłączenie' }).click()
    await page.getByRole('heading', { level: 1, name: /^Nowe wyłączenie/ }).waitFor()
    await page.getByLabel('Rodzaj').selectOption('breakdown')
    await page.getByLabel('Planowane czy nie').selectOption('no')
    await page.getByLabel('Powód').fill('Pompa przecieka')
    await page.getByLabel('od dnia').fill(day)
    await page.getByLabel('do dnia').fill(day)
    await page.getByLabel('Od godziny').fill('10:00')
    await page.getByLabel('Do godziny').fill('12:00')
    if (javaScriptEnabled) await page.getByLabel('Do godziny').blur()
    else await page.getByRole('button', { name: 'Sprawdź, kogo dotyczy' }).click()
    await page.getByRole('heading', { name: '2 rezerwacje tracą termin' }).waitFor()
    expect(await page.getByText('2 osoby dostaną po jednej wiadomości').isVisible()).toBe(true)
    const [first, second] = await page.getByLabel(/^Co zrobić/).all()
    const options = await first!.locator('option').allTextContents()
    await first!.selectOption(options.find((each) => each.startsWith('przenieś'))!)
    await second!.selectOption('odwołaj bez konsekwencji')
    await page.getByLabel('Słowo do osób, które tracą termin').fill('Serwis jest w drodze.')
    await press('Zapisz wyłączenie')
    await page.getByText('Wyłączenie zapisane. Odwołano 1 rezerwację. Przeniesiono 1 rezerwację.').waitFor()

    const mails = (await here.demo.sendMail()).filter(({ subject }) => subject.startsWith('Wyłączenie'))
    expect(mails.map(({ to }) => to.email).sort()).toEqual([
      'deputy@demo.test',
      'researcher2@demo.test',
      'researcher@demo.test',
    ])
    const own = mails.find(({ to }) => to.email === 'researcher2@demo.test')!
    expect(own.text).toContain('odwołana, bez konsekwencji')
    expect(own.text).toContain('Wolne w zamian: ')
    expect(own.text).toContain('Serwis jest w drodze.')
    expect(own.calendar!.method).toBe('CANCEL')

    here.demo.clock.now = Date.parse(`${day}T10:30:00Z`)
    await open('/manage/resources/demo-hplc/outages')
    await page
      .getByRole('region', { name: 'Teraz' })
      .getByRole('link', { name: /Otwórz/ })
      .click()
    await press('Zakończ teraz')
    await page.getByText('Wyłączenie zakończone, reszta czasu jest wolna.').waitFor()
    await page
      .getByRole('region', { name: 'Minione' })
      .getByRole('link', { name: /Otwórz/ })
      .first()
      .click()
    await page.getByLabel('Co zostało zrobione').fill(`Wymiana uszczelki pompy ${day}`)
    await press('Zapisz prace')
    await page.getByText(`Wymiana uszczelki pompy ${day}`).waitFor()
    await page
      .getByRole('region', { name: 'Minione' })
      .getByRole('link', { name: /Otwórz/ })
      .first()
      .click()
    const certificate = { name: 'protokół.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n') }
    await page.getByLabel('Plik').setInputFiles(certificate)
    await press('Dołącz')
    await page.getByRole('link', { name: 'protokół.pdf' }).waitFor()
    here.demo.clock.now = Date.UTC(2026, 10, 24, 7)
  })
})
