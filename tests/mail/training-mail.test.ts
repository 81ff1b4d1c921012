import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '../../server/domain/person.ts'
import { TRAINING_MAIL_KINDS, type TrainingMail, type TrainingMailKind } from '../../server/domain/training-mail.ts'
import { rawMail } from '../../server/mail/mailer.ts'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { settings } from './support.ts'

const session = {
  start: Date.parse('2026-12-03T09:00:00Z'),
  end: Date.parse('2026-12-03T11:00:00Z'),
  title: 'Pierwsze kroki',
  state: 'confirmed',
  sequence: 2,
} as const

const HAS_SESSION: Partial<Record<TrainingMailKind, 'REQUEST' | 'CANCEL'>> = {
  'training-invited': 'REQUEST',
  'training-moved': 'REQUEST',
  'training-cancelled': 'CANCEL',
  'training-left': 'CANCEL',
}

function mailOf(kind: TrainingMailKind, locale: 'pl' | 'en', change: Partial<TrainingMail> = {}) {
  const method = HAS_SESSION[kind]
  const isEnding = kind === 'qualification-ending' || kind === 'qualification-granted'
  const mail: TrainingMail = {
    resource: { slug: 'mri', name: { pl: 'Rezonans 3 T', en: '3 T scanner' } },
    lab: { slug: 'lab', name: { pl: 'Laboratorium Obrazowania', en: 'Imaging Lab' }, city: 'Lublin' },
    organisation: { slug: 'um', name: { pl: 'Uniwersytet Medyczny', en: 'Medical University' } },
    person: {
      name: 'Anna Kowalczyk',
      email: 'anna@demo.test',
      organisation: { pl: 'Politechnika Lubelska', en: 'Lublin University of Technology' },
    },
    timeZone: 'Europe/Warsaw',
    level: kind.startsWith('qualification') ? 'supervised' : null,
    mayBook: true,
    end: isEnding ? { at: Date.parse('2027-01-31T23:00:00Z'), why: 'expiry' } : null,
    words: kind === 'training-answered' || kind === 'training-asked' ? 'Zapraszam\r\nwiosną.' : null,
    actor: kind === 'qualification-ending' ? null : 'Joanna Mazur',
    session: method ? { ...session, method } : null,
    reservationId: method ? 7 : null,
    ...change,
  }
  const reader = { recipientName: 'Anna Kowalczyk', recipientEmail: 'anna@demo.test', recipientLocale: locale }
  return outgoingMailOf({ personId: 1, messageId: 'training-1', createdAt: 0, ...reader, kind, mail }, settings)
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

describe.each(LOCALES)('in %s', (locale) => {
  test('each says what happened and what follows, in its first lines', () => {
    const told = TRAINING_MAIL_KINDS.map((kind) => {
      const { subject, text } = mailOf(kind, locale)
      return plain(`${subject}\n  ${text.split('\n\n')[0]!.replaceAll('\n', '\n  ')}`)
    })
    expect(`\n${told.join('\n')}\n`).toMatchSnapshot()
  })
})

test.each(TRAINING_MAIL_KINDS)('%s has a calendar part only where a session is concerned', async (kind) => {
  const mail = mailOf(kind, 'pl')
  expect(mail.calendar?.method).toBe(HAS_SESSION[kind])
  const raw = (await rawMail(mail)).toString()
  expect(raw.includes('text/calendar')).toBe(mail.calendar !== null)
  if (!mail.calendar) return
  const event = new ICAL.Component(ICAL.parse(mail.calendar.content)).getFirstSubcomponent('vevent')!
  expect(event.getFirstPropertyValue('uid')).toBe('reservation-7@aparatura.example')
  expect(event.getFirstPropertyValue('status')).toBe(mail.calendar.method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED')
  // Who else is invited is nobody's business.
  expect(event.getAllProperties('attendee').map((each) => each.getFirstValue())).toEqual(['mailto:anna@demo.test'])
})

test('a right that lapses says that use keeps it', () => {
  const end = { at: Date.parse('2027-01-31T09:00:00Z'), why: 'lapse' } as const
  expect(plain(mailOf('qualification-ending', 'pl', { end }).text)).toContain(
    'Twoje uprawnienie wygaśnie bez użycia. Ostatni dzień: 31 stycznia 2027 – Rezonans 3 T\nWystarczy, że skorzystasz',
  )
})

test('a level that does not suffice does not promise a booking', () => {
  const { text } = mailOf('qualification-granted', 'en', { mayBook: false, level: 'trainee' })
  expect(text).toContain('Booking this equipment takes a higher level.')
  expect(text).toContain('https://aparatura.example/training')
})
