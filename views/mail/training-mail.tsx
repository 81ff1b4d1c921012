import type { Locale } from '../../server/domain/person.ts'
import type { TrainingMail, TrainingMailKind } from '../../server/domain/training-mail.ts'
import { type Format, formatOf } from '../format.ts'
import { type Translate, translateInto } from '../text/translate.ts'
import type { MailFact, MailSheetProps } from './mail-sheet.tsx'
import { lines, type MailContent, oneLine, placeOf, written } from './mail-words.ts'

export interface TrainingMailProps {
  readonly kind: TrainingMailKind
  readonly mail: TrainingMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** What a person reads of their training or their right to use a resource, and a steward of a request for one. */
export function trainingMail(props: TrainingMailProps): MailContent {
  const { kind, mail, locale, publicUrl } = props
  const t = translateInto(locale)
  const format = formatOf(locale, mail.timeZone)
  const resource = oneLine(mail.resource.name[locale])
  const sheet = sheetOf(props, t, format)
  const when = mail.session && format.daySpan(mail.session.start, mail.session.end)
  return {
    subject: subjectOf(t(`mail.subject.${kind}`), resource, when ?? lastDayOf(mail, format), t),
    ...written(sheet, when ? `${when}, ${resource}` : resource, null),
    path: pathOf(props),
    calendar: mail.session && {
      summary: `${resource}: ${oneLine(mail.session.title)}`,
      description: `${publicUrl}/training`,
      location: placeOf(mail, locale),
      url: `${publicUrl}/training`,
      fileName: t('mail.attachment-training', { id: mail.reservationId! }),
    },
  }
}

const lastDayOf = ({ end }: TrainingMail, format: Format) => end && format.date(end.at - 1)

const subjectOf = (what: string, resource: string, when: string | null, t: Translate) =>
  when ? t('mail.subject', { what, resource, when }) : t('mail.training-subject', { what, resource })

function sheetOf(props: TrainingMailProps, t: Translate, format: Format): MailSheetProps {
  const { kind, mail, locale, publicUrl, isExample } = props
  const { session } = mail
  const why = t(kind === 'training-asked' ? 'mail.why.steward' : 'mail.why.training')
  return {
    locale,
    title: titleOf(props, t, format),
    greeting: t('mail.greeting'),
    next: nextOf(props, t),
    time: session && {
      start: format.isoLocal(session.start),
      clock: format.span(session.start, session.end),
      day: format.fullDay(session.start),
    },
    hold: session?.method === 'CANCEL' ? 'gone' : 'reserved',
    facts: factsOf(props, t, format),
    link: {
      href: `${publicUrl}${pathOf(props)}`,
      label: t(`mail.training-open.${openedBy(props)}`),
      hint: t('mail.link-is-safe'),
    },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

/** What the reader goes on to: the request, the resource now open to them, or their trainings. */
function openedBy({ kind, mail }: TrainingMailProps): 'request' | 'equipment' | 'mine' {
  if (kind === 'training-asked') return 'request'
  return kind === 'qualification-granted' && mail.mayBook ? 'equipment' : 'mine'
}

function pathOf(props: TrainingMailProps): string {
  const { slug } = props.mail.resource
  return { request: `/manage/resources/${slug}/qualifications`, equipment: `/equipment/${slug}`, mine: '/training' }[
    openedBy(props)
  ]
}

function titleOf({ kind, mail }: TrainingMailProps, t: Translate, format: Format): string {
  if (kind === 'training-asked') return t('mail.training-asked', { name: oneLine(mail.person.name) })
  if (kind === 'qualification-granted') return t('mail.qualification-granted', { level: t(`level.${mail.level!}`) })
  if (kind !== 'qualification-ending') return t(`mail.${kind}`)
  const day = format.date(mail.end!.at - 1)
  return t(mail.end!.why === 'expiry' ? 'mail.qualification-ending' : 'mail.qualification-lapsing', { day })
}

/** What follows from it for the reader, in one sentence. */
function nextOf({ kind, mail }: TrainingMailProps, t: Translate): string | null {
  switch (kind) {
    case 'training-asked':
      return t('mail.next.training-answer')
    case 'training-invited':
      return t('mail.next.training-invited')
    case 'training-cancelled':
      return t('mail.next.training-cancelled')
    case 'qualification-granted':
      return t(mail.mayBook ? 'mail.next.may-book' : 'mail.next.may-not-book')
    case 'qualification-ending':
      return t(mail.end!.why === 'expiry' ? 'mail.next.renew' : 'mail.next.use')
    default:
      return null
  }
}

function factsOf({ kind, mail, locale }: TrainingMailProps, t: Translate, format: Format): MailFact[] {
  const { person, session, words, actor, level, end } = mail
  const who = `${oneLine(person.name)}, ${oneLine(person.organisation[locale])}, ${oneLine(person.email)}`
  const wordsLabel = kind === 'training-asked' ? 'mail.fact.message' : 'mail.fact.words'
  const facts: (readonly [string, string | null])[] = [
    [t('mail.fact.when'), session && `${format.fullDay(session.start)}, ${format.span(session.start, session.end)}`],
    [t('mail.fact.resource'), oneLine(mail.resource.name[locale])],
    [t('mail.fact.place'), placeOf(mail, locale)],
    [t('mail.fact.requester'), kind === 'training-asked' ? who : null],
    [t('mail.fact.level'), level && t(`level.${level}`)],
    [t('mail.fact.valid-until'), end && format.date(end.at - 1)],
    [t('mail.fact.trainer'), actor && actor !== person.name ? oneLine(actor) : null],
    [t(wordsLabel), words && lines(words)],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}
