import { describe, expect, test } from 'vitest'
import type { Locale } from '../../server/domain/person.ts'
import type { WaitingMail } from '../../server/domain/waiting-mail.ts'
import { type Letter, outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { reservationMailOf, settings } from './support.ts'

const { resource, lab, organisation } = reservationMailOf()
const OFFER: WaitingMail = {
  ...{ resource, lab, organisation },
  entryId: 7,
  timeZone: 'Europe/Warsaw',
  start: Date.parse('2026-11-12T11:30:00Z'),
  end: Date.parse('2026-11-12T13:30:00Z'),
  units: 2,
  capacity: 1,
  expiresAt: Date.parse('2026-11-10T10:40:00Z'),
}

const mailIn = (recipientLocale: Locale, change: Partial<WaitingMail> = {}) =>
  outgoingMailOf(
    {
      messageId: 'waiting-7-abc',
      createdAt: Date.parse('2026-11-10T09:40:00Z'),
      recipientName: 'Anna Kowalczyk-Żółć',
      recipientEmail: 'anna@demo.test',
      recipientLocale,
      kind: 'waiting-offer',
      mail: { ...OFFER, ...change },
    } as Letter,
    settings,
  )

describe('the offer of a time', () => {
  test('in Polish says when, where, until when and what to do', () => {
    const { subject, text, calendar } = mailIn('pl')
    expect(calendar).toBeNull()
    expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
      "Zwolnił się termin: HPLC 1200, czw. 12 lis, 12:30–14:30

      Zwolnił się termin, na który czekasz – czw. 12 lis, 12:30–14:30, HPLC 1200
      Trzymamy go tylko dla Ciebie do: wt. 10 lis, 11:40.

      Termin: czwartek 12 listopada 2026, 12:30–14:30
      Czeka do: wt. 10 lis, 11:40
      Aparat: HPLC 1200
      Miejsce: Laboratorium Analiz Środowiskowych, Politechnika Lubelska, Lublin

      Zarezerwuj ten termin: https://aparatura.example/reservations/new?resource=hplc-1200&start=2026-11-12T12:30&end=2026-11-12T14:30
      Odnośnik tylko otwiera formularz. Nie chcesz tego terminu? Odmów na stronie https://aparatura.example/waiting-list, a dostanie go następna osoba.

      -- 
      Dostajesz tę wiadomość, bo czekasz na termin na liście w Aparaturze.
      "
    `)
  })

  test('in English, too', () => {
    const { subject, text } = mailIn('en')
    expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
      "A time has come free: HPLC 1200, Thu 12 Nov, 12:30–14:30

      A time you wait for has come free – Thu 12 Nov, 12:30–14:30, HPLC 1200
      We keep it for you alone until Tue 10 Nov, 11:40.

      Time: Thursday 12 November 2026, 12:30–14:30
      Kept until: Tue 10 Nov, 11:40
      Instrument: HPLC 1200
      Place: Environmental Lab, Lublin University of Technology, Lublin

      Book this time: https://aparatura.example/reservations/new?resource=hplc-1200&start=2026-11-12T12:30&end=2026-11-12T14:30
      The link only opens the form. You do not want this time? Decline it at https://aparatura.example/waiting-list and the next person gets it.

      -- 
      You get this mail because you are on a waiting list in Aparatura.
      "
    `)
  })

  test('names places only where there are several', () => {
    expect(mailIn('pl').text).not.toContain('Liczba miejsc')
    expect(mailIn('pl', { capacity: 3 }).text).toContain('Liczba miejsc: 2')
    expect(mailIn('pl', { capacity: 3 }).text).toContain('&units=2')
  })
})
