import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rulesOfPlace } from '../../db/queries/availability-rules.ts'
import type { HoursPlace } from '../../server/domain/hours-change.ts'
import { type Actor, type TestApp, testApp } from '../support/app.ts'
import { at, makeReservation, makeRule } from '../support/makers.ts'

let t: TestApp
beforeEach(async () => {
  t = await testApp()
})
afterEach(() => t.close())

const HPLC = '/manage/resources/hplc/hours'
const LAB = '/manage/labs/analytics/hours'
const rules = (place: HoursPlace) => rulesOfPlace(t.db, place)
const ofHplc = () => rules({ kind: 'resource', id: t.cast.hplc })
const ofLab = () => rules({ kind: 'lab', id: t.cast.labId })

/** Every second Tuesday 8–14 from tomorrow, as the form sends it. */
const TUESDAYS = {
  effect: 'open',
  audience: 'everyone',
  pattern: 'week',
  day_1: '1',
  every_weeks: '2',
  from: '8:00',
  to: '14:00',
  from_date: '2026-11-24',
}

describe('who may', () => {
  const pages = () => ['', '/new', '/import', `/${ofLab()[0]!.id}`, `/${ofLab()[0]!.id}/removal`]

  test.each<[Actor, number]>([
    ['owner', 200],
    ['deputy', 200],
    ['caretaker', 403],
    ['researcher', 403],
    ['company', 403],
    ['coordinator', 403],
    ['admin', 403],
  ])('%s gets %i', async (actor, status) => {
    const browser = t.as(actor)
    for (const page of pages()) expect((await browser.get(LAB + page)).statusCode).toBe(status)
    for (const page of ['', '/new', '/import']) expect((await browser.get(HPLC + page)).statusCode).toBe(status)
  })

  test.each<Actor>(['caretaker', 'researcher'])('%s changes nothing', async (actor) => {
    const browser = t.as(actor)
    const id = ofLab()[0]!.id
    const before = ofLab()
    for (const [path, form] of [
      [LAB, TUESDAYS],
      [`${LAB}/${id}`, TUESDAYS],
      [`${LAB}/${id}/removal`, {}],
      [`${LAB}/holidays`, { observes: 'no' }],
      [`${LAB}/import`, { text: 'BEGIN:VCALENDAR' }],
    ] as const)
      expect((await browser.post(path, form)).statusCode).toBe(403)
    expect(ofLab()).toEqual(before)
  })

  test('what is not there is not found', async () => {
    const owner = t.as('owner')
    const elsewhere = makeRule(t.db, { resourceId: t.cast.hplc })
    for (const path of [
      '/manage/labs/nowhere/hours',
      '/manage/resources/nothing/hours/new',
      `${LAB}/987654`,
      `${LAB}/${elsewhere}`,
      `${LAB}/${elsewhere}/removal`,
      `${LAB}/abc`,
      `${LAB}/copy?from=lab:analytics`,
    ])
      expect((await owner.get(path)).statusCode).toBe(404)
    expect((await owner.post(`${LAB}/${elsewhere}`, TUESDAYS)).statusCode).toBe(404)
  })

  test('the caretaker sees what they look after, without links to what they may not', async () => {
    const { body, statusCode } = await t.as('caretaker').get('/manage')
    expect(statusCode).toBe(200)
    expect(body).toContain('Chromatograf')
    expect(body).not.toContain('/hours"')
    expect((await t.as('owner').get('/manage')).body).toContain(`href="${HPLC}"`)
    expect((await t.as('researcher').get('/manage')).statusCode).toBe(403)
  })
})

describe('a rule', () => {
  test('is added as it was picked, and told with its history', async () => {
    const answer = await t.as('owner').post(HPLC, { ...TUESDAYS, label: 'Ćwiczenia' })
    expect(answer.statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([
      {
        effect: 'open',
        rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
        startLocal: '2026-11-24T08:00:00',
        durationMinutes: 360,
        label: 'Ćwiczenia',
      },
    ])
    const { body } = await t.as('deputy').get(String(answer.headers.location))
    expect(body).toContain('Reguła dodana.')
    expect(plain(body)).toContain('Otwarte dla wszystkich: co drugi wtorek 8:00–14:00, od 24 listopada.')
    expect(body).toContain('dodano regułę')
    expect(body).toContain('owner')
  })

  test.each<[Record<string, string>, object]>([
    [{ pattern: 'month-nth', nth: '-1', nth_day: '4' }, { rrule: 'FREQ=MONTHLY;BYDAY=-1FR' }],
    [{ pattern: 'month-day', month_day: '-1', every_months: '3' }, { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1' }],
    [{ pattern: 'week', month_7: '1', month_8: '1' }, { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYMONTH=7,8' }],
    [{ from: '22', to: '6:00' }, { durationMinutes: 480 }],
    [{ from: '0:00', to: '24:00' }, { durationMinutes: 1440 }],
    [
      { pattern: 'once', from: '0:00', to: '24:00', to_date: '2026-11-26' },
      { rrule: '', durationMinutes: 3 * 1440 },
    ],
    [{ pattern: 'year' }, { rrule: 'FREQ=YEARLY', durationMinutes: 360 }],
    [{ rrule: 'rrule:freq=monthly;byday=1mo,3mo' }, { rrule: 'FREQ=MONTHLY;BYDAY=1MO,3MO' }],
    [{ rrule: 'FREQ=WEEKLY;BYDAY=FR', to_days: '3' }, { durationMinutes: 3 * 1440 + 360 }],
    [{ exdates: '8.12.2026, 2026-12-22' }, { exdates: ['2026-12-08', '2026-12-22'] }],
    [{ valid_until: '2027-01-31' }, { validUntil: '2027-01-31' }],
  ])('%o', async (typed, kept) => {
    expect((await t.as('owner').post(HPLC, { ...TUESDAYS, ...typed })).statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([kept])
    const { body } = await t.as('owner').get(`${HPLC}/${ofHplc()[0]!.id}`)
    const again = await t.as('owner').post(`${HPLC}/${ofHplc()[0]!.id}`, typedIn(body))
    expect(again.statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([kept])
  })

  test.each<[Record<string, string>, string, string]>([
    [{ day_1: '', pattern: 'week', from: '8' }, 'days', 'Zaznacz co najmniej jeden dzień tygodnia.'],
    [{ every_weeks: '0' }, 'every_weeks', 'Podaj liczbę od 1 do 99.'],
    [{ from: 'rano' }, 'from', 'Podaj godzinę, na przykład 8:00.'],
    [{ to: '25:00' }, 'to', 'Podaj godzinę, na przykład 8:00.'],
    [{ from_date: '2026-02-30' }, 'from_date', 'Podaj dzień, na przykład 2026-12-01.'],
    [{ valid_until: '2026-11-01' }, 'valid_until', 'Ostatni dzień leży przed pierwszym.'],
    [{ pattern: 'once', to_date: '2026-11-01' }, 'to_date', 'Dzień końca leży przed dniem początku.'],
    [{ exdates: '2026-12-24, Wigilia' }, 'exdates', 'Nie rozumiem: Wigilia.'],
    [{ rrule: 'FREQ=HOURLY' }, 'rrule', 'Części FREQ w tej postaci nie obsługujemy'],
    [{ rrule: 'FREQ=DAILY;UNTIL=99' }, 'rrule', 'Części UNTIL nie da się odczytać.'],
    [{ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rrule', 'żaden dzień nie spełnia tej reguły'],
    [{ label: 'x'.repeat(201) }, 'label', ''],
  ])('%o is refused at its field, and nothing is lost', async (typed, field, sentence) => {
    const form: Record<string, string> = { ...TUESDAYS, label: 'Zostaje', ...typed }
    if (typed['day_1'] === '') delete form['day_1']
    const { statusCode, body } = await t.as('owner').post(HPLC, form)
    expect(statusCode).toBe(422)
    expect(body).toContain(`id="f-${field}-error"`)
    expect(body).toContain(sentence)
    expect(typedIn(body)).toMatchObject(form)
    expect(ofHplc()).toEqual([])
  })

  test('is looked at without being saved', async () => {
    const { statusCode, body } = await t.as('owner').post(HPLC, { ...TUESDAYS, check: '1' })
    expect(statusCode).toBe(200)
    expect(plain(body)).toContain('co drugi wtorek 8:00–14:00')
    expect(ofHplc()).toEqual([])
    const part = await t.as('owner').post(HPLC, { ...TUESDAYS, check: '1' }, { 'hx-request-type': 'partial' })
    expect(part.body).toMatch(/^<div id="effect"/)
    const faulty = await t
      .as('owner')
      .post(HPLC, { ...TUESDAYS, from: 'x', check: '1' }, { 'hx-request-type': 'partial' })
    expect(faulty.statusCode).toBe(200)
    expect(faulty.body).toContain('Podaj godzinę')
  })

  test('tells the nights on which the clocks change where it is open', async () => {
    // The night in spring is that of Easter.
    await t.as('owner').post(`${HPLC}/holidays`, { observes: 'no' })
    const night = { ...TUESDAYS, every_weeks: '1', day_5: '1', from: '22:00', to: '6:00' }
    const { body } = await t.as('owner').post(HPLC, { ...night, check: '1' })
    expect(plain(body)).toContain('noc z 27 na 28 marca 2027 jest o godzinę krótsza')
    expect(plain(body)).toContain('noc z 30 na 31 października 2027 jest o godzinę dłuższa')
    expect((await t.as('owner').post(HPLC, { ...TUESDAYS, check: '1' })).body).not.toContain('krótsza')
  })

  test('a hundred of them are enough', async () => {
    for (let i = 0; i < 100; i++) makeRule(t.db, { resourceId: t.cast.hplc })
    const { statusCode, body } = await t.as('owner').post(HPLC, TUESDAYS)
    expect(statusCode).toBe(422)
    expect(body).toContain('Jedno miejsce może mieć najwyżej 100 reguł.')
  })
})

describe('reservations it leaves outside', () => {
  const book = (start: string, row: object = {}) =>
    makeReservation(t.db, {
      resourceId: t.cast.hplc,
      requesterId: t.cast.researcher.id,
      start: at(start),
      end: at(start) + 3_600_000,
      ...row,
    }).id
  const stateOf = (id: number) =>
    t.db.$client.prepare('SELECT state, start_at AS start FROM reservations WHERE id = ?').get(id)
  const mails = () => t.db.$client.prepare('SELECT count(*) FROM outbox').pluck().get()

  test('are shown before anything is saved, and then settled as chosen', async () => {
    const [early, late, moved] = [book('2026-11-24 09:00'), book('2026-11-24 16:00'), book('2026-11-25 09:00')]
    const owner = t.as('owner')
    const first = await owner.post(HPLC, { ...TUESDAYS, reason: 'Ćwiczenia' })
    expect(first.statusCode).toBe(409)
    expect(first.body).toContain('Najpierw zdecyduj o rezerwacjach')
    expect(first.body).toContain('2 rezerwacje znajdą się poza godzinami')
    expect(first.body).not.toContain(`choice_${early}`)
    expect(typedIn(first.body)).toMatchObject({ ...TUESDAYS, reason: 'Ćwiczenia' })
    expect(ofHplc()).toEqual([])

    const half = await owner.post(HPLC, { ...TUESDAYS, [`choice_${late}`]: 'cancel' })
    expect(half.statusCode).toBe(409)
    expect(half.body).toMatch(new RegExp(`name="choice_${late}"[\\s\\S]*?value="cancel" selected`))

    const choices = { [`choice_${late}`]: 'cancel', [`choice_${moved}`]: 'move', reason: 'Ćwiczenia' }
    const done = await owner.post(HPLC, { ...TUESDAYS, ...choices })
    expect(done.statusCode).toBe(303)
    expect(stateOf(late)).toMatchObject({ state: 'cancelled' })
    expect(stateOf(moved)).toMatchObject({ state: 'confirmed' })
    expect((stateOf(moved) as { start: number }).start).not.toBe(at('2026-11-25 09:00'))
    expect(mails()).toBeGreaterThanOrEqual(2)
    const { body } = await owner.get(String(done.headers.location))
    expect(body).toContain('Odwołano 1 rezerwację.')
    expect(body).toContain('Przeniesiono 1 rezerwację.')
  })

  test('many of them at once, but for those named by themselves', async () => {
    const ids = ['09', '10', '11', '12'].map((hour) => book(`2026-11-25 ${hour}:00`))
    const shown = await t.as('owner').post(HPLC, { ...TUESDAYS, [`choice_${ids[0]}`]: '' })
    expect(shown.statusCode).toBe(409)
    expect(shown.body).toContain('name="choice_all"')
    const choices = { choice_all: 'cancel', [`choice_${ids[0]}`]: 'keep', [`choice_${ids[1]}`]: '' }
    expect((await t.as('owner').post(HPLC, { ...TUESDAYS, ...choices })).statusCode).toBe(303)
    expect(ids.map(stateOf)).toMatchObject([
      { state: 'confirmed' },
      ...Array.from({ length: 3 }, () => ({ state: 'cancelled' })),
    ])
  })

  test('when a rule goes, when holidays change', async () => {
    const id = book('2026-11-24 09:00')
    const rule = ofLab()[0]!.id
    const removal = await t.as('owner').get(`${LAB}/${rule}/removal`)
    expect(removal.body).toContain(`choice_${id}`)
    expect((await t.as('owner').post(`${LAB}/${rule}/removal`, {})).statusCode).toBe(409)
    expect(ofLab()).toHaveLength(1)
    const removed = await t.as('owner').post(`${LAB}/${rule}/removal`, { [`choice_${id}`]: 'keep' })
    expect(removed.statusCode).toBe(303)
    expect(ofLab()).toEqual([])
    expect(stateOf(id)).toMatchObject({ state: 'confirmed' })
  })
})

describe('a rule that somebody else changes meanwhile', () => {
  const rule = () => `${HPLC}/${ofHplc()[0]!.id}`
  const seenBy = async (who: Actor) => typedIn((await t.as(who).get(rule())).body)
  beforeEach(async () => {
    await t.as('owner').post(HPLC, TUESDAYS)
  })

  test('is told as it reads now, and replaced once that has been seen', async () => {
    const [mine, theirs] = [await seenBy('owner'), await seenBy('deputy')]
    expect((await t.as('deputy').post(rule(), { ...theirs, to: '12:00' })).statusCode).toBe(303)
    const typed = { ...mine, label: 'Moje' }
    const refused = await t.as('owner').post(rule(), typed)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('Ktoś zmienił tę regułę przed chwilą')
    expect(plain(refused.body)).toContain('co drugi wtorek 8:00–12:00')
    expect(ofHplc()).toMatchObject([{ durationMinutes: 240, label: '' }])
    const kept = typedIn(refused.body)
    expect({ ...kept, seen: '' }).toMatchObject({ ...typed, seen: '' })
    expect((await t.as('owner').post(rule(), kept)).statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([{ durationMinutes: 360, label: 'Moje' }])
  })

  test('looking at it again is no yes to theirs', async () => {
    const [mine, theirs] = [await seenBy('owner'), await seenBy('deputy')]
    await t.as('deputy').post(rule(), { ...theirs, to: '12:00' })
    const looked = await t.as('owner').post(rule(), { ...mine, check: '1' })
    expect(looked.statusCode).toBe(200)
    expect((await t.as('owner').post(rule(), typedIn(looked.body))).statusCode).toBe(409)
  })

  test('is not removed before that has been seen', async () => {
    const shown = typedIn((await t.as('owner').get(`${rule()}/removal`)).body)
    await t.as('deputy').post(rule(), { ...(await seenBy('deputy')), to: '12:00' })
    const refused = await t.as('owner').post(`${rule()}/removal`, shown)
    expect(refused.statusCode).toBe(409)
    expect(plain(refused.body)).toContain('Teraz brzmi: „Otwarte dla wszystkich: co drugi wtorek 8:00–12:00')
    expect(ofHplc()).toHaveLength(1)
    expect((await t.as('owner').post(`${rule()}/removal`, typedIn(refused.body))).statusCode).toBe(303)
    expect(ofHplc()).toEqual([])
  })

  test('or removes: what was typed is kept and makes a new one', async () => {
    const [mine, path] = [await seenBy('owner'), rule()]
    await t.as('deputy').post(`${path}/removal`, {})
    const refused = await t.as('owner').post(path, mine)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('Tej reguły już nie ma.')
    expect(refused.body).toContain(`action="${HPLC}"`)
    expect((await t.as('owner').post(HPLC, typedIn(refused.body))).statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([{ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', durationMinutes: 360 }])
    expect((await t.as('owner').post(`${HPLC}/999`, TUESDAYS)).statusCode).toBe(404)
  })
})

describe('copy, holidays, import', () => {
  test('copies the rules of another of one’s places', async () => {
    const page = await t.as('owner').get(`${HPLC}/copy?from=lab:analytics`)
    expect(plain(page.body)).toContain('Dojdzie 1 reguła')
    expect((await t.as('owner').post(`${HPLC}/copy`, { from: 'lab:analytics' })).statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([{ rrule: ofLab()[0]!.rrule, resourceId: t.cast.hplc }])
    expect((await t.as('owner').get(HPLC)).body).toContain('skopiowano godziny: Analityka')
    // Whence stays known when nothing is left there to be copied.
    await t.as('owner').post(`${LAB}/${ofLab()[0]!.id}/removal`, {})
    expect((await t.as('owner').get(HPLC)).body).toContain('skopiowano godziny: Analityka')
  })

  test('sets whether holidays close it', async () => {
    const observes = () =>
      t.db.$client.prepare('SELECT observes_holidays FROM resources WHERE id = ?').pluck().get(t.cast.hplc)
    for (const [value, kept] of [
      ['no', 0],
      ['yes', 1],
      ['lab', null],
    ] as const) {
      expect((await t.as('owner').post(`${HPLC}/holidays`, { observes: value })).statusCode).toBe(303)
      expect(observes()).toBe(kept)
    }
    expect((await t.as('owner').post(`${LAB}/holidays`, { observes: 'lab' })).statusCode).toBe(422)
    expect((await t.as('owner').post(`${HPLC}/holidays`, {})).statusCode).toBe(422)
  })

  const CALENDAR = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//test//PL',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTAMP:20261101T000000Z',
    'DTSTART;VALUE=DATE:20261223',
    'DTEND;VALUE=DATE:20270104',
    'SUMMARY:Przerwa świąteczna',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:2',
    'DTSTAMP:20261101T000000Z',
    'DTSTART:20261201T080000',
    'DTEND:20261201T100000',
    'RRULE:FREQ=HOURLY',
    'SUMMARY:Co godzinę',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')

  test('reads a pasted calendar, shows its rules and what cannot be read, and then adds them', async () => {
    const owner = t.as('owner')
    const form = { text: CALENDAR, effect: 'closed', audience: 'everyone' }
    const shown = await owner.post(`${HPLC}/import`, { ...form, check: '1' })
    expect(shown.statusCode).toBe(200)
    expect(plain(shown.body)).toContain('Zamknięte dla wszystkich: od 23 grudnia do 3 stycznia.')
    expect(shown.body).toContain('„Co godzinę”: Części FREQ')
    expect(ofHplc()).toEqual([])
    expect((await owner.post(`${HPLC}/import`, { ...form, save: '1' })).statusCode).toBe(303)
    expect(ofHplc()).toMatchObject([{ effect: 'closed', label: 'Przerwa świąteczna', durationMinutes: 12 * 1440 }])
  })

  const upload = async (path: string, file: string, length?: number) => {
    const browser = t.as('owner')
    const page = await browser.get('/accessibility')
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)![1]!
    const payload = [
      '--edge',
      'content-disposition: form-data; name="_csrf"',
      '',
      token,
      '--edge',
      'content-disposition: form-data; name="file"; filename="a.ics"',
      'content-type: text/calendar',
      '',
      file,
      '--edge--',
      '',
    ].join('\r\n')
    return t.app.inject({
      method: 'POST',
      url: path,
      payload,
      cookies: Object.fromEntries(browser.cookies),
      headers: {
        'content-type': 'multipart/form-data; boundary=edge',
        ...(length !== undefined && { 'content-length': String(length) }),
      },
    })
  }

  test('takes the file itself', async () => {
    const { statusCode, body } = await upload(`${HPLC}/import`, CALENDAR)
    expect(statusCode).toBe(200)
    expect(plain(body)).toContain('od 23 grudnia do 3 stycznia')
    expect(typedIn(body)['text']).toContain('BEGIN:VCALENDAR')
  })

  test('refuses a file that is too large at its field, and files anywhere else', async () => {
    const large = await upload(`${HPLC}/import`, 'x'.repeat(262_145))
    expect(large.statusCode).toBe(422)
    expect(large.body).toContain('Plik jest większy niż 256 kB')
    expect((await upload(`${HPLC}/import`, 'x'.repeat(1_048_577))).statusCode).toBe(413)
    expect((await upload(HPLC, CALENDAR)).statusCode).toBe(415)
    expect((await upload('/sign-in', CALENDAR)).statusCode).toBe(415)
  })

  test.each(['', 'nonsense', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'])('says what is wrong with %j', async (text) => {
    const { statusCode, body } = await t.as('owner').post(`${HPLC}/import`, { text, check: '1' })
    expect(statusCode).toBe(422)
    expect(body).toMatch(/Wybierz plik|nie powstanie żadna reguła/)
  })
})

test('the list tells whose rules hold', async () => {
  const owner = t.as('owner')
  expect((await owner.get(HPLC)).body).toContain('Aparat nie ma własnych reguł')
  makeRule(t.db, { resourceId: t.cast.hplc, label: 'Własna' })
  makeRule(t.db, { labId: t.cast.labId, effect: 'closed', startLocal: '2020-05-01T00:00:00', rrule: '' })
  const { body } = await owner.get(HPLC)
  expect(body).toContain('nie dotyczy tego aparatu')
  expect(body).toContain('Zamknięte wygrywa z otwartym')
  expect((await owner.get(LAB)).body).toContain('Reguły, które już minęły')
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

/** What the form of a page holds, as a browser would send it. */
function typedIn(body: string): Record<string, string> {
  const form = /<form class="rule-form"[\s\S]*?<\/form>/.exec(body)![0]
  const plainOf = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&')
  const typed: Record<string, string> = {}
  for (const [, attributes] of form.matchAll(/<input ([^>]*)>/g)) {
    const name = /name="([^"]+)"/.exec(attributes!)?.[1]
    const isBox = attributes!.includes('type="checkbox"')
    if (!name || name === '_csrf' || attributes!.includes('type="file"') || (isBox && !/ checked/.test(attributes!)))
      continue
    typed[name] = plainOf(/ value="([^"]*)"/.exec(attributes!)?.[1] ?? '')
  }
  for (const [, name, options] of form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
    typed[name!] = /value="([^"]*)" selected/.exec(options!)?.[1] ?? /value="([^"]*)"/.exec(options!)?.[1] ?? ''
  for (const [, name, text] of form.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>\n?([\s\S]*?)<\/textarea>/g))
    typed[name!] = plainOf(text!)
  return typed
}
