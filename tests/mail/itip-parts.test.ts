import { spawnSync } from 'node:child_process'
import ICAL from 'ical.js'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { mailsOf } from '../../db/queries/outbox.ts'
import { rawMail } from '../../server/mail/mailer.ts'
import { outgoingMailOf } from '../../views/mail/outgoing-mail.ts'
import { letterOfEveryKind } from './every-kind.ts'
import { liveThrough } from './itip-life.ts'
import { settings } from './support.ts'

/** What a parser makes of a calendar part. Instants in UTC epoch ms. */
interface Facts {
  readonly method: string
  readonly zones: readonly string[]
  readonly events: readonly {
    readonly uid: string
    readonly sequence: number
    readonly status: string
    readonly instance: number | null
    readonly start: number
    readonly end: number
    readonly summary: string
    readonly location: string
    readonly description: string
  }[]
}

const life = liveThrough(400, 11)
const mails = mailsOf(life.db, 'everybody', 1_000_000)
  .toReversed()
  .map((mail) => outgoingMailOf(mail, settings))
const parts = mails.flatMap(({ calendar }) => calendar ?? [])

const events = (text: string) => new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent')

function factsOf(text: string): Facts {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zones = calendar.getAllSubcomponents('vtimezone').map((each) => new ICAL.Timezone(each))
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    zones: zones.map(({ tzid }) => tzid).sort(),
    events: calendar.getAllSubcomponents('vevent').map((each) => {
      const value = (name: string) => each.getFirstPropertyValue(name)
      const time = (name: string) => {
        const given = value(name) as ICAL.Time | null
        if (!given) return null
        const zone = zones.find(({ tzid }) => tzid === each.getFirstProperty(name)?.getParameter('tzid'))
        if (zone) given.zone = zone
        return given.toUnixTime() * 1000
      }
      const start = time('dtstart')!
      const length = value('duration') as ICAL.Duration | null
      return {
        ...{ uid: String(value('uid')), sequence: Number(value('sequence')), status: String(value('status')) },
        ...{ instance: time('recurrence-id'), start, end: time('dtend') ?? start + length!.toSeconds() * 1000 },
        ...{ summary: String(value('summary')), location: String(value('location')) },
        description: String(value('description')),
      }
    }),
  }
}

/** Debian's own Python has Debian's packages; another one may stand before it in PATH. */
function pythonFacts(texts: readonly string[]): Facts[] {
  const has = (python: string) => spawnSync(python, ['-c', 'import icalendar']).status === 0
  const python = ['/usr/bin/python3', 'python3'].find(has)
  if (!python) throw new Error('These tests need python-icalendar: run "sh scripts/setup.sh --browser".')
  const { status, stdout, stderr } = spawnSync(python, [`${import.meta.dirname}/icalendar-reader.py`], {
    ...{ input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 2 ** 28 },
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as Facts[]
}

describe('every calendar part of a long life', () => {
  test('is read alike by ical.js and python-icalendar, letters, commas and line ends included', {
    timeout: 30_000,
  }, () => {
    expect(parts.length).toBeGreaterThan(300)
    const texts = parts.map(({ content }) => content)
    expect(pythonFacts(texts)).toEqual(texts.map(factsOf))
    expect(texts.some((text) => factsOf(text).events[0]!.location.includes('„Łąka”; żółć, ćma'))).toBe(true)
  })

  test('is made of lines of at most 75 octets that end in CRLF, and never cut inside a letter', () => {
    for (const { content } of parts) {
      const lines = content.split('\r\n')
      expect(lines.at(-1)).toBe('')
      expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
      expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n\uFFFD]/)
    }
  })

  test('has a status that goes with its method, a time zone for each it names, an organizer and its reader', () => {
    for (const { method, content } of parts) {
      const { method: said, zones, events: all } = factsOf(content)
      expect(said).toBe(method)
      expect(new Set(all.map(({ uid }) => uid)).size).toBe(1)
      for (const { status } of all)
        expect(method === 'CANCEL' ? ['CANCELLED'] : ['CONFIRMED', 'TENTATIVE']).toContain(status)
      const named = [...content.matchAll(/;TZID=([^:;]+)/g)].map(([, zone]) => zone!)
      expect([...new Set(named)].sort()).toEqual(zones)
      for (const event of events(content)) {
        expect(event.getAllProperties('organizer')).toHaveLength(1)
        expect(event.getAllProperties('attendee').length).toBeGreaterThan(0)
        expect(event.getAllProperties('dtstamp')).toHaveLength(1)
      }
    }
  })

  test('rises in number with everything that happens to its entry', () => {
    const last = new Map<string, number>()
    for (const { to, calendar } of mails) {
      if (!calendar) continue
      for (const { uid, instance, sequence } of factsOf(calendar.content).events) {
        const name = `${to.email} ${uid} ${instance ?? 'whole'}`
        expect([name, sequence > (last.get(name) ?? -1)]).toEqual([name, true])
        last.set(name, sequence)
      }
    }
  })

  test('goes out under its method, as an alternative to the words', async () => {
    for (const mail of mails.filter((_, i) => i % 25 === 0)) {
      const raw = await rawMail(mail)
      const { attachments } = await simpleParser(raw)
      expect(raw.toString('latin1')).toContain(`text/calendar; charset=utf-8; method=${mail.calendar!.method}`)
      expect(String(attachments[0]!.content)).toBe(mail.calendar!.content)
    }
  })
})

test('a planted fault is noticed', () => {
  const { content } = parts[0]!
  const planted = content.replace(/SEQUENCE:\d+/, 'SEQUENCE:999').replace('\\,', '')
  expect(pythonFacts([content])).toEqual([factsOf(content)])
  expect(pythonFacts([planted])).not.toEqual([factsOf(content)])
})

test('of every kind of mail it is read alike by both', () => {
  const letters = (['pl', 'en'] as const).flatMap((locale) => letterOfEveryKind({ id: 1, locale }))
  const parts = letters.map((letter) => outgoingMailOf(letter, settings))
  const files = parts.flatMap(({ calendar, furtherCalendars = [] }) => [
    ...(calendar ? [calendar] : []),
    ...furtherCalendars,
  ])
  expect(files.length).toBeGreaterThan(50)
  const texts = files.map(({ content }) => content)
  expect(pythonFacts(texts)).toEqual(texts.map(factsOf))
  for (const { method, content } of files) expect(content).toContain(`METHOD:${method}\r\n`)
})

describe('every mail of a long life', () => {
  test('fits on a watch: its first line says what happened, when and on what', () => {
    for (const { text } of mails) {
      const [first = ''] = text.split('\n')
      const [what = '', when = ''] = first.split(' – ')
      expect(what).toMatch(/^\S.{5,75}[^.]$/)
      expect(first.length).toBeLessThan(170)
      expect(first.slice(what.length)).toMatch(/\d{1,2}:\d{2}/)
      expect(`${when}${first}`).toMatch(/Chromatograf|Chromatograph|Mikroskop|Microscope/)
    }
  })

  test('fetches nothing', () => {
    for (const { html } of mails)
      expect(html).not.toMatch(/<(img|script|link|iframe|style|svg)|<[^>]+ src=|url\(|@import/)
  })
})
