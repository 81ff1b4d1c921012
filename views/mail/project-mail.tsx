import type { Locale } from '../../server/domain/person.ts'
import type { ProjectMail } from '../../server/domain/project-mail.ts'
import { termText } from '../projects/term-text.ts'
import { translateInto } from '../text/translate.ts'
import type { MailSheetProps } from './mail-sheet.tsx'
import { type MailContent, oneLine, written } from './mail-words.ts'

export interface ProjectMailProps {
  readonly mail: ProjectMail
  readonly locale: Locale
  /** Address of the site, without a slash at the end. */
  readonly publicUrl: string
  readonly isExample: boolean
}

/** That somebody was taken into a project and may book for it. */
export function projectMail(props: ProjectMailProps): MailContent {
  const { mail, locale } = props
  const t = translateInto(locale)
  return {
    subject: t('mail.project-joined-subject', { code: mail.code }),
    ...written(sheetOf(props), `${mail.code}, ${oneLine(mail.organisation[locale])}`, null),
    path: pathOf(mail),
    calendar: null,
  }
}

function sheetOf({ mail, locale, publicUrl, isExample }: ProjectMailProps): MailSheetProps {
  const t = translateInto(locale)
  const { code, title, organisation, actor } = mail
  const why = t('mail.why.project')
  return {
    locale,
    title: t('mail.project-joined'),
    greeting: t('mail.greeting'),
    next: t('mail.next.project-joined'),
    time: null,
    hold: 'asked',
    facts: [
      { label: t('mail.fact.project'), value: `${code}, ${oneLine(title)}` },
      { label: t('project.organisation'), value: oneLine(organisation[locale]) },
      { label: t('project.term'), value: termText({ locale, t }, mail) },
      { label: t('mail.fact.project-by'), value: oneLine(actor) },
    ],
    link: { href: `${publicUrl}${pathOf(mail)}`, label: t('mail.open-project'), hint: t('mail.link-is-safe') },
    why: isExample ? `${why} ${t('mail.example')}` : why,
  }
}

const pathOf = ({ code }: ProjectMail) => `/projects/${encodeURIComponent(code)}`
