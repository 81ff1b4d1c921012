import type { FaultNote, FaultState, ToldFault } from '../../server/domain/fault.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { Notice } from '../components/notice.tsx'
import { type Format, formatOf } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { FaultAnswers } from './fault-answers.tsx'
import { FaultStateChip, SeverityChip } from './fault-words.tsx'

export interface FaultPageProps {
  readonly page: Page
  readonly fault: ToldFault
  readonly resource: Resource
  readonly notes: readonly FaultNote[]
  /** The reader looks after the resource. */
  readonly cares: boolean
  /** The state of the report that goes on in its place. */
  readonly goesOnAs: FaultState | null
  /** Reports of the same fault that go on in this one; for stewards. */
  readonly merged: readonly ToldFault[]
  /** Other reports of the resource that stand, to merge this one into; for stewards. */
  readonly others: readonly ToldFault[]
  readonly notice: 'sent' | 'saved' | null
  /** The address behind the label on the thing. */
  readonly labelPath: string
  /** What was typed and is to be put right, by field. */
  readonly typed: string
  readonly errors: Readonly<Record<string, string>>
}

/** A report of a fault: for its reporter, and for who looks after the resource. */
export function FaultPage(props: FaultPageProps): Html {
  const { page, fault, resource, cares, notice, labelPath } = props
  const { t, locale } = page
  const name = resource.name[locale]
  const title = t('fault.title', { resource: name })
  const list = cares
    ? { label: `${t('fault.of-resource')}: ${name}`, href: `/manage/resources/${resource.slug}/faults` }
    : { label: t('fault.mine'), href: '/faults' }
  return (
    <Layout page={page} title={title} nav={cares ? 'manage' : 'equipment'}>
      <div class="wrap fault">
        <Crumbs page={page} items={[list, { label: t('fault.number', { id: fault.id }) }]} />
        <div class="page-head">
          <h1>{title}</h1>
          <p class="row">
            <FaultStateChip page={page} state={fault.state} />
            <SeverityChip page={page} severity={fault.severity} />
          </p>
        </div>
        <div class="stack">
          {notice ? (
            <Notice kind="ok">
              <p>
                {t(`fault.${notice}`)} <a href={labelPath}>{t('fault.back-to-label')}</a>
              </p>
            </Notice>
          ) : null}
          <Report {...props} />
          <History {...props} />
          <FaultAnswers {...props} />
        </div>
      </div>
    </Layout>
  )
}

function Report({ page, fault, resource, cares, merged, goesOnAs }: FaultPageProps) {
  const { t, locale } = page
  const format = formatOf(locale, resource.timeZone)
  return (
    <section class="panel stack" aria-label={t('fault.report-title')}>
      <p class="fault__words">{linesOf(fault.words)}</p>
      {fault.photoIds.map((id) => (
        <a class="fault__photo" href={`/faults/${fault.id}/photos/${id}`}>
          <img src={`/faults/${fault.id}/photos/${id}`} alt={t('fault.photo-alt')} loading="lazy" />
        </a>
      ))}
      <dl class="facts facts--list">
        <Fact name={t('fault.reported')}>{momentOf(fault.createdAt, format)}</Fact>
        {cares ? (
          <Fact name={t('fault.reporter')}>
            {fault.reporterName}, <a href={`mailto:${fault.reporterEmail}`}>{fault.reporterEmail}</a>
          </Fact>
        ) : null}
        {fault.resolvedAt === null ? null : (
          <Fact name={t('fault.resolved-at')}>{momentOf(fault.resolvedAt, format)}</Fact>
        )}
        {merged.length > 0 ? (
          <Fact name={t('fault.merged-here')}>
            {merged.map(({ id }, i) => [
              i > 0 ? ', ' : null,
              <a href={`/faults/${id}`}>{t('fault.number', { id })}</a>,
            ])}
          </Fact>
        ) : null}
      </dl>
      {fault.mergedIntoId === null ? null : (
        <p>
          {t('fault.merged-into')}{' '}
          {cares ? (
            <a href={`/faults/${fault.mergedIntoId}`}>{t('fault.number', { id: fault.mergedIntoId })}</a>
          ) : (
            t('fault.number', { id: fault.mergedIntoId })
          )}
          {goesOnAs ? `: ${t(`fault.state-${goesOnAs}`)}` : ''}.
        </p>
      )}
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children?: import('../jsx-runtime.ts').Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function History({ page, notes, resource }: FaultPageProps) {
  const { t, locale } = page
  if (notes.length === 0) return null
  const format = formatOf(locale, resource.timeZone)
  return (
    <section class="panel stack" aria-labelledby="history">
      <h2 id="history">{t('fault.history')}</h2>
      <ol class="history">
        {notes.map((note) => (
          <li>
            {momentOf(note.at, format)}
            <span>
              {t(note.state ? `fault.did-${note.state}` : 'fault.wrote', { name: note.personName })}
              {note.text ? [': ', linesOf(note.text)] : null}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const momentOf = (at: number, format: Format) => <time datetime={new Date(at).toISOString()}>{format.moment(at)}</time>

const linesOf = (text: string) => text.split(/\r?\n/).map((line, i) => (i === 0 ? line : [<br />, line]))
