import { DOCUMENT_TYPES, type DocumentType } from '../../server/domain/document-type.ts'
import { Icon } from '../components/icon.tsx'
import { formatOf, number } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'

export interface ListedDocument {
  readonly id: number
  readonly name: string
  readonly mediaType: DocumentType
  /** In bytes. */
  readonly size: number
  readonly createdBy: string
  readonly createdAt: number
}

interface DocumentListProps {
  readonly page: Page
  readonly zone: string
  readonly documents: readonly ListedDocument[]
}

/** Files of a resource, each to be read or removed by its stewards. */
export function DocumentList({ page, zone, documents }: DocumentListProps): Html {
  const { t, locale } = page
  const format = formatOf(locale, zone)
  return (
    <ul class="rule-list">
      {documents.map(({ id, name, mediaType, size, createdBy, createdAt }) => (
        <li>
          <Icon name="download" />
          <div>
            <a href={`/documents/${id}`}>{name}</a>
            <br />
            <span class="small quiet">
              {t('outages.document-line', {
                type: DOCUMENT_TYPES[mediaType].toUpperCase(),
                size: sizeText(page, size),
                date: format.date(createdAt),
              })}
              {` · ${createdBy}`}
            </span>
          </div>
          <form class="rule-list__links" method="post" action={`/documents/${id}/removal`}>
            <input type="hidden" name="_csrf" value={page.csrf} />
            <button class="button button--bare" type="submit">
              {t('outages.document-remove')}
              <span class="vh">{t('outages.document-removal', { name })}</span>
            </button>
          </form>
        </li>
      ))}
    </ul>
  )
}

function sizeText({ locale }: Page, bytes: number): string {
  return bytes < 1_048_576
    ? `${number(locale, Math.max(1, bytes / 1024), 0)} kB`
    : `${number(locale, bytes / 1_048_576)} MB`
}
