import type { PolonLine, PolonList } from '../../server/domain/polon.ts'
import type { Organisation, Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { DataTable } from '../components/data-table.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { SelectField } from '../components/field.tsx'
import { Icon } from '../components/icon.tsx'
import { number } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { termText } from '../projects/term-text.ts'
import { ReportTabs } from '../reports/report-tabs.tsx'
import { missingText, outlaysText, polonStatusText, polonTypeText } from './polon-words.ts'

export interface PolonPageProps {
  readonly page: Page
  readonly organisation: Organisation
  readonly list: PolonList
  readonly years: readonly number[]
  /** Resources whose records the reader keeps. */
  readonly isMine: (resource: Resource) => boolean
}

/** Apparatus above half a million złoty, as it is reported every year, and what is missing of it. */
export function PolonPage({ page, organisation, list, years, isMine }: PolonPageProps): Html {
  const { t, locale } = page
  const title = t('polon.of', { name: organisation.name[locale] })
  const path = `/manage/organisations/${organisation.slug}/pol-on`
  return (
    <Layout page={page} title={title} nav="manage">
      <div class="wrap">
        <Crumbs
          page={page}
          items={[
            { label: t('manage.title'), href: '/manage' },
            { label: organisation.name[locale], href: `/organisations/${organisation.slug}` },
            { label: t('polon.title') },
          ]}
        />
        <ReportTabs page={page} current="/reports/pol-on" />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="quiet">{t('polon.lead', { year: list.year, next: list.year + 1 })}</p>
        </div>
        <form class="filters panel no-print" action={path} method="get">
          <SelectField
            page={page}
            name="year"
            label={t('polon.year')}
            value={String(list.year)}
            options={years.map((year) => ({ value: String(year), label: String(year) }))}
          />
          <button class="button" type="submit">
            {t('polon.show')}
          </button>
        </form>
        {list.lines.length === 0 ? (
          <EmptyState title={t('polon.none')} hint="" />
        ) : (
          <section class="section" aria-labelledby="list">
            <div class="section__head">
              <h2 id="list">{t('polon.count', { count: list.lines.length })}</h2>
              <p class="row small no-print">
                {(['csv', 'xlsx'] as const).map((format) => (
                  <a href={`${path}.${format}?year=${list.year}`}>
                    <Icon name="download" /> {format.toUpperCase()}
                  </a>
                ))}
              </p>
            </div>
            <Lines page={page} list={list} isMine={isMine} />
          </section>
        )}
        {list.unvalued.length > 0 ? <Unvalued page={page} list={list} isMine={isMine} /> : null}
      </div>
    </Layout>
  )
}

type Listed = Pick<PolonPageProps, 'page' | 'list' | 'isMine'>

function Lines({ page, list, isMine }: Listed) {
  const { t, locale } = page
  const columns = [
    { label: t('polon.name') },
    { label: t('record.polonType') },
    { label: t('polon.period') },
    { label: t('record.polonStatus') },
    { label: t('polon.outlays'), isFigure: true },
  ]
  const rows = list.lines.map((line) => [
    <>
      <a href={`/equipment/${line.resource.slug}`}>{line.resource.name[locale]}</a>
      <Missing page={page} line={line} isMine={isMine(line.resource)} />
    </>,
    polonTypeText(t, line),
    periodText(page, line),
    polonStatusText(t, line),
    <>
      <span class="nowrap">{number(locale, line.outlaysPln, 2)}</span>
      <Source page={page} line={line} />
    </>,
  ])
  return <DataTable caption={t('polon.title')} columns={columns} groups={[{ rows }]} />
}

function Source({ page: { t }, line }: { page: Page; line: PolonLine }) {
  const text = outlaysText(t, line)
  return text === null ? null : <small>{text}</small>
}

const periodText = (page: Page, { record: { commissionedOn, decommissionedOn } }: PolonLine) =>
  commissionedOn || decommissionedOn ? termText(page, { startOn: commissionedOn, endOn: decommissionedOn }) : null

function Missing({ page, line, isMine }: { page: Page; line: PolonLine; isMine: boolean }) {
  const { t, locale } = page
  const { resource, missing } = line
  const text = missingText(t, line)
  if (missing.length === 0) return <small>{t('polon.complete')}</small>
  return (
    <small>
      {text ? `${t('polon.missing')}: ${text}. ` : null}
      {isMine ? (
        <a href={`/manage/resources/${resource.slug}/record`}>
          {t('polon.fill')}
          <span class="vh">: {resource.name[locale]}</span>
        </a>
      ) : null}
    </small>
  )
}

function Unvalued({ page, list, isMine }: Listed) {
  const { t, locale } = page
  return (
    <details class="fold section">
      <summary>{t('polon.unvalued', { count: list.unvalued.length })}</summary>
      <p class="quiet small">{t('polon.unvalued-hint')}</p>
      <ul class="stack tight">
        {list.unvalued.map((resource) => (
          <li>
            {isMine(resource) ? (
              <a href={`/manage/resources/${resource.slug}/record`}>{resource.name[locale]}</a>
            ) : (
              resource.name[locale]
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}
