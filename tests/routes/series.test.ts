import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reservationsOfSeries, seriesById, skipsOfSeries } from '../../db/queries/series.ts'
import type { Actor, Browser } from '../support/app.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { at, DAY, HOUR, makeOutage, makeReservation, makeResource, makeRule } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

/** Every Tuesday 9–12 from 1 December, four times. */
const FORM = {
  resource: 'hplc',
  date: '2026-12-01',
  start: '9:00',
  end_date: '2026-12-01',
  end: '12:00',
  title: 'Czystość białka',
  purpose: 'own_research',
  repeat: 'week',
  every: '1',
  times: '4',
}
const TUESDAYS = ['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22']

const seenIn = (body: string) => /name="seen" value="([^"]+)"/.exec(body)?.[1] ?? ''
const optionsIn = (body: string, local: string) => {
  const select = new RegExp(`<select[^>]*name="at_${local}"[^>]*>(.*?)</select>`, 's').exec(body)?.[1] ?? ''
  return [...select.matchAll(/<option value="([^"]+)"/g)].map((match) => match[1]!)
}

/** Looks at the dates, then sends the form with what was chosen. */
async function book(browser: Browser, form: Record<string, string> = {}, choices: Record<string, string> = {}) {
  const checked = await browser.post('/reservations', { ...FORM, ...form, check: '1' })
  return browser.post('/reservations', { ...FORM, ...form, seen: seenIn(checked.body), ...choices })
}

async function seriesOf(actor: Actor, form: Record<string, string> = {}): Promise<number> {
  const answer = await book(t.as(actor), form)
  expect(answer.statusCode).toBe(303)
  return Number(/\/series\/(\d+)/.exec(String(answer.headers.location))![1])
}

const taken = (day: string, requesterId = t.cast.stranger.id) =>
  makeReservation(t.db, {
    resourceId: t.cast.hplc,
    requesterId,
    title: 'Tajna próbka',
    start: at(`${day} 10:00`),
    end: at(`${day} 11:00`),
  })

describe('the dates before saving', () => {
  test('nothing is booked before they have been shown', async () => {
    const answer = await t.as('researcher').post('/reservations', FORM)
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('Przejrzyj terminy i wyślij jeszcze raz')
    expect(seriesById(t.db, 1)).toBeNull()
  })

  test('all free ones are booked at once', async () => {
    const id = await seriesOf('researcher')
    const starts = reservationsOfSeries(t.db, id).map(({ start }) => start)
    expect(starts).toEqual(TUESDAYS.map((day) => at(`${day} 09:00`)))
  })

  test('a taken one says when and never whose, and offers the same day', async () => {
    taken('2026-12-08')
    const { body, statusCode } = await t.as('researcher').post('/reservations', { ...FORM, check: '1' })
    expect(statusCode).toBe(200)
    expect(body).toContain('3 z 4 terminów wolnych')
    expect(body).toContain('Zajęte 10:00–11:00.')
    expect(body).not.toMatch(/Tajna|stranger/)
    const options = optionsIn(body, '2026-12-08T09:00:00')
    expect(options[0]).toBe('skip')
    expect(options).toContain(`hplc ${at('2026-12-08 11:00')} ${at('2026-12-08 14:00')}`)
  })

  test('a partial answer is the panel alone', async () => {
    const { body } = await t
      .as('researcher')
      .post('/reservations', { ...FORM, check: '1' }, { 'hx-request-type': 'partial' })
    expect(body).toMatch(/^<section class="checks checks--series verdict" id="check"/)
  })

  test('what was agreed is booked: one date moved, one skipped', async () => {
    taken('2026-12-08')
    const moved = `hplc ${at('2026-12-08 11:00')} ${at('2026-12-08 14:00')}`
    const answer = await book(
      t.as('researcher'),
      {},
      {
        'at_2026-12-08T09:00:00': moved,
        'at_2026-12-15T09:00:00': 'skip',
      },
    )
    expect(answer.statusCode).toBe(303)
    const starts = reservationsOfSeries(t.db, 1).map(({ start }) => start)
    expect(starts).toEqual([at('2026-12-01 09:00'), at('2026-12-08 11:00'), at('2026-12-22 09:00')])
    expect(skipsOfSeries(t.db, 1)).toEqual([{ local: '2026-12-15T09:00:00', reason: 'chosen' }])
  })

  test('a date taken meanwhile brings the table back with everything typed and chosen', async () => {
    taken('2026-12-08')
    const browser = t.as('researcher')
    const checked = await browser.post('/reservations', { ...FORM, check: '1' })
    taken('2026-12-22')
    const moved = `hplc ${at('2026-12-08 11:00')} ${at('2026-12-08 14:00')}`
    const answer = await browser.post('/reservations', {
      ...FORM,
      note: 'Kolumna C18.',
      seen: seenIn(checked.body),
      'at_2026-12-08T09:00:00': moved,
    })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Terminy zmieniły się, zanim je zapisano')
    expect(answer.body).toContain('Kolumna C18.')
    expect(answer.body).toContain(`<option value="${moved}" selected`)
    expect(optionsIn(answer.body, '2026-12-22T09:00:00').length).toBeGreaterThan(1)
    expect(seriesById(t.db, 1)).toBeNull()
  })

  test('a chosen time that somebody takes is said to be gone', async () => {
    taken('2026-12-08')
    const browser = t.as('researcher')
    const checked = await browser.post('/reservations', { ...FORM, check: '1' })
    const moved = { start: at('2026-12-08 11:00'), end: at('2026-12-08 14:00') }
    makeReservation(t.db, { resourceId: t.cast.hplc, requesterId: t.cast.stranger.id, ...moved })
    const answer = await browser.post('/reservations', {
      ...FORM,
      seen: seenIn(checked.body),
      'at_2026-12-08T09:00:00': `hplc ${moved.start} ${moved.end}`,
    })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Wybrany czas właśnie ktoś zajął.')
  })

  test('another rule has to be looked at again', async () => {
    const browser = t.as('researcher')
    const checked = await browser.post('/reservations', { ...FORM, check: '1' })
    const answer = await browser.post('/reservations', { ...FORM, times: '5', seen: seenIn(checked.body) })
    expect(answer.statusCode).toBe(200)
    expect(seriesById(t.db, 1)).toBeNull()
  })

  test('skipping every date books nothing', async () => {
    const skips = Object.fromEntries(TUESDAYS.map((day) => [`at_${day}T09:00:00`, 'skip']))
    const answer = await book(t.as('researcher'), {}, skips)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Nie zostałby żaden termin.')
  })

  test.each([
    [{ times: '' }, 'Podaj ostatni dzień albo liczbę powtórzeń.'],
    [{ until: '2027-01-31' }, 'nie oba naraz'],
    [{ times: '1001' }, 'Podaj liczbę od 2 do 1000.'],
    [{ every: '0' }, 'Podaj liczbę od 1 do 99.'],
    [{ times: '', until: '2027-02-30' }, 'Podaj dzień, na przykład'],
    [{ repeat: 'hour' }, 'Tej reguły nie da się odczytać.'],
    [{ times: '', until: '2026-11-01' }, 'Z tej reguły nie wynika żaden termin.'],
    [{ times: '', until: '2033-01-01', repeat: 'day' }, 'Seria może mieć najwyżej 1000 terminów.'],
    [{ repeat: 'day', end_date: '2026-12-03' }, 'seria nachodzi sama na siebie'],
    [{ title: '' }, 'Wpisz tytuł, choćby jedno słowo.'],
  ])('%o is refused at its field and nothing typed is lost', async (wrong, sentence) => {
    const answer = await t.as('researcher').post('/reservations', { ...FORM, note: 'Kolumna C18.', ...wrong })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(sentence)
    expect(answer.body).toContain('Kolumna C18.')
    expect(answer.body).toContain('<option value="week"')
    expect(answer.body).toMatch(/<details class="fold repeat" open/)
  })

  test('on the 31st the choice shows the days it leads to', async () => {
    const { body } = await t
      .as('researcher')
      .post('/reservations', { ...FORM, date: '2027-03-31', end_date: '2027-03-31', repeat: 'month-day', check: '1' })
    expect(body).toContain('Nie każdy miesiąc ma dzień 31.')
    expect(body.replaceAll('\u00a0', ' ')).toContain('31 mar, 31 maj, 31 lip, 31 sie')
    expect(body.replaceAll('\u00a0', ' ')).toContain('31 mar, 30 kwi, 31 maj, 30 cze')
    expect(body.replaceAll('\u00a0', ' ')).toContain('31 mar, 28 kwi, 26 maj, 30 cze')
  })
})

describe('what the clocks do to a date', () => {
  const NIGHTS = { date: '2027-03-27', end_date: '2027-03-27', start: '2:30', end: '3:30', repeat: 'day', times: '3' }
  beforeEach(() => {
    makeResource(t.db, {
      labId: t.cast.labId,
      slug: 'furnace',
      namePl: 'Piec',
      nameEn: 'Furnace',
      observesHolidays: false,
    })
    makeRule(t.db, {
      resourceId: t.db.$client.prepare("SELECT id FROM resources WHERE slug = 'furnace'").pluck().get() as number,
      durationMinutes: 1440,
      startLocal: '2020-01-01T00:00:00',
      rrule: 'FREQ=DAILY',
    })
  })

  test('is told in words before and after, and the next night is as before', async () => {
    const form = { resource: 'furnace', ...NIGHTS }
    const { body } = await t.as('researcher').post('/reservations', { ...FORM, ...form, check: '1' })
    expect(body).toContain('Zmiana czasu przesuwa 1 termin.')
    expect(body).toContain('Tej nocy zegary przeskakują 02:30, więc początek jest o 3:30.')
    const id = await seriesOf('researcher', form)
    const page = await t.as('researcher').get(`/series/${id}`)
    expect(page.body).toContain('Tej nocy zegary przeskakują 02:30, więc początek jest o 3:30.')
    const starts = reservationsOfSeries(t.db, id).map(({ start }) => new Date(start).toISOString().slice(5, 16))
    expect(starts).toEqual(['03-27T01:30', '03-28T01:30', '03-29T00:30'])
  })
})

describe('the page of a series', () => {
  test.each([
    ['researcher', 200],
    ['colleague', 200],
    ['owner', 200],
    ['caretaker', 200],
    ['stranger', 404],
    ['company', 404],
    ['coordinator', 404],
    ['admin', 404],
  ] as const)('%s gets %i', async (actor, status) => {
    const id = await seriesOf('researcher', { note: 'Kolumna C18.' })
    const { statusCode, body } = await t.as(actor).get(`/series/${id}`)
    expect(statusCode).toBe(status)
    expect(body.includes('Kolumna C18.')).toBe(['researcher', 'owner', 'caretaker'].includes(actor))
    expect(body.includes('cancellation')).toBe(['researcher', 'owner', 'caretaker'].includes(actor))
  })

  test('tells the rule, the counts and what became of each date', async () => {
    taken('2026-12-08')
    await book(t.as('researcher'), {}, { 'at_2026-12-08T09:00:00': 'skip' })
    const { body } = await t.as('researcher').get('/series/1?done=booked')
    expect(body).toContain('We wtorki 9:00–12:00, od 1 grudnia, 4 razy.')
    expect(body).toContain('4 terminy')
    expect(body).toContain('był zajęty')
    expect(body).toContain('Seria zarezerwowana')
  })

  test('a date skipped because it was taken says so', async () => {
    taken('2026-12-08')
    await book(t.as('researcher'), {}, { 'at_2026-12-08T09:00:00': 'skip', 'at_2026-12-15T09:00:00': 'skip' })
    expect(skipsOfSeries(t.db, 1).map(({ reason }) => reason)).toEqual(['conflict', 'chosen'])
    expect((await t.as('researcher').get('/series/1')).body).toContain('był zajęty')
  })

  test('a skipped date is taken back', async () => {
    await book(t.as('researcher'), {}, { 'at_2026-12-08T09:00:00': 'skip' })
    const answer = await t.as('researcher').post('/series/1/occurrences', { local: '2026-12-08T09:00:00' })
    expect(answer.statusCode).toBe(303)
    expect(reservationsOfSeries(t.db, 1)).toHaveLength(4)
  })

  test('one that is taken by now is refused in words', async () => {
    await book(t.as('researcher'), {}, { 'at_2026-12-08T09:00:00': 'skip' })
    taken('2026-12-08')
    const answer = await t.as('researcher').post('/series/1/occurrences', { local: '2026-12-08T09:00:00' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Nie przywrócono tego terminu')
    expect(answer.body).toContain('10:00–11:00')
  })

  test('its own people cancel it, all or from one date on; a colleague may not', async () => {
    const id = await seriesOf('researcher')
    expect((await t.as('colleague').post(`/series/${id}/cancellation`, { scope: 'all' })).statusCode).toBe(403)
    expect((await t.as('stranger').post(`/series/${id}/cancellation`, { scope: 'all' })).statusCode).toBe(404)
    const from = String(at('2026-12-15 09:00'))
    const answer = await t.as('researcher').post(`/series/${id}/cancellation`, { scope: 'following', from })
    expect(answer.statusCode).toBe(303)
    const states = reservationsOfSeries(t.db, id).map(({ state }) => state)
    expect(states).toEqual(['confirmed', 'confirmed', 'cancelled', 'cancelled'])
  })

  test('a cancellation from no date at all says so', async () => {
    const id = await seriesOf('researcher')
    const answer = await t.as('researcher').post(`/series/${id}/cancellation`, { scope: 'following', from: '17' })
    expect(answer.statusCode).toBe(422)
  })
})

describe('changing a series', () => {
  const CHANGE = {
    scope: 'all',
    was: '09:00',
    was_minutes: '180',
    day_shift: '0',
    start: '09:00',
    end: '12:00',
    title: FORM.title,
    purpose: FORM.purpose,
    units: '1',
    version: '1',
  }
  const starts = (id: number) => reservationsOfSeries(t.db, id).map(({ start }) => start)

  test('is nobody else’s business', async () => {
    const id = await seriesOf('researcher')
    expect((await t.as('colleague').get(`/series/${id}/edit`)).statusCode).toBe(403)
    expect((await t.as('stranger').get(`/series/${id}/edit`)).statusCode).toBe(404)
    expect((await t.as('colleague').post(`/series/${id}`, CHANGE)).statusCode).toBe(403)
    expect((await t.as('stranger').post(`/series/${id}`, CHANGE)).statusCode).toBe(404)
  })

  test('moves this and the following to another hour', async () => {
    const id = await seriesOf('researcher')
    const from = String(at('2026-12-15 09:00'))
    const form = await t.as('researcher').get(`/series/${id}/edit?from=${from}`)
    expect(form.body).toMatch(/value="following" checked/)
    const version = String(seriesById(t.db, id)!.version)
    const change = { ...CHANGE, version, scope: 'following', from, start: '10', end: '13' }
    expect((await t.as('researcher').post(`/series/${id}`, change)).statusCode).toBe(303)
    expect(starts(id)).toEqual(['2026-12-01 09:00', '2026-12-08 09:00', '2026-12-15 10:00', '2026-12-22 10:00'].map(at))
  })

  test('a day later and longer for all of it', async () => {
    const id = await seriesOf('researcher')
    const version = String(seriesById(t.db, id)!.version)
    const change = { ...CHANGE, version, day_shift: '1', end: '13:00' }
    expect((await t.as('researcher').post(`/series/${id}`, change)).statusCode).toBe(303)
    expect(starts(id)).toEqual(TUESDAYS.map((day) => at(`${day} 09:00`) + DAY))
    expect(reservationsOfSeries(t.db, id).every(({ start, end }) => end - start === 4 * HOUR)).toBe(true)
  })

  test('a check tells every clash and changes nothing', async () => {
    const id = await seriesOf('researcher')
    makeReservation(t.db, {
      resourceId: t.cast.hplc,
      requesterId: t.cast.stranger.id,
      start: at('2026-12-08 13:00'),
    })
    const before = starts(id)
    const version = String(seriesById(t.db, id)!.version)
    const change = { ...CHANGE, version, start: '11:00', end: '14:00' }
    const { body, statusCode } = await t.as('researcher').post(`/series/${id}`, { ...change, check: '1' })
    expect(statusCode).toBe(200)
    expect(body).toContain('3 z 4 terminów da się tak zmienić')
    expect(starts(id)).toEqual(before)
    const sent = await t.as('researcher').post(`/series/${id}`, { ...change, note: 'Kolumna C18.' })
    expect(sent.statusCode).toBe(409)
    expect(sent.body).toContain('Kolumna C18.')
    expect(sent.body).toContain('value="11:00"')
    expect(starts(id)).toEqual(before)
  })

  test('a late edit is told and loses nothing', async () => {
    const id = await seriesOf('researcher')
    const answer = await t.as('researcher').post(`/series/${id}`, { ...CHANGE, version: '0', title: 'Inny tytuł' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Ktoś zmienił tę serię przed chwilą')
    expect(answer.body).toContain('Inny tytuł')
    expect(answer.body).toContain(`name="version" value="${seriesById(t.db, id)!.version}"`)
  })

  test('what cannot be read is said at its field', async () => {
    const id = await seriesOf('researcher')
    const answer = await t.as('researcher').post(`/series/${id}`, { ...CHANGE, start: 'rano', title: '' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('value="rano"')
    expect(answer.body).toContain('Podaj godzinę, na przykład 9:30.')
    expect(answer.body).toContain('Wpisz tytuł, choćby jedno słowo.')
  })
})

describe('one decision for a series', () => {
  const asked = () => seriesOf('researcher', { resource: 'tem' })
  const decide = (actor: Actor, id: number, form: Record<string, string>) =>
    t.as(actor).post(`/series/${id}/decision`, form)
  const states = (id: number) => reservationsOfSeries(t.db, id).map(({ state }) => state)

  test('stands in the inbox once, with its rule and its first dates', async () => {
    await asked()
    const { body } = await t.as('owner').get('/approvals')
    expect(body.match(/<article/g)).toHaveLength(1)
    expect(body).toContain('Seria: we wtorki 9:00–12:00, od 1 grudnia, 4 razy')
    expect(body).toContain('Pokaż 4 terminy i zaznacz wyjątki')
  })

  test('is made over all its dates but the exceptions, which stay to be decided', async () => {
    const id = await asked()
    const [, second] = reservationsOfSeries(t.db, id)
    const answer = await decide('owner', id, { decision: 'approve', [`except_${second!.id}`]: '1' })
    expect(answer.headers.location).toBe(`/approvals?approved=${id}&of=series`)
    expect(states(id)).toEqual(['confirmed', 'requested', 'confirmed', 'confirmed'])
    const { body } = await t.as('owner').get(String(answer.headers.location))
    expect(body).toContain('Zaakceptowano: Czystość białka')
    expect(body).toContain(`/reservations/${second!.id}/decision`)
  })

  test('declined needs a reason, and keeps what was typed', async () => {
    const id = await asked()
    const [first] = reservationsOfSeries(t.db, id)
    const answer = await decide('owner', id, { decision: 'decline', note: 'Słowo', [`except_${first!.id}`]: '1' })
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('Podaj powód odmowy')
    expect(answer.body).toContain('value="Słowo"')
    expect(answer.body).toMatch(new RegExp(`name="except_${first!.id}" value="1" checked`))
    await decide('owner', id, { decision: 'decline', reason: 'Przegląd.' })
    expect(new Set(states(id))).toEqual(new Set(['declined']))
  })

  test('is for those who decide', async () => {
    const id = await asked()
    expect((await decide('researcher', id, { decision: 'approve' })).statusCode).toBe(403)
    expect((await decide('caretaker', id, { decision: 'approve' })).statusCode).toBe(403)
    expect((await decide('owner', 987654, { decision: 'approve' })).statusCode).toBe(404)
  })

  test('made before is told', async () => {
    const id = await asked()
    await decide('deputy', id, { decision: 'approve' })
    const answer = await decide('owner', id, { decision: 'approve' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('Nie zapisano decyzji')
  })

  test('a date that no longer fits is named', async () => {
    const id = await asked()
    const [, second] = reservationsOfSeries(t.db, id)
    makeOutage(t.db, { resourceId: t.cast.tem, startAt: second!.start, endAt: second!.end })
    expect((await t.as('owner').get('/approvals')).body).toContain('1 termin już się nie mieści.')
    const answer = await decide('owner', id, { decision: 'approve' })
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('zaznacz go jako wyjątek')
    expect(new Set(states(id))).toEqual(new Set(['requested']))
  })
})

describe('a date of a series', () => {
  test('says so on its page and in the list', async () => {
    const id = await seriesOf('researcher')
    const [first] = reservationsOfSeries(t.db, id)
    const { body } = await t.as('researcher').get(`/reservations/${first!.id}`)
    expect(body).toContain('To jeden z terminów serii: we wtorki 9:00–12:00')
    expect(body).toContain(`href="/series/${id}"`)
    const edit = await t.as('researcher').get(`/reservations/${first!.id}/edit`)
    expect(edit.body).toContain('Zmieniasz tylko ten termin serii.')
    expect(edit.body).toContain(`href="/series/${id}/edit?from=${first!.start}"`)
    const list = await t.as('researcher').get('/reservations')
    expect(list.body).toContain('i jeszcze 3 terminy tej serii')
    expect(list.body.match(/<th scope="row"/g)).toHaveLength(1)
  })

  test.each([
    ['this', ['confirmed', 'cancelled', 'confirmed', 'confirmed']],
    ['following', ['confirmed', 'cancelled', 'cancelled', 'cancelled']],
    ['all', ['cancelled', 'cancelled', 'cancelled', 'cancelled']],
  ])('is cancelled: %s', async (scope, after) => {
    const id = await seriesOf('researcher')
    const [, second] = reservationsOfSeries(t.db, id)
    const answer = await t.as('researcher').post(`/reservations/${second!.id}/cancellation`, { scope })
    expect(answer.statusCode).toBe(303)
    expect(reservationsOfSeries(t.db, id).map(({ state }) => state)).toEqual(after)
  })
})
