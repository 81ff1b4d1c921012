import { FILE_FORMATS, type ReportKind } from '../../server/domain/report-kind.ts'
import { Icon } from '../components/icon.tsx'
import type { Page } from '../page.ts'

interface FileLinksProps {
  readonly page: Page
  readonly report: ReportKind
  /** What the address of the report says. */
  readonly query: Readonly<Record<string, string>>
  /** Its files are made while nobody waits. */
  readonly isLong: boolean
}

/** The report as files: links where they are there at once, else buttons that have them made. */
export function FileLinks({ page, report, query, isLong }: FileLinksProps) {
  const { t } = page
  if (!isLong) {
    const said = new URLSearchParams(query).toString()
    return (
      <p class="row no-print">
        {FILE_FORMATS.map((format) => (
          <a class="button" href={`/reports/${report}.${format}?${said}`}>
            <Icon name="download" /> {format.toUpperCase()}
          </a>
        ))}
        <ByMail page={page} report={report} query={query} />
      </p>
    )
  }
  return (
    <form class="row no-print" method="post" action="/reports/exports">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="report" value={report} />
      <input type="hidden" name="query" value={new URLSearchParams(query).toString()} />
      {FILE_FORMATS.map((format) => (
        <button class="button" type="submit" name="format" value={format}>
          <Icon name="download" /> {t('exports.make', { format: format.toUpperCase() })}
        </button>
      ))}
      <ByMail page={page} report={report} query={query} />
    </form>
  )
}

/** The same after every month, quarter or year: of what, and in what rows, as the report says now. */
function ByMail({ page, report, query: { of = '', group = '' } }: Omit<FileLinksProps, 'isLong'>) {
  const said = new URLSearchParams({ report, ...(of && { of }), ...(group && { group }) })
  return (
    <a class="button" href={`/reports/deliveries?${said.toString()}`}>
      <Icon name="repeat" /> {page.t('deliveries.link')}
    </a>
  )
}
