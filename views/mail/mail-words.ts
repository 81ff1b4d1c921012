import type { CalendarWords } from '../../server/domain/calendar-file.ts'
import type { Locale } from '../../server/domain/person.ts'
import type { MailPlace } from '../../server/domain/reservation-mail.ts'
import { type MailFact, MailSheet, type MailSheetProps } from './mail-sheet.tsx'

/** The signed address of the page on which the reader decides about it. */
export type DecisionLink = (about: 'reservation' | 'series', id: number) => string

/** A mail in words: the same facts as text and as HTML, and what its calendar part says. */
export interface MailContent {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** What the HTML shows, for a page that draws it in its own markup. */
  readonly sheet: MailSheetProps
  /** Where its link leads on this site. */
  readonly path: string
  /** Null where there is nothing for a calendar. */
  readonly calendar: (CalendarWords & { readonly fileName: string }) | null
}

/**
 * The sheet as text and as HTML. The first line of both says what, when and where: a watch and the list of a mail program
 * show no more.
 */
export function written(
  sheet: MailSheetProps,
  whenAndWhere: string | null,
  time: MailFact | null,
): Pick<MailContent, 'text' | 'html' | 'sheet'> {
  const lead = whenAndWhere === null ? sheet.title : `${sheet.title.replace(/\.$/, '')} – ${whenAndWhere}`
  return { text: textOf(sheet, lead, time), html: MailSheet(sheet, lead), sheet }
}

function textOf({ next, facts, link, why }: MailSheetProps, lead: string, time: MailFact | null): string {
  return [
    [lead, next].filter(Boolean).join('\n'),
    [...(time ? [time] : []), ...facts]
      .map(({ label, value }) => `${label}: ${value.replaceAll('\n', '\n  ')}`)
      .join('\n'),
    `${link.label}: ${link.href}\n${link.hint}`,
    `-- \n${why}\n`,
  ].join('\n\n')
}

export function placeOf({ lab, organisation }: MailPlace, locale: Locale): string {
  return [lab.name[locale], organisation.name[locale], lab.city]
    .flatMap((part) => (part ? [oneLine(part)] : []))
    .join(', ')
}

/** People's words on one line: nobody may start a new line, or a new header, inside ours. */
export function oneLine(text: string): string {
  return lines(text)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}

/** People's words without control characters, and with one kind of line end. */
export function lines(text: string): string {
  return (
    text
      .replace(/\r\n|[\r\u0085\u2028\u2029]/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ')
      .trim()
  )
}
