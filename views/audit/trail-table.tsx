import { DataTable } from '../components/data-table.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

/** Who did what to what: ids and settings, names as the reader may know them. */
export interface TrailLine {
  readonly key: string
  /** UTC epoch ms. */
  readonly at: number
  readonly who: string
  readonly kind: string
  readonly what: string
  readonly object: { readonly label: string; readonly href?: string }
  /** The person it concerns besides the one who did it. */
  readonly about: string | null
  readonly address: string | null
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}

export interface TrailTableProps {
  readonly page: Page
  readonly caption: string
  readonly lines: readonly TrailLine[]
  /** Where the older ones are; null for no more. */
  readonly olderHref: string | null
}

export function TrailTable({ page, caption, lines, olderHref }: TrailTableProps): Html {
  const { t, locale, timeZone } = page
  const format = formatOf(locale, timeZone)
  const isFrom = lines.some(({ address }) => address !== null)
  const keys = ['audit.when', 'audit.what', 'audit.object', 'audit.who', ...(isFrom ? (['audit.from'] as const) : [])]
  const rows = lines.map((line) => [
    <time datetime={new Date(line.at).toISOString()}>
      {format.date(line.at)}, {format.clock(line.at)}
    </time>,
    <>
      {line.what}
      <Change line={line} />
    </>,
    <>
      {line.object.href ? <a href={line.object.href}>{line.object.label}</a> : line.object.label}
      {line.about ? (
        <>
          <br />
          <small class="quiet">{t('audit.about', { name: line.about })}</small>
        </>
      ) : null}
    </>,
    line.who,
    ...(isFrom ? [line.address ?? ''] : []),
  ])
  if (lines.length === 0) return <p>{t('audit.none')}</p>
  return (
    <div class="stack">
      <DataTable
        caption={caption}
        columns={keys.map((key) => ({ label: t(key as 'audit.when') }))}
        groups={[{ rows }]}
      />
      {olderHref ? (
        <p>
          <a class="button" href={olderHref}>
            {t('audit.older')}
          </a>
        </p>
      ) : null}
    </div>
  )
}

function Change({ line: { before, after } }: { line: TrailLine }) {
  const text = changeText({ before, after })
  return text ? (
    <>
      <br />
      <small class="quiet">{text}</small>
    </>
  ) : null
}

/** `role: member → owner`, field by field. */
export function changeText({ before, after }: Pick<TrailLine, 'before' | 'after'>): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names
    .map((name) => {
      const [was, is] = [textOf(before?.[name]), textOf(after?.[name])]
      return was === null || was === is ? `${name}: ${is ?? '–'}` : `${name}: ${was} → ${is ?? '–'}`
    })
    .join(' · ')
}

const textOf = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)
