import { catalogueOf } from '../../db/queries/catalogue.ts'
import { labelCodesOf } from '../../db/queries/labels.ts'
import { personByEmail } from '../../db/queries/people.ts'
import { guessedReading } from '../../server/domain/log-guess.ts'
import { decisionPath } from '../../server/domain/mail-link.ts'
import { askForExport } from '../../server/operations/ask-for-export.ts'
import { checkLog } from '../../server/operations/check-log.ts'
import { correctUsage } from '../../server/operations/correct-usage.ts'
import { groupsWaitedFor, offerFreedTime } from '../../server/operations/offer-freed-time.ts'
import { recordUsage } from '../../server/operations/record-usage.ts'
import { reportFault } from '../../server/operations/report-fault.ts'
import { sendLog } from '../../server/operations/send-log.ts'
import { subscribeToReport } from '../../server/operations/subscribe-to-report.ts'
import { unsubscribeToken } from '../../server/operations/unsubscribe.ts'
import type { DemoServer } from '../support/server.ts'
import { type Account, addressOf } from '../support/server.ts'
import { accountPages } from './account-pages.ts'

const HOUR = 3_600_000

export interface VisitedPage {
  /** The path as the route table knows it. */
  readonly route: string
  readonly who: Account | null
  readonly path: string
  readonly status: number
}

/** Every page of the site, each as somebody it is meant for sees it, with something on it. */
export async function everyPage(demo: DemoServer): Promise<readonly VisitedPage[]> {
  const { requested, confirmed, series } = await fill(demo)
  const { fault, log, usage } = await fillManaged(demo)
  const page = (route: string, who: Account | null, path = route, status = 200) => ({ route, who, path, status })
  const form = '/reservations/new?resource=demo-hplc'
  const labRule = await firstRule(demo, '/manage/labs/pl-analizy-srodowiskowe/hours')
  const resourceRule = await firstRule(demo, '/manage/resources/demo-hplc/hours')
  return [
    page('/', null),
    page('/', 'researcher', '/?q=mikroskop&duration=240'),
    page('/', null, '/?q=czegotuniema'),
    page('/find', null),
    page('/find', 'researcher', '/find?q=mikroskopia&duration=180&hours_from=8&hours_to=16&several=1'),
    page('/find', 'researcher', '/find?duration=240&hours_from=2&hours_to=4&instant=1'),
    page('/equipment', null),
    page('/equipment', 'researcher', '/equipment?q=pokazow&kind=instrument'),
    page('/equipment', null, '/equipment?q=czegotuniema'),
    page('/equipment/:slug', 'researcher', '/equipment/demo-tem'),
    page('/equipment/:slug', 'owner', '/equipment/demo-tem?view=list'),
    page('/equipment/:slug', null, '/equipment/demo-incubator'),
    page('/equipment/:slug/calendar', null, '/equipment/kul-icbn/calendar?week=2026-W40'),
    page('/equipment/:slug/calendar', null, '/equipment/demo-night/calendar?week=2027-W12'),
    page('/equipment/:slug/access', null, '/equipment/demo-tem/access'),
    page('/equipment/:slug/access', 'owner2', '/equipment/demo-mri/access'),
    page('/manage/resources/:slug/record', 'owner', '/manage/resources/demo-tem/record'),
    page('/manage/resources/:slug/access', 'owner', '/manage/resources/demo-tem/access'),
    page('/manage/organisations/:slug/pol-on', 'owner', '/manage/organisations/politechnika-lubelska/pol-on'),
    page('/projects', 'researcher'),
    page('/projects/new', 'company'),
    page('/projects/:code', 'researcher', '/projects/EX-2026-01'),
    page('/projects/:code', 'researcher2', '/projects/EX-2026-01'),
    page('/projects/:code/report', 'researcher', '/projects/EX-2026-01/report?from=2026-11-01&to=2026-12-01'),
    page('/labs', null),
    page('/labs/:slug/now', null, '/labs/pl-laboratorium-pokazowe/now'),
    page('/labs/:slug/now', 'owner', '/labs/pl-laboratorium-pokazowe/now?refresh=1'),
    page('/r/:code', null, await labelOf(demo, 'demo-hplc')),
    page('/r/:code', 'researcher', await labelOf(demo, 'demo-incubator')),
    page('/r/:code', 'owner', await labelOf(demo, 'demo-tem')),
    page('/manage/labs/:slug/labels', 'owner', '/manage/labs/pl-laboratorium-pokazowe/labels'),
    page('/equipment/:slug/fault', 'researcher', '/equipment/demo-hplc/fault'),
    page('/faults', 'researcher'),
    page('/faults', 'company'),
    page('/faults/:id', 'researcher', `/faults/${fault}`),
    page('/faults/:id', 'owner', `/faults/${fault}`),
    page('/manage/resources/:slug/faults', 'owner', '/manage/resources/demo-hplc/faults'),
    page('/manage/resources/:slug/log', 'owner', '/manage/resources/demo-hplc/log'),
    page('/manage/logs/:id', 'owner', `/manage/logs/${log}`),
    page('/labs/:slug', 'researcher', '/labs/pl-laboratorium-pokazowe'),
    page('/labs/:slug', 'researcher', '/labs/pl-laboratorium-pokazowe?day=2026-11-26'),
    page('/organisations', null),
    page('/organisations/:slug', null, '/organisations/politechnika-lubelska'),
    page('/reservations', 'researcher'),
    page('/reservations', 'company', '/reservations?show=past'),
    page('/reservations/new', 'researcher', `${form}&start=2026-11-26T10:00&end=2026-11-26T11:00`),
    page('/reservations/new', 'owner', `${form}&start=2026-11-28T02:00&end=2026-11-29T11:00`),
    page('/reservations/:id', 'researcher', `/reservations/${confirmed}`),
    page('/reservations/:id', 'owner', `/reservations/${requested}`),
    page('/reservations/:id/edit', 'researcher', `/reservations/${confirmed}/edit`),
    page('/series/:id', 'researcher', `/series/${series}`),
    page('/series/:id', 'owner', `/series/${series}`),
    page('/series/:id/edit', 'researcher', `/series/${series}/edit`),
    page('/reservations/:id', 'researcher', await firstOfSeries(demo, series)),
    page('/manage/resources/:slug/policy', 'owner', '/manage/resources/demo-tem/policy'),
    page('/manage/resources/:slug/accessories', 'owner', '/manage/resources/demo-tem/accessories'),
    page('/manage/labs/:slug/deputies', 'owner', '/manage/labs/pl-laboratorium-pokazowe/deputies'),
    page('/manage/labs/:slug/policy', 'owner', '/manage/labs/pl-laboratorium-pokazowe/policy'),
    page('/manage/organisations/:slug/policy', 'owner', '/manage/organisations/politechnika-lubelska/policy'),
    page('/manage/resources/:slug/usage', 'owner', '/manage/resources/demo-hplc/usage'),
    page('/manage/usage/:id', 'owner', `/manage/usage/${usage}`),
    page('/manage/labs/:slug/misses', 'owner', '/manage/labs/pl-laboratorium-pokazowe/misses'),
    page('/manage/resources/:slug/outages', 'owner', '/manage/resources/demo-tem/outages'),
    page(
      '/manage/resources/:slug/outages/new',
      'owner',
      '/manage/resources/demo-tem/outages/new?kind=breakdown&reason=Nie%20grzeje',
    ),
    page('/manage/resources/:slug/outages/:outage', 'owner', await runningOutage(demo)),
    page('/approvals', 'owner'),
    page('/approvals', 'owner2'),
    page('/manage', 'owner'),
    page('/manage/labs/:slug/hours', 'owner', '/manage/labs/pl-analizy-srodowiskowe/hours'),
    page('/manage/labs/:slug/hours/new', 'owner', '/manage/labs/pl-analizy-srodowiskowe/hours/new'),
    page(
      '/manage/labs/:slug/hours/copy',
      'owner',
      '/manage/labs/pl-analizy-srodowiskowe/hours/copy?from=resource:demo-hplc',
    ),
    page('/manage/labs/:slug/hours/import', 'owner', '/manage/labs/pl-analizy-srodowiskowe/hours/import'),
    page('/manage/labs/:slug/hours/:rule', 'owner', labRule),
    page('/manage/labs/:slug/hours/:rule/removal', 'owner', `${labRule}/removal`),
    page('/manage/resources/:slug/hours', 'owner', '/manage/resources/demo-hplc/hours'),
    page('/manage/resources/:slug/hours/new', 'owner', '/manage/resources/demo-hplc/hours/new'),
    page(
      '/manage/resources/:slug/hours/copy',
      'owner',
      '/manage/resources/demo-hplc/hours/copy?from=lab:pl-analizy-srodowiskowe',
    ),
    page('/manage/resources/:slug/hours/import', 'owner', '/manage/resources/demo-hplc/hours/import'),
    page('/manage/resources/:slug/hours/:rule', 'owner', resourceRule),
    page('/manage/resources/:slug/hours/:rule/removal', 'owner', `${resourceRule}/removal`),
    page('/reports', 'coordinator'),
    page('/reports', 'owner'),
    page('/reports/utilisation', 'coordinator', '/reports/utilisation?from=2026-10-01&to=2026-11-01'),
    page('/reports/utilisation', 'owner', '/reports/utilisation?group=organisation'),
    page('/reports/utilisation', 'coordinator', '/reports/utilisation?from=2026-10-01&to=2026-11-01&group=purpose'),
    page('/reports/utilisation/months', 'coordinator', '/reports/utilisation/months?group=lab'),
    page('/reports/utilisation/unused', 'owner'),
    page('/reports/utilisation/short', 'coordinator'),
    page('/reports/exchange', 'coordinator', '/reports/exchange?from=2025-11-01&to=2026-11-01'),
    page('/reports/exchange', 'owner', '/reports/exchange?from=2026-10-01&to=2026-11-01'),
    page('/reports/state-aid', 'coordinator', '/reports/state-aid?year=2026'),
    page('/reports/state-aid', 'owner', '/reports/state-aid?year=2025'),
    page(
      '/reports/state-aid/reservations',
      'owner2',
      '/reports/state-aid/reservations?year=2026&entity=demo-mri&resource=demo-mri&group=economic',
    ),
    page('/reports/state-aid/entities/new', 'coordinator'),
    page('/reports/state-aid/entities/:slug', 'owner2', '/reports/state-aid/entities/demo-mri?year=2026'),
    page('/reports/exports', 'coordinator'),
    page('/reports/exports/:id', 'coordinator', await exportPage(demo)),
    page('/reports/deliveries', 'coordinator', '/reports/deliveries?report=exchange'),
    page(
      '/reports/utilisation/reservations',
      'coordinator',
      '/reports/utilisation/reservations?resource=kul-icbn&from=2026-10-01&to=2026-11-01',
    ),
    page('/manage/resources/:slug/qualifications', 'owner2', '/manage/resources/demo-mri/qualifications'),
    page('/training', 'researcher'),
    page('/training/new', 'company', '/training/new?resource=demo-mri'),
    page('/waiting-list', 'company'),
    page('/waiting-list', 'deputy'),
    page('/waiting-list/new', 'company', '/waiting-list/new?resource=demo-incubator&start=2026-11-26T10:00'),
    page('/account', 'owner'),
    page('/account/feeds', 'owner'),
    page('/account/mail', 'owner'),
    page('/notices', 'researcher'),
    page('/admin/outbox', 'admin'),
    page('/unsubscribe/:token', null, await unsubscribePath(demo)),
    page('/decide/:token', 'owner', await decisionOf(demo)),
    page('/decide/:token', null, '/decide/none', 404),
    page('/mailbox', 'researcher'),
    page('/mailbox/:id(^\\d{1,15}$)', 'researcher', await firstMail(demo)),
    page('/sign-in', null),
    ...(await accountPages(demo)),
    page('/accessibility', null),
    page('/problems/:code', null, '/problems/conflict'),
    page('/api/docs', null),
    page('/:none', null, '/nothing', 404),
    page('/:none', 'researcher', '/approvals', 403),
  ]
}

/** What answers a GET with something else than a page. */
export const NO_PAGE =
  /^\/(\.well-known|static|documents|health|metrics|api\/(v1|openapi)|reports\/(dashboard|pol-on|projects)$)|(^|\/)(photos\/:photo|exports\/:id\/file)$|\.(csv|ics|eml|xlsx|pdf|json|xml)$/

/** A reservation with a long title, a request that waits, and the mail of both. */
async function fill(demo: DemoServer) {
  const make = async (wish: object) => {
    const answer = await demo.app.inject({
      method: 'POST',
      url: '/api/v1/reservations',
      headers: { authorization: `Bearer ${await tokenOf(demo)}` },
      payload: { purpose: 'contract_research', ...wish },
    })
    return answer.json<{ id: number }>().id
  }
  const title = 'Oznaczanie mykotoksyn w kiszonkach metodą wysokosprawnej chromatografii cieczowej'
  const confirmed = await make({
    ...{ resource: 'demo-hplc', start: '2026-11-25T10:00:00+01:00', end: '2026-11-25T12:00:00+01:00' },
    title,
    note: 'https://przyklad.pl/bardzo-dlugi-adres-bez-zadnej-przerwy-ktory-nie-miesci-sie-w-wierszu-telefonu',
  })
  const requested = await make({
    ...{ resource: 'demo-tem', start: '2026-11-25T10:00:00+01:00', end: '2026-11-25T12:00:00+01:00' },
    title,
    project: 'EX-2026-01',
  })
  const series = await makeSeries(demo)
  await train(demo)
  await wait(demo)
  await demo.sendMail()
  return { confirmed, requested, series }
}

/** The company waits for a time that is taken and has been offered one that has come free. */
async function wait(demo: DemoServer) {
  const { app, clock } = demo
  const call = async (account: Account, url: string, payload: object) => {
    const headers = { authorization: `Bearer ${await tokenOf(demo, account)}` }
    return (await app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload })).json<{ id: number }>().id
  }
  const time = (day: number) => ({ start: `2026-11-${day}T10:00:00+01:00`, end: `2026-11-${day}T12:00:00+01:00` })
  const wish = { resource: 'demo-hplc', ...time(27) }
  const taken = await call('researcher', '/reservations', { ...wish, title: 'Próbki', purpose: 'teaching' })
  await call('company', '/waiting-list', wish)
  await call('company', '/waiting-list', { resource: 'demo-hplc', ...time(25) })
  await call('researcher', `/reservations/${taken}/cancel`, {})
  for (const group of groupsWaitedFor(app.db)) offerFreedTime(app.db, group, clock.now)
}

/** Mondays for half a year, holidays left out, waiting for a decision. */
async function makeSeries(demo: DemoServer): Promise<number> {
  const answer = await demo.app.inject({
    method: 'POST',
    url: '/api/v1/series',
    headers: { authorization: `Bearer ${await tokenOf(demo)}` },
    payload: {
      resource: 'demo-tem',
      dtstart: '2026-11-30T09:00:00',
      duration: 'PT3H',
      rrule: 'FREQ=WEEKLY;COUNT=26',
      on_conflict: 'skip',
      title: 'Przekroje liści łubinu wąskolistnego w kolejnych tygodniach wzrostu',
      purpose: 'own_research',
    },
  })
  return answer.json<{ id: number }>().id
}

/** A microscope that is broken until tonight, with what has been done so far. */
async function runningOutage(demo: DemoServer): Promise<string> {
  const headers = { authorization: `Bearer ${await tokenOf(demo, 'owner')}` }
  const call = (method: 'POST' | 'PATCH', url: string, payload: object) =>
    demo.app.inject({ method, url: `/api/v1${url}`, headers, payload })
  const span = { start: '2026-11-24T07:00:00+01:00', end: '2026-11-24T20:00:00+01:00' }
  const outage = { ...span, kind: 'breakdown', planned: false, reason: 'Działo elektronowe nie grzeje' }
  const { id } = (await call('POST', '/resources/demo-tem/outages', outage)).json<{ id: number }>()
  await call('PATCH', `/outages/${id}`, { work_log: 'Zamówiona katoda, serwis przyjedzie o 14:00.' })
  return `/manage/resources/demo-tem/outages/${id}`
}

async function firstOfSeries(demo: DemoServer, series: number): Promise<string> {
  const { name, value } = demo.sessionOf('researcher')
  const { body } = await demo.app.inject({ url: `/series/${series}`, cookies: { [name]: value } })
  return /href="(\/reservations\/\d+)"/.exec(body)?.[1] ?? '/reservations/none'
}

/** A scanner with somebody who may use it, somebody who asks to, and a training to which they are invited. */
async function train({ app, sessionOf }: DemoServer) {
  const as = async (account: Account, url: string, form: Record<string, string>) => {
    const { name, value } = sessionOf(account)
    const page = await app.inject({ url: '/accessibility', cookies: { [name]: value } })
    const cookies = Object.fromEntries([[name, value], ...page.cookies.map((each) => [each.name, each.value])])
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const payload = new URLSearchParams({ _csrf, ...form }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    await app.inject({ method: 'POST', url, cookies, headers, payload })
  }
  const path = '/manage/resources/demo-mri'
  const message = 'Skanuję próbki skał osadowych, na tomografie pracuję od dwóch lat; pasują mi wtorki i czwartki.'
  await as('researcher', '/training', { resource: 'demo-mri', message })
  const session = { date: '2026-12-03', start: '10:00', end: '12:00', title: 'Pierwsze kroki', places: '4' }
  await as('owner2', `${path}/training-sessions`, { ...session, level: 'supervised', request_1: '1' })
  await as('company', '/training', { resource: 'demo-mri', message: '' })
  const grant = { person: addressOf('researcher2'), level: 'independent', expires_at: '2026-12-10' }
  await as('owner2', `${path}/qualifications`, grant)
}

async function tokenOf({ app }: DemoServer, account: Account = 'researcher'): Promise<string> {
  const payload = { email: addressOf(account), password: 'demo-demo-demo' }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/sessions', payload })
  return answer.json<{ token: string }>().token
}

async function unsubscribePath({ app, sessionOf }: DemoServer): Promise<string> {
  const { name, value } = sessionOf('owner')
  const { body } = await app.inject({ url: '/api/v1/me', cookies: { [name]: value } })
  const { id } = JSON.parse(body) as { id: number }
  return `/unsubscribe/${unsubscribeToken(id, app.settings.sessionSecret)}`
}

/** The link that a mail to the owner carries. */
async function decisionOf({ app, clock, sessionOf }: DemoServer): Promise<string> {
  const { name, value } = sessionOf('owner')
  const { body } = await app.inject({ url: '/approvals', cookies: { [name]: value } })
  const id = Number(/id="request-(\d+)"/.exec(body)?.[1])
  const personId = personByEmail(app.db, addressOf('owner'))!.id
  return decisionPath({ about: 'reservation', id, personId }, clock.now, app.settings.sessionSecret)
}

async function firstMail(demo: DemoServer): Promise<string> {
  const { name, value } = demo.sessionOf('researcher')
  const { body } = await demo.app.inject({ url: '/mailbox', cookies: { [name]: value } })
  return /href="(\/mailbox\/\d+)"/.exec(body)?.[1] ?? '/mailbox/none'
}

/** The editor of the first rule of a place, as its owner sees it. */
async function firstRule(demo: DemoServer, path: string): Promise<string> {
  const { name, value } = demo.sessionOf('owner')
  const { body } = await demo.app.inject({ url: path, cookies: { [name]: value } })
  return new RegExp(`href="(${path}/\\d+)"`).exec(body)?.[1] ?? `${path}/none`
}

/** The address behind the label of a resource. */
async function labelOf({ app }: DemoServer, slug: string): Promise<string> {
  const { id } = catalogueOf(app.db).resourceBySlug.get(slug)!
  return `/r/${labelCodesOf(app.db, [id]).get(id)}`
}

/** A fault that somebody told, and a log that somebody tried. */
async function fillManaged({ app, clock }: DemoServer) {
  const person = (account: Account) => personByEmail(app.db, addressOf(account))!
  const resourceId = catalogueOf(app.db).resourceBySlug.get('demo-hplc')!.id
  const words = 'Pompa gubi ciśnienie po kilku minutach, na ekranie E-1204.'
  const report = { resourceId, severity: 'limits', words, photo: null } as const
  const fault = reportFault(app.db, person('researcher'), report, clock.now)
  const content = 'Start;Koniec;Osoba\n2026-11-20 10:00;2026-11-20 12:00;Jan Nikt\n20.11;x;'
  const sent = await sendLog(app.db, person('owner'), { resourceId, name: 'hplc.csv', content }, clock.now)
  if (!fault.ok || !sent.ok) throw new Error('the demo took neither a fault nor a log')
  const reading = guessedReading(['Start', 'Koniec', 'Osoba'], [['2026-11-20 10:00']], 'Europe/Warsaw')
  await checkLog(app.db, person('owner'), sent.value.id, { reading, saveAs: 'ChemStation' }, clock.now)
  const used = { resourceId, start: clock.now - 2 * HOUR, end: clock.now - HOUR, reason: 'Przegląd pompy' }
  const usage = recordUsage(app.db, person('owner'), used, clock.now)
  if (!usage.ok) throw new Error('the demo took no record of use')
  correctUsage(app.db, person('owner'), usage.value.id, { units: 1, reason: 'Zły zegar' }, clock.now)
  return { fault: fault.value.id, log: sent.value.id, usage: usage.value.id }
}

/** A file that is being made. */
async function exportPage({ app, clock }: DemoServer): Promise<string> {
  const coordinator = personByEmail(app.db, addressOf('coordinator'))!
  const query = { from: '2022-01-01', to: '2026-01-01' }
  const asked = askForExport(app.db, coordinator, { report: 'utilisation', format: 'pdf', query }, clock.now)
  const wish = { report: 'exchange', rhythm: 'quarterly', format: 'pdf', query: {} } as const
  subscribeToReport(app.db, coordinator, wish, { now: clock.now, timeZone: 'Europe/Warsaw' })
  return `/reports/exports/${asked.ok ? asked.value : 0}`
}
