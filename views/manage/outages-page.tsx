import type { OutageRecord } from '../../server/domain/outage.ts'
import type { Reliability } from '../../server/domain/outage-reliability.ts'
import { Icon, type IconName } from '../components/icon.tsx'
import { Kpi } from '../components/kpi.tsx'
import { Notice } from '../components/notice.tsx'
import { calibrationText } from '../equipment/calibration-note.tsx'
import { formatOf, hours, number } from '../format.ts'
import type { Html } from '../jsx-runtime.ts'
import type { Page } from '../page.ts'
import { DocumentList, type ListedDocument } from './document-list.tsx'
import { OutagesFrame, type OutagesOwner } from './outages-frame.tsx'
import { type RemovedLine, RemovedOutages } from './removed-outages.tsx'

export interface OutagesPageProps {
  readonly page: Page
  readonly owner: OutagesOwner
  readonly running: readonly OutageRecord[]
  readonly coming: readonly OutageRecord[]
  /** Later ones than are shown. */
  readonly isMoreComing: boolean
  readonly past: readonly OutageRecord[]
  readonly rules: readonly ListedOutageRule[]
  /** Null where it is never calibrated. */
  readonly calibration: { readonly last: number | null; readonly due: number | null } | null
  readonly reliability: Reliability
  readonly periodMs: number
  readonly now: number
  /** Removed a short while ago, and can be restored. */
  readonly removed: readonly RemovedLine[]
  /** Files of outages that are gone. */
  readonly strayDocuments: readonly ListedDocument[]
  /** What has just been done, in sentences. */
  readonly done: readonly string[]
}

export interface ListedOutageRule {
  readonly id: number
  readonly kind: OutageRecord['kind']
  readonly sentence: string
}

/** The outages of a resource: now, to come, past with what was done, and how reliable it is. */
export function OutagesPage(props: OutagesPageProps): Html {
  const { page, owner, done } = props
  const { t } = page
  return (
    <OutagesFrame page={page} owner={owner}>
      {done.length > 0 ? (
        <div role="status" class="page-notice">
          <Notice kind="ok">
            <p>{done.join(' ')}</p>
          </Notice>
        </div>
      ) : null}
      <RemovedOutages page={page} owner={owner} removed={props.removed} />
      <Calibration {...props} />
      <section class="panel" aria-labelledby="running">
        <h2 id="running">{t('outages.now')}</h2>
        <List {...props} of={props.running} none={t('outages.none-now')} />
      </section>
      <section class="panel section--close" aria-labelledby="coming">
        <h2 id="coming">{t('outages.to-come')}</h2>
        <List {...props} of={props.coming} none={t('outages.none-to-come')} />
        {props.isMoreComing ? <p class="small quiet">{t('outages.more-later')}</p> : null}
        <p class="row">
          <a class="button button--primary" href={`${owner.path}/new`}>
            {t('outages.add')}
          </a>
        </p>
      </section>
      <Rules {...props} />
      <ReliabilityPart {...props} />
      <section class="section" aria-labelledby="past">
        <div class="section__head">
          <h2 id="past">{t('outages.past')}</h2>
        </div>
        <List {...props} of={props.past} none={t('outages.none-past')} isPast />
      </section>
      {props.strayDocuments.length > 0 ? (
        <section class="section" aria-labelledby="stray">
          <h2 id="stray">{t('outages.stray-documents')}</h2>
          <DocumentList page={page} zone={owner.timeZone} documents={props.strayDocuments} />
        </section>
      ) : null}
    </OutagesFrame>
  )
}

const ICONS: Record<OutageRecord['kind'], IconName> = {
  maintenance: 'wrench',
  calibration: 'check',
  cleaning: 'repeat',
  breakdown: 'care',
}

interface ListProps extends OutagesPageProps {
  readonly of: readonly OutageRecord[]
  readonly none: string
  readonly isPast?: boolean
}

function List({ page, owner, of, none, isPast, now }: ListProps): Html {
  const { t, locale } = page
  const format = formatOf(locale, owner.timeZone)
  if (of.length === 0) return <p class="quiet">{none}</p>
  return (
    <ol class="rule-list">
      {of.map((outage) => {
        const kind = t(`calendar.outage-${outage.kind}`)
        const year = format.isoDay(outage.start).slice(0, 4)
        const isThisYear = year === format.isoDay(now).slice(0, 4)
        const when = `${format.daySpan(outage.start, outage.end)}${isThisYear ? '' : ` (${year})`}`
        return (
          <li>
            <Icon name={ICONS[outage.kind]} />
            <div>
              <b>
                {kind}, {when}
              </b>
              <br />
              <span class="small quiet">
                {[
                  t(outage.planned ? 'outages.planned' : 'outages.unplanned'),
                  outage.ruleId === null ? '' : t('outages.by-rule'),
                  outage.reason,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              {isPast ? (
                <>
                  <br />
                  <span class="small">{outage.workLog ?? <span class="faint">{t('outages.no-log')}</span>}</span>
                  {outage.doneBy ? (
                    <span class="small quiet"> {t('outages.log-line', { name: outage.doneBy.name })}</span>
                  ) : null}
                </>
              ) : null}
            </div>
            <span class="rule-list__links">
              <a class="button button--bare" href={`${owner.path}/${outage.id}`}>
                {t('outages.open')}
                <span class="vh">{t('outages.open-named', { kind, when })}</span>
              </a>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

function Rules({ page, owner, rules }: OutagesPageProps) {
  const { t } = page
  if (rules.length === 0) return null
  return (
    <section class="panel section--close" aria-labelledby="rules">
      <h2 id="rules">{t('outages.rules')}</h2>
      <p class="small quiet">{t('outages.rule-end-hint')}</p>
      <ol class="rule-list">
        {rules.map(({ id, kind, sentence }) => (
          <li>
            <Icon name="repeat" />
            <div>
              <b>{t('outages.rule-text', { kind: t(`calendar.outage-${kind}`), when: sentence })}</b>
            </div>
            <form class="rule-list__links" method="post" action={`${owner.path}/rules/${id}/end`}>
              <input type="hidden" name="_csrf" value={page.csrf} />
              <button class="button button--bare" type="submit">
                {t('outages.rule-end')}
                <span class="vh">: {sentence}</span>
              </button>
            </form>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Calibration({ page, owner, calibration, now }: OutagesPageProps) {
  if (!calibration) return null
  const isOverdue = calibration.due !== null && calibration.due <= now
  return (
    <div class="page-notice">
      <Notice kind={isOverdue ? 'care' : 'plain'} title={page.t('calibration.next')}>
        <p>{calibrationText({ page, next: calibration, timeZone: owner.timeZone })}</p>
      </Notice>
    </div>
  )
}

const DAY = 86_400_000

function ReliabilityPart({ page, reliability, periodMs }: OutagesPageProps) {
  const { t, locale } = page
  const { failures, downMs, mtbfMs, mttrMs, repairs, repairMs } = reliability
  const days = (ms: number) => t('outages.days', { days: number(locale, ms / DAY) })
  const none = t('outages.no-data')
  const down = hours(downMs)
  return (
    <section class="section" aria-labelledby="reliability">
      <div class="section__head">
        <h2 id="reliability">{t('outages.reliability')}</h2>
      </div>
      <dl class="kpis kpis--three">
        <Kpi
          name={t('outages.failures')}
          value={number(locale, failures, 0)}
          noData={none}
          how={t('outages.down')}
          sum={down}
        />
        <Kpi
          name={t('outages.mtbf')}
          value={mtbfMs === null ? null : days(mtbfMs)}
          noData={none}
          how={t('outages.mtbf-is')}
          sum={mtbfMs === null ? '' : `(${days(periodMs)} − ${down}) ÷ ${failures}`}
        />
        <Kpi
          name={t('outages.mttr')}
          value={mttrMs === null ? null : hours(mttrMs)}
          noData={none}
          how={t('outages.mttr-is')}
          sum={mttrMs === null ? '' : `${hours(repairMs)} ÷ ${repairs}`}
        />
      </dl>
    </section>
  )
}
