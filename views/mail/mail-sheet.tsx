import type { Locale } from '../../server/domain/person.ts'
import type { Html } from '../jsx-runtime.ts'

export interface MailFact {
  readonly label: string
  readonly value: string
}

export interface MailSheetProps {
  readonly locale: Locale
  readonly title: string
  readonly greeting: string
  readonly next: string | null
  /** Null where there is none to show. */
  readonly time: { readonly start: string; readonly clock: string; readonly day: string } | null
  /** Whether the time is reserved, only asked for, or let go: the filled yellow plate means reserved and nothing else. */
  readonly hold: 'reserved' | 'asked' | 'gone'
  readonly facts: readonly MailFact[]
  readonly link: { readonly href: string; readonly label: string; readonly hint: string }
  readonly why: string
}

const INK = '#15181a'
const INK_2 = '#4b5257'
const LINE = '#d9dbd5'
const GROUND = '#f1f1ed'
const ACCENT = '#ffd91a'
const FONT = "font-family:'Sofia Sans','Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const CELL = `${FONT};font-size:16px;line-height:1.45;color:${INK};padding:0 24px`

/** A mail as HTML, `lead` its first line: tables and inlined styles, as mail readers want them, and nothing fetched from anywhere. */
export function MailSheet(sheet: MailSheetProps, lead: string): string {
  return `<!doctype html>${(<Document {...sheet} lead={lead} />) as Html}`
}

function Document({
  locale,
  title,
  greeting,
  next,
  time,
  hold,
  facts,
  link,
  why,
  lead,
}: MailSheetProps & { readonly lead: string }): Html {
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{title}</title>
      </head>
      <body style={`margin:0;padding:0;background:${GROUND}`}>
        {/* Not drawn: what mail programs show beside the subject. */}
        <div style="display:none;max-height:0;overflow:hidden;opacity:0">{lead}</div>
        <table
          role="presentation"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          border="0"
          style={`background:${GROUND}`}
        >
          <tr>
            <td align="center" style="padding:16px 8px">
              <table
                role="presentation"
                width="100%"
                cellpadding="0"
                cellspacing="0"
                border="0"
                style={`max-width:608px;background:#fff;border:1px solid ${LINE}`}
              >
                <tr>
                  <td style={`background:${INK};padding:18px 24px`}>
                    <Brand />
                  </td>
                </tr>
                <tr>
                  <td style={`${CELL};padding-top:24px`}>
                    <p style="margin:0 0 16px">{greeting}</p>
                    <h1 style={`${FONT};font-size:20px;line-height:1.3;font-weight:700;margin:0 0 ${next ? 8 : 20}px`}>
                      {title}
                    </h1>
                    {next ? <p style="margin:0 0 20px">{next}</p> : null}
                    {time ? <Plate time={time} hold={hold} /> : null}
                  </td>
                </tr>
                <tr>
                  <td style={CELL}>
                    <Facts facts={facts} />
                  </td>
                </tr>
                <tr>
                  <td style={`${CELL};padding-top:20px`}>
                    <a
                      href={link.href}
                      style={`${FONT};display:inline-block;background:${ACCENT};border:1px solid ${INK};border-radius:2px;color:${INK};font-size:16px;font-weight:700;padding:9px 16px;text-decoration:none`}
                    >
                      {link.label}
                    </a>
                    <p style={`margin:16px 0 0;font-size:15px;color:${INK_2}`}>{link.hint}</p>
                  </td>
                </tr>
                <tr>
                  <td style={`${CELL};font-size:13px;color:${INK_2};padding-top:24px;padding-bottom:20px`}>{why}</td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  )
}

/** The mark drawn with table cells: mail readers drop SVG, and pictures would have to be fetched. */
function Brand() {
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" border="0">
      <tr>
        <td width="28" height="28" valign="bottom" align="center" style={`background:${ACCENT};padding:0 0 5px`}>
          <table role="presentation" cellpadding="0" cellspacing="0" border="0" align="center">
            <tr>
              {[9, 9, 18, 9, 9].map((height) => (
                <td width="4" valign="bottom" align="center">
                  <div style={`width:2px;height:${height}px;background:${INK};font-size:0;line-height:0`} />
                </td>
              ))}
            </tr>
          </table>
        </td>
        <td style={`${FONT};font-size:20px;font-weight:700;color:#f4f5f1;padding-left:10px`}>Aparatura</td>
      </tr>
    </table>
  )
}

const PLATE = {
  reserved: `background:${ACCENT};border:2px solid ${ACCENT}`,
  asked: `background:#fff;border:2px solid ${INK}`,
  gone: `background:#fff;border:1px dashed ${INK_2}`,
}

function Plate({ time, hold }: { time: NonNullable<MailSheetProps['time']>; hold: MailSheetProps['hold'] }) {
  const look = PLATE[hold]
  return (
    <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 20px">
      <tr>
        <td style={`${FONT};${look};border-radius:2px;padding:6px 10px;color:${INK}`}>
          <time
            datetime={time.start}
            style={`font-size:25px;line-height:1.2;font-weight:700${hold === 'gone' ? ';text-decoration:line-through' : ''}`}
          >
            {time.clock}
          </time>
          <br />
          <span style="font-size:14px">{time.day}</span>
        </td>
      </tr>
    </table>
  )
}

/** `12:30–14:30` stays on one line. */
const unbroken = (line: string) => line.replaceAll(/(?<=\d)–(?=\d)/g, '\u2060–\u2060')

function Facts({ facts }: Pick<MailSheetProps, 'facts'>) {
  const cell = `${FONT};font-size:15px;line-height:1.45;border-top:1px solid ${LINE};padding:8px 0;text-align:left;vertical-align:top`
  return (
    <table width="100%" cellpadding="0" cellspacing="0" border="0">
      {facts.map(({ label, value }) => (
        <tr>
          <th scope="row" width="112" style={`${cell};font-weight:400;color:${INK_2};padding-right:16px`}>
            {label}
          </th>
          <td style={`${cell};color:${INK};word-break:break-word`}>
            {value.split('\n').map((line, index) => (index === 0 ? unbroken(line) : [<br />, unbroken(line)]))}
          </td>
        </tr>
      ))}
    </table>
  )
}
