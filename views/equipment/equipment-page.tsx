import type { AvailabilityRule } from '../../server/domain/availability-rule.ts'
import type { FaultStatus } from '../../server/domain/fault.ts'
import type { LinkedData } from '../../server/domain/linked-data.ts'
import type { OpeningSummary } from '../../server/domain/opening-summary.ts'
import type { Resource } from '../../server/domain/resource.ts'
import { decidesFor, isSteward } from '../../server/domain/stewardship.ts'
import type { WeekStart } from '../../server/domain/week-calendar.ts'
import { reserveUrl } from '../components/calendar-links.ts'
import { calendarWords } from '../components/calendar-words.ts'
import { Crumbs } from '../components/crumbs.tsx'
import { LinkedDataBlock } from '../components/linked-data.tsx'
import { StateChip } from '../components/state-chip.tsx'
import { TimePlate } from '../components/time-plate.tsx'
import { WeekCalendarFrame, type WeekCalendarProps } from '../components/week-calendar.tsx'
import { bookingKindOf, proposedMs } from '../components/week-matrix.tsx'
import { FaultNotice } from '../faults/fault-words.tsx'
import { formatOf, hours } from '../format.ts'
import { type Html, raw } from '../jsx-runtime.ts'
import { Layout } from '../layouts/layout.tsx'
import type { Page } from '../page.ts'
import { type Standing, TrainingNote } from '../training/training-note.tsx'
import { CalibrationNote, type CalibrationNoteProps, type Certificate, Certificates } from './calibration-note.tsx'
import { ResourceFacts, type ResourceFactsProps, SourceNotice } from './resource-facts.tsx'
import { ResourceRules } from './resource-rules.tsx'

export interface CalendarPageProps {
  readonly page: Page
  readonly about: Omit<ResourceFactsProps, 'page'>
  readonly calendar: Omit<WeekCalendarProps, 'page'>
}

export interface EquipmentPageProps extends CalendarPageProps {
  readonly opening: OpeningSummary
  /** Rules of its hours that the summary does not tell. */
  readonly otherRules: readonly AvailabilityRule[]
  /** Local day, `2026-11-24`. */
  readonly today: string
  /** The first start of the weeks ahead; null when nothing is free or nobody can book. */
  readonly nextStart: WeekStart | null
  /** Where the reader stands with the qualification it takes; null where that is no matter. */
  readonly standing: Standing | null
  /** The worst fault that stands, as anybody may know it. */
  readonly fault: FaultStatus | null
  /** When it is calibrated next; null for what never is. */
  readonly calibration: CalibrationNoteProps['next'] | null
  /** Of its last calibrations, as far as the reader may have them. */
  readonly certificates: readonly Certificate[]
  /** How many people wait for a time on it; told to its stewards alone. */
  readonly waiting: number
  /** What the page says for machines. */
  readonly data: LinkedData
}

/** A resource: whose it is, its rules, when it is free next, and its week. */
export function EquipmentPage(props: EquipmentPageProps): Html {
  const { page, about, opening } = props
  const { resource } = about
  const { t, locale } = page
  return (
    <Layout
      page={page}
      title={resource.name[locale]}
      nav="equipment"
      bodyClass="page-wide"
      head={<ForMachines slug={resource.slug} data={props.data} />}
    >
      <div class="wrap">
        <Head page={page} about={about} />
        <FaultNotice page={page} status={props.fault} resource={resource} />
        <div class="equip-top">
          <div class="equip-top__pic stack">
            <SourceNotice page={page} resource={resource} />
            {resource.description ? <p class="small quiet">{resource.description}</p> : null}
          </div>
          <div class="stack equip-top__facts">
            <ResourceFacts page={page} {...about} />
            <hr />
            <h2>{t('equipment.rules')}</h2>
            <ResourceRules
              page={page}
              resource={resource}
              lab={about.lab}
              opening={opening}
              others={props.otherRules}
              today={props.today}
            />
            {props.calibration ? (
              <CalibrationNote page={page} next={props.calibration} timeZone={resource.timeZone} />
            ) : null}
            <Certificates page={page} files={props.certificates} />
            {props.standing ? <TrainingNote page={page} resource={resource} standing={props.standing} /> : null}
            {isSteward(page.person, resource) ? <StewardLinks page={page} resource={resource} /> : null}
            {props.waiting > 0 ? <p class="small quiet">{t('waiting.people', { count: props.waiting })}</p> : null}
            <p>
              <a href={`/equipment/${resource.slug}/access`}>{t('access.title')}</a>
            </p>
            {resource.status === 'active' || resource.status === 'out_of_service' ? (
              <p class="no-print">
                <a href={`/equipment/${resource.slug}/fault`}>{t('fault.report')}</a>
              </p>
            ) : null}
          </div>
          <NextFree {...props} />
        </div>
        <CalendarSection {...props} />
      </div>
    </Layout>
  )
}

/** The record of the resource in other forms, and what it is in the words of schema.org. */
const ForMachines = ({ slug, data }: { slug: string; data: LinkedData }) => (
  <>
    <link rel="alternate" type="application/json" href={`/equipment/${slug}.json`} title="PIDINST 1.0" />
    <link rel="alternate" type="application/xml" href={`/equipment/${slug}.xml`} title="DataCite 4" />
    <LinkedDataBlock data={data} />
  </>
)

function StewardLinks({ page: { t, person }, resource }: { page: Page; resource: Resource }) {
  const path = `/manage/resources/${resource.slug}`
  return (
    <p class="row">
      {decidesFor(person, resource) ? <a href={`${path}/hours`}>{t('manage.change-hours')}</a> : null}
      {decidesFor(person, resource) ? <a href={`${path}/policy`}>{t('policy.manage')}</a> : null}
      <a href={`${path}/qualifications`}>{t('qualifications.title')}</a>
      <a href={`${path}/outages`}>{t('outages.title')}</a>
      <a href={`${path}/faults`}>{t('fault.of-resource')}</a>
      <a href={`${path}/usage`}>{t('use.record')}</a>
      <a href={`${path}/log`}>{t('log.title')}</a>
      <a href={`${path}/record`}>{t('record.title')}</a>
    </p>
  )
}

/** The calendar alone under the name of its resource. */
export function CalendarPage(props: CalendarPageProps): Html {
  const { page, about } = props
  const { t, locale } = page
  return (
    <Layout
      page={page}
      title={`${about.resource.name[locale]}: ${t('calendar.title')}`}
      nav="equipment"
      bodyClass="page-wide"
    >
      <div class="wrap">
        <Head page={page} about={about} />
        <CalendarSection {...props} />
      </div>
    </Layout>
  )
}

const heads = new WeakMap<Resource, Map<string, Html>>()

/** Path, name and how to book: kept as long as the resource is, for it changes only with the catalogue. */
function Head({ page, about }: Pick<CalendarPageProps, 'page' | 'about'>): Html {
  const { resource, lab, organisation } = about
  const { t, locale } = page
  let ofLocale = heads.get(resource)
  if (!ofLocale) heads.set(resource, (ofLocale = new Map()))
  let head = ofLocale.get(locale)
  if (head) return head
  head = raw(
    (
      <>
        <Crumbs
          page={page}
          items={[
            { label: t('nav.equipment'), href: '/equipment' },
            { label: organisation.name[locale], href: `/organisations/${organisation.slug}` },
            { label: lab.name[locale], href: `/labs/${lab.slug}` },
            { label: resource.name[locale] },
          ]}
        />
        <div class="page-head">
          <h1>{resource.name[locale]}</h1>
          <p class="row">
            <StateChip page={page} kind={bookingKindOf(resource)} />
            {resource.techniques.length > 0 ? <span class="small quiet">{resource.techniques.join(' · ')}</span> : null}
          </p>
        </div>
      </>
    ).text,
  )
  ofLocale.set(locale, head)
  return head
}

function CalendarSection({ page, about, calendar }: CalendarPageProps) {
  const { t } = page
  return (
    <section class="section" aria-labelledby="times">
      <div class="section__head">
        <h2 id="times">{t('calendar.title')}</h2>
        <a class="small alone no-print" href="#after-calendar">
          {t('calendar.skip')}
        </a>
      </div>
      <WeekCalendarFrame page={page} {...calendar} />
      <p class="vh" id="after-calendar" tabindex="-1">
        {t('calendar.end')}: {about.resource.name[page.locale]}
      </p>
    </section>
  )
}

function NextFree({ page, about, calendar, nextStart }: EquipmentPageProps) {
  const { t, locale } = page
  const { resource } = about
  if (resource.status !== 'active') return null
  return (
    <aside class="next" aria-label={t('calendar.next-free')}>
      <div class="stack">
        <h2>{t('calendar.next-free')}</h2>
        {nextStart ? <NextPlate page={page} resource={resource} start={nextStart} /> : <p>{t('calendar.next-none')}</p>}
        <p class="micro faint">{t('calendar.then', { hours: hours(calendar.week.freeMs) })}</p>
        <p class="small">
          <a class="alone" href={`/equipment/${resource.slug}/busy.ics`}>
            {t('calendar.busy-file')}
          </a>
        </p>
        {page.person ? (
          <p class="small">
            <a class="alone" href={`/account/feeds?resource=${resource.slug}#make`}>
              {t('feeds.from-equipment')}
            </a>
          </p>
        ) : null}
      </div>
    </aside>
  )
  function NextPlate({ start }: { page: Page; resource: Resource; start: WeekStart }) {
    const format = formatOf(locale, resource.timeZone)
    const words = calendarWords(locale)
    const end = start.at + Math.min(start.longestMs, proposedMs(resource))
    const href = reserveUrl(resource.slug, resource.timeZone, { start: start.at, end })
    const isToday = format.isoDay(start.at) === format.isoDay(page.now)
    const kind = bookingKindOf(resource)
    const time = `${isToday ? words.today : format.shortDay(start.at)} ${format.clock(start.at)}`
    return (
      <>
        <p>
          <TimePlate
            kind={kind === 'outage' || kind === 'planned' ? 'none' : kind}
            href={href}
            start={start.at}
            time={time}
            until={`${format.longDay(start.at)}, ${words.longest}${hours(start.longestMs)}`}
          />
        </p>
        <p class="pair">
          <a class="button button--primary" href={href}>
            {t(resource.policy.approval === 'owner' ? 'calendar.request' : 'calendar.book')}
          </a>{' '}
          <a class="button" href="#times">
            {t('calendar.show')}
          </a>
        </p>
      </>
    )
  }
}
