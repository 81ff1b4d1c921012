import { DataTable } from '../components/data-table.tsx'
import { formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import type { TextKey, Translate } from '../text/translate.ts'

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
      <Change page={page} line={line} />
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
        stacks
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

function Change({ page: { t }, line }: { page: Page; line: TrailLine }) {
  const text = changeText(t, line)
  return text ? (
    <>
      <br />
      <small class="quiet">{text}</small>
    </>
  ) : null
}

/** „rola: użytkownik → koordynator”, field by field. Fields that have no words of their own are called as they are kept. */
export function changeText(t: Translate, { before, after }: Pick<TrailLine, 'before' | 'after'>): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names
    .map((name) => {
      const [was = null, is = null] = [before, after].map((side) => textOf(t, name, side?.[name]))
      const field = t(`audit.field.${name}` as TextKey, { defaultValue: name })
      return was === null || was === is ? `${field}: ${is ?? '–'}` : `${field}: ${was} → ${is ?? '–'}`
    })
    .join(' · ')
}

function textOf(t: Translate, name: string, value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (name === 'role') return roleText(t, String(value))
  const words = WORDS[name]
  if (words && typeof value === 'string') return t(`${words}.${value}` as TextKey, { defaultValue: value })
  if (typeof value === 'boolean') return t(value ? 'files.yes' : 'files.no')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Where the words of a field's values are. */
const WORDS: Readonly<Record<string, string>> = {
  scope: 'account.scope',
  kind: 'organisation-kind',
  state: 'audit.state',
  by: 'audit.by',
  level: 'level',
}

/** A role in the cluster, else of a steward. */
const roleText = (t: Translate, role: string) =>
  t(`account.role.${role}` as TextKey, { defaultValue: t(`manage.role-${role}` as TextKey, { defaultValue: role }) })
