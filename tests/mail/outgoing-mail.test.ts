import ICAL from 'ical.js'
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { mailsOf } from '../../db/queries/outbox.ts'
import type { ReservationMail, ReservationMailKind } from '../../server/domain/reservation-mail.ts'
import { rawMail } from '../../server/mail/mailer.ts'
import { mailboxOf, outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { filledDb, queue, settings } from './support.ts'

interface Read {
  readonly raw: string
  readonly mail: ParsedMail
  readonly calendar: ICAL.Component
}

async function written(
  change: Partial<ReservationMail> = {},
  kind: ReservationMailKind = 'confirmed',
  personId = 1,
): Promise<Read> {
  const db = filledDb()
  queue(db, change, personId, kind)
  const raw = await rawMail(outgoingMailOf(mailsOf(db, 'everybody', 1)[0]!, settings))
  const mail = await simpleParser(raw)
  return {
    raw: raw.toString('latin1'),
    mail,
    calendar: new ICAL.Component(ICAL.parse(String(mail.attachments.at(-1)?.content))),
  }
}

const spaces = (text: string | undefined) => (text ?? '').replaceAll('\u00a0', ' ')

describe('a mail', () => {
  test('has text, HTML and a calendar as alternatives, and the calendar as a file', async () => {
    const { raw, mail } = await written()
    expect(raw).toMatch(/Content-Type: multipart\/alternative/)
    expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8/)
    expect(raw).toMatch(/Content-Type: text\/html; charset=utf-8/)
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/)
    expect(mail.attachments.map(({ contentType, filename }) => [contentType, filename])).toEqual([
      ['text/calendar', undefined],
      ['application/ics', 'rezerwacja-418.ics'],
    ])
    expect(String(mail.attachments[0]?.content)).toBe(String(mail.attachments[1]?.content))
  })

  test('keeps Polish letters in subject, names and text', async () => {
    const { mail } = await written({ resource: { slug: 'x', name: { pl: 'Wirówka gęsta', en: 'x' } } })
    expect(spaces(mail.subject)).toBe('Potwierdzona: Wirówka gęsta, czw. 12 lis, 12:30–14:30')
    expect(mail.from?.value).toEqual([{ name: 'Aparatura Łódź', address: 'aparatura@aparatura.example' }])
    expect((mail.to as AddressObject).value).toEqual([{ name: 'Anna Kowalczyk-Żółć', address: 'anna@demo.test' }])
    expect(mail.text).toContain('Laboratorium Analiz Środowiskowych')
    expect(mail.html).toContain('Laboratorium Analiz Środowiskowych')
  })

  test('says on its first line, and beside its subject, what happened, when and on what', async () => {
    const { mail } = await written()
    const lead = 'Twoja rezerwacja jest potwierdzona – czw. 12 lis, 12:30–14:30, HPLC 1200'
    expect(spaces(mail.text).split('\n')[0]).toBe(lead)
    expect(
      spaces(mail.html || '')
        .replaceAll(/<[^>]*>/g, ' ')
        .trim(),
    ).toMatch(new RegExp(`^.{0,80}${lead}`, 's'))
  })

  test('is in the language of its reader', async () => {
    const { mail } = await written({ audience: 'steward', state: 'requested' }, 'asked', 2)
    expect(spaces(mail.subject)).toBe('To approve: HPLC 1200, Thu 12 Nov, 12:30–14:30')
    expect(mail.text).toContain('A request for time: Anna Kowalczyk-Żółć – ')
    expect(mail.text).toContain('University of Life Sciences in Lublin')
    expect(mail.text).toContain('https://aparatura.example/decide/r.418.2.')
    expect(mail.html).toContain('<html lang="en">')
  })

  test('fetches nothing and runs nothing', async () => {
    const { mail } = await written({ title: '<img src=x onerror=alert(1)>', note: '<script>x</script>' })
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|style)|<[^>]+ src=|url\(/)
    expect(mail.html).toContain('&lt;img src=x')
  })

  test('cannot be given headers, lines or recipients by what people typed', async () => {
    const nasty = 'x\r\nBcc: all@evil.test\r\n\r\n<b>\u0000\u2028y'
    const { raw, mail, calendar } = await written(
      {
        title: nasty,
        note: nasty,
        reason: nasty,
        resource: { slug: 'x', name: { pl: nasty, en: nasty } },
        requester: { name: nasty, email: 'anna@demo.test', organisation: { pl: nasty, en: nasty } },
        audience: 'steward',
      },
      'confirmed',
      3,
    )
    expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).not.toMatch(/^(bcc|<b>)/im)
    expect(mail.bcc).toBeUndefined()
    expect(mail.subject).toContain('x Bcc: all@evil.test <b> y')
    expect((mail.to as AddressObject).value).toEqual([
      { name: 'Nowak, Jan <x@evil.test>, "Y"', address: 'comma@demo.test' },
    ])
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1)
  })

  test('says who sent it by machine, and when it was written', async () => {
    const { mail } = await written()
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.date?.toISOString()).toBe('2026-11-10T09:40:00.000Z')
  })
})

describe('its calendar part', () => {
  test.each<[ReservationMailKind, Partial<ReservationMail>, string, string]>([
    ['requested', { state: 'requested', method: 'REQUEST' }, 'REQUEST', 'TENTATIVE'],
    ['confirmed', { state: 'confirmed', method: 'REQUEST' }, 'REQUEST', 'CONFIRMED'],
    ['changed', { state: 'confirmed', method: 'REQUEST' }, 'REQUEST', 'CONFIRMED'],
    ['declined', { state: 'declined', method: 'CANCEL' }, 'CANCEL', 'CANCELLED'],
    ['cancelled', { state: 'cancelled', method: 'CANCEL' }, 'CANCEL', 'CANCELLED'],
    ['expired', { state: 'expired', method: 'CANCEL' }, 'CANCEL', 'CANCELLED'],
  ])('of a mail "%s"', async (kind, change, method, status) => {
    const { raw, calendar } = await written({ ...change, sequence: 7 }, kind)
    const event = calendar.getFirstSubcomponent('vevent')!
    expect(raw).toContain(`text/calendar; charset=utf-8; method=${method}`)
    expect(calendar.getFirstPropertyValue('method')).toBe(method)
    expect(event.getFirstPropertyValue('status')).toBe(status)
    expect(event.getFirstPropertyValue('uid')).toBe('reservation-418@aparatura.example')
    expect(event.getFirstPropertyValue('sequence')).toBe(7)
    expect(event.getFirstPropertyValue('organizer')).toBe('mailto:aparatura@aparatura.example')
  })

  test('names its reader among those invited', async () => {
    const { calendar } = await written({ audience: 'steward' }, 'confirmed', 2)
    const invited = calendar.getFirstSubcomponent('vevent')!.getAllProperties('attendee')
    expect(invited.map((each) => String(each.getFirstValue()).toLowerCase())).toEqual([
      'mailto:anna@demo.test',
      'mailto:mark@demo.test',
    ])
  })
})

test.each([
  ['Aparatura <a@b.test>', 'Aparatura', 'a@b.test'],
  ['"Aparatura, Lublin" <a@b.test>', 'Aparatura, Lublin', 'a@b.test'],
  ['<a@b.test>', '', 'a@b.test'],
  [' a@b.test ', '', 'a@b.test'],
])('the sender %j', (text, name, email) => expect(mailboxOf(text)).toEqual({ name, email }))
