import type { Told } from '../../server/domain/told.ts'
import type { Letter } from '../../views/mail/outgoing-mail.ts'
import { HOUR, NOW, reservationMailOf } from './support.ts'

const DAY = 24 * HOUR
type MailOf<Kind, Each = Told> = Each extends { kind: infer Kinds; mail: infer Mail }
  ? Kind extends Kinds
    ? Mail
    : never
  : never

const names = (pl: string, en = pl) => ({ pl, en })
const base = reservationMailOf({ reservationId: 1, note: 'Potrzebna kolumna C18.', project: 'NCN-2026/51/B' })
const { resource, lab, organisation, timeZone, requester, start, end } = base
const place = { resource, lab, organisation }
const span = { start, end }
const other = { start: start + DAY, end: end + DAY }
const gone = { ...base, state: 'cancelled', method: 'CANCEL', sequence: 2 } as const
const waiting = { ...base, state: 'requested', decideBy: NOW + DAY, actor: null } as const
const asSteward = { audience: 'steward' } as const
const asGuest = { audience: 'participant' } as const

const local = (day: number) => `2026-11-${String(day).padStart(2, '0')}T12:30:00`
const occurrence = (day: number) => ({
  ...{ local: local(day), reservationId: day, sequence: 0, state: 'confirmed', title: null, elsewhere: null },
  ...{ start: start + (day - 12) * DAY, end: end + (day - 12) * DAY },
})
const series: MailOf<'series-confirmed'> = {
  ...base,
  ...{ seriesId: 1, seriesZone: timeZone, startLocal: local(12), rrule: 'FREQ=WEEKLY;COUNT=3', rdates: [] },
  ...{ durationMinutes: 120, skipped: [{ local: local(26), reason: 'conflict' }] },
  occurrences: [occurrence(12), occurrence(19)] as MailOf<'series-confirmed'>['occurrences'],
}
const waitingSeries = {
  ...series,
  decideBy: NOW + DAY,
  occurrences: series.occurrences.map((each) => ({ ...each, state: 'requested' as const })),
}
const goneSeries = {
  ...{ ...series, method: 'CANCEL' as const, sequence: 3 },
  occurrences: series.occurrences.map((each) => ({ ...each, state: 'cancelled' as const })),
}

const training: MailOf<'training-invited'> = {
  ...{ ...place, timeZone, person: requester, level: null, mayBook: false, end: null, words: null },
  ...{ actor: 'Marek Zieliński', session: null, reservationId: null },
}
const session = { ...span, title: 'Szkolenie z HPLC', state: 'confirmed', sequence: 0, method: 'REQUEST' } as const
const invited = { ...training, session, reservationId: 1 }
const left = { ...invited, session: { ...session, state: 'cancelled', method: 'CANCEL', sequence: 1 } as const }

const line = {
  ...({
    reservationId: 1,
    title: base.title,
    requester,
    outcome: 'cancelled',
    state: 'cancelled',
    sequence: 2,
  } as const),
  ...{ was: { ...span, resource }, now: { ...span, resource }, others: [{ ...other, resource }] },
  ...{ timeZone, place, series: null },
} as const
const outage: MailOf<'outage-affects'> = {
  ...{
    ...place,
    timeZone,
    lines: [line, { ...line, outcome: 'moved' as const, state: 'confirmed' as const, others: [] }],
  },
  outage: { start, end, kind: 'maintenance', planned: true, reason: 'Wymiana pompy', count: 1 },
  ...{ words: 'Przepraszamy za kłopot.', actor: 'Marek Zieliński', calibration: null },
}
const deciding: MailOf<'question'> = {
  ...{ ...place, ...span, timeZone, aboutId: 1, decideBy: NOW + DAY, more: 2, title: base.title },
  ...{ requester: requester.name, actor: 'Marek Zieliński', words: 'Czy próbki są już gotowe?' },
}
const fault: MailOf<'fault-reported'> = {
  ...{ ...place, faultId: 1, severity: 'limits', report: 'Cieknie kolumna.', words: null },
  ...{ actor: requester.name, isToSteward: false },
}
const deputy: MailOf<'deputy-named'> = {
  ...{ lab, organisation, deputyshipId: 1, start, end: end + 5 * DAY, timeZone, actor: 'Marek Zieliński' },
  ...{ method: 'REQUEST', sequence: 0 },
}
const aid: MailOf<'state-aid-limit'> = {
  ...{ entity: { slug: 'mri', name: 'Pracownia MRI' }, organisation: organisation.name, year: 2026, limit: 15 },
  ...{ forecastLimit: 18, share: 0.1579, forecast: 0.185, economicHours: 300, capacityHours: 1900, headroomHours: 80 },
}
const account: MailOf<'confirm-email'> = { about: 'account', secretPath: '/account?token=secret', expiresAt: NOW + DAY }

/** A mail of every kind, complete by type. */
export const EVERY_KIND: { readonly [Kind in Told['kind']]: MailOf<Kind> | readonly MailOf<Kind>[] } = {
  requested: waiting,
  asked: { ...waiting, ...asSteward },
  confirmed: [base, { ...base, ...asSteward }, { ...base, ...asGuest }],
  declined: [{ ...gone, state: 'declined', reason: 'Przegląd w tym tygodniu.', others: [other] }],
  cancelled: [gone, { ...gone, ...asGuest }, { ...gone, ...asSteward, reason: 'Chory' }],
  changed: [
    { ...base, previous: other },
    { ...base, ...asGuest, previous: other },
  ],
  expired: [{ ...gone, state: 'expired', others: [other], actor: null }],
  missed: { ...gone, state: 'no_show', actor: null },
  overrun: { ...base, state: 'in_use', actor: null },
  delayed: { ...base, actor: null },
  reminder: { ...base, actor: null },
  invited: [
    { ...base, ...asGuest },
    { ...waiting, ...asGuest },
  ],
  uninvited: { ...base, ...asGuest, method: 'CANCEL', sequence: 2 },
  'guest-left': base,
  'series-requested': waitingSeries,
  'series-asked': { ...waitingSeries, ...asSteward },
  'series-confirmed': series,
  'series-declined': goneSeries,
  'series-changed': [series, { ...series, ...asGuest }],
  'series-cancelled': goneSeries,
  'series-expired': goneSeries,
  'series-invited': { ...series, ...asGuest },
  'series-uninvited': { ...series, ...asGuest, method: 'CANCEL', sequence: 3 },
  'series-guest-left': series,
  'training-asked': { ...training, words: 'Skanuję próbki skał.' },
  'training-answered': { ...training, words: 'Zapraszam w środę.' },
  'training-declined': { ...training, words: 'Nie w tym semestrze.' },
  'training-invited': invited,
  'training-moved': invited,
  'training-cancelled': left,
  'training-left': left,
  'qualification-granted': { ...training, level: 'independent', mayBook: true },
  'qualification-revoked': { ...training, level: 'supervised' },
  'qualification-ending': { ...training, end: { at: NOW + 30 * DAY, why: 'expiry' } },
  'waiting-offer': { ...place, ...span, timeZone, entryId: 1, units: 1, capacity: 1, expiresAt: NOW + HOUR },
  'outage-affects': outage,
  'outage-settled': { ...outage, lines: outage.lines.map((each) => ({ ...each, others: [] })) },
  'calibration-due': {
    ...{ ...outage, outage: null, lines: [], words: null, actor: null },
    calibration: { at: NOW + 14 * DAY, stage: 'month', last: NOW - 350 * DAY },
  },
  question: deciding,
  answer: deciding,
  'still-waiting': { ...deciding, words: null, actor: null },
  stalled: { ...deciding, aboutId: null, title: null, requester: null, actor: null, words: null },
  'coordinator-asked': {
    ...{ ...deciding, title: null, requester: null, actor: null, words: null },
    asking: { organisation: names('BioMaxima S.A.'), purpose: 'contract_research' },
  },
  'deputy-named': deputy,
  'deputy-ended': { ...deputy, method: 'CANCEL', sequence: 1 },
  'fault-reported': { ...fault, isToSteward: true },
  'fault-answered': { ...fault, words: 'Już jedziemy.', actor: 'Marek Zieliński' },
  'fault-acknowledged': fault,
  'fault-resolved': { ...fault, words: 'Wymieniona.' },
  'state-aid-limit': aid,
  'state-aid-frozen': { ...aid, limit: null, forecastLimit: null },
  'project-joined': {
    ...{ code: 'NCN-7', title: 'Łubin w suszy', startOn: '2026-01-01', endOn: '2028-12-31' },
    ...{ organisation: organisation.name, actor: requester.name },
  },
  'confirm-email': account,
  'reset-password': account,
  'account-invitation': { ...account, inviter: requester.name, organisation: organisation.name },
  'account-exists': { about: 'account', expiresAt: null },
  'membership-asked': { about: 'account', expiresAt: null, inviter: requester.name, organisation: organisation.name },
  'account-changed': { about: 'account', expiresAt: null, change: 'passkey-added' },
  report: { report: 'utilisation', format: 'xlsx', from: '2026-10-01', to: '2026-11-01', query: { group: 'lab' } },
  digest: {
    items: [{ subject: 'Potwierdzona: HPLC 1200', path: '/reservations/1', at: NOW - HOUR }],
    ...{ more: 3, unsubscribe: '1.token' },
  },
}

/** The same as letters to one reader. */
export function letterOfEveryKind(reader: { readonly id: number; readonly locale: 'pl' | 'en' }): Letter[] {
  return Object.entries(EVERY_KIND).flatMap(([kind, one]) =>
    [one].flat().map((mail, nth) => {
      const of = { recipientName: requester.name, recipientEmail: requester.email, recipientLocale: reader.locale }
      return { personId: reader.id, messageId: `${kind}-${nth}`, createdAt: NOW, ...of, kind, mail } as Letter
    }),
  )
}
