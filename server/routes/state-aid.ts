import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { closingsOf, correctionsOf, limitsTold, signedVersionsOf, titlesOf } from '../../db/queries/state-aid.ts'
import { countLedgersAhead, ledgerOf } from '../../db/queries/state-aid-ledger.ts'
import { LedgerEntriesPage } from '../../views/state-aid/ledger-entries-page.tsx'
import { STATE_AID_NOTICES, StateAidPage, type StateAidPageProps } from '../../views/state-aid/state-aid-page.tsx'
import type { App } from '../app.ts'
import { spanOfDays } from '../domain/local-months.ts'
import type { Person } from '../domain/person.ts'
import { LEDGER_GROUPS } from '../domain/state-aid.ts'
import { daysOfYear, isLedgerYear, keepsEntities, keptOrganisations } from '../domain/state-aid-entity.ts'
import { hoursWithin } from '../domain/state-aid-hours.ts'
import type { Ledger } from '../domain/state-aid-ledger.ts'
import { isSteward } from '../domain/stewardship.ts'
import { SMALLEST_GROUP } from '../domain/utilisation-grouping.ts'
import { localDayOf } from '../domain/zone.ts'
import { entitiesSeenBy } from '../operations/see-ledger.ts'
import { HttpRefusal, invalid } from '../plugins/access.ts'
import { found } from '../plugins/found.ts'

const config = { access: 'reports' } as const
const text = Type.Optional(Type.String({ maxLength: 120 }))
const PER_PAGE = 100

/** The State-aid ledger: a year of one entity or of all, and the reservations behind its figures. */
export function stateAid(app: App): void {
  app.get(
    '/reports/state-aid',
    { config, schema: { querystring: Type.Object({ year: text, entity: text, done: text }) } },
    async ({ query, person }, reply) => {
      const year = yearFrom(app, query.year)
      const now = app.clock()
      const catalogue = catalogueOf(app.db)
      const seen = entitiesSeenBy(app.db, person!, year)
      await countLedgersAhead(app.db, seen, now)
      const ledgers = seen.map((each) => ({
        ledger: ledgerOf(app.db, each, now),
        organisation: catalogue.organisationById.get(each.entity.organisationId)!,
      }))
      const asked = query.entity || (ledgers.length === 1 ? ledgers[0]!.ledger.entity.slug : '')
      const shown = asked ? found(ledgers.find(({ ledger }) => ledger.entity.slug === asked)) : null
      return reply.page(StateAidPage, {
        year,
        years: yearsAround(app, year),
        ledgers: ledgers.map(({ ledger, organisation }) => ({
          ledger,
          organisation: organisation.name[reply.request.locale],
        })),
        shown: shown && wholeOf(app, shown.ledger, person!, reply.request),
        mayMake: keptOrganisations(person!, catalogue).length > 0,
        notice: STATE_AID_NOTICES.find((each) => each === query.done) ?? null,
      })
    },
  )

  app.get(
    '/reports/state-aid/reservations',
    {
      config,
      schema: { querystring: Type.Object({ year: text, entity: text, resource: text, group: text, page: text }) },
    },
    async (request, reply) => showEntries(app, request, reply, request.query),
  )
}

function wholeOf(
  app: App,
  ledger: Ledger,
  person: Person,
  { locale }: FastifyRequest,
): NonNullable<StateAidPageProps['shown']> {
  const { entity, year, parts } = ledger
  const catalogue = catalogueOf(app.db)
  const ids = parts.flatMap(({ entries }) => entries.flatMap(({ reservationId }) => reservationId ?? []))
  return {
    ledger,
    organisation: catalogue.organisationById.get(entity.organisationId)!.name[locale],
    mayKeep: keepsEntities(person, entity.organisationId, catalogue),
    versions: signedVersionsOf(app.db, entity.id, year),
    told: limitsTold(app.db, entity.id, year),
    corrections: correctionsOf(app.db, ids),
    closings: closingsOf(app.db, entity),
    names: new Map(catalogue.resources.map(({ id, name }) => [id, name[locale]])),
  }
}

type EntriesQuery = Readonly<Partial<Record<'year' | 'entity' | 'resource' | 'group' | 'page', string>>>

function showEntries(app: App, { person }: FastifyRequest, reply: FastifyReply, query: EntriesQuery) {
  const year = yearFrom(app, query.year)
  const seen = entitiesSeenBy(app.db, person!, year).find(({ entity }) => entity.slug === query.entity)
  const ledger = ledgerOf(app.db, found(seen), app.clock())
  const { resource, entries } = found(ledger.parts.find((part) => part.resource.slug === query.resource))
  const group = LEDGER_GROUPS.find((each) => each === query.group) ?? 'economic'
  const span = spanOfDays(daysOfYear(year), resource.timeZone)
  const all = entries
    .filter((each) => each.group === group)
    .map((entry) => ({ entry, done: hoursWithin(entry.done, span), coming: hoursWithin(entry.coming, span) }))
    .filter(({ done, coming }) => done + coming > 0)
  const pageCount = Math.max(1, Math.ceil(all.length / PER_PAGE))
  const pageNumber = Math.min(pageCount, Math.max(1, Math.floor(Number(query.page)) || 1))
  const items = all.slice((pageNumber - 1) * PER_PAGE, pageNumber * PER_PAGE)
  const caresFor = isSteward(person, resource)
  const people = new Set(all.map(({ entry }) => entry.personId))
  const ids = items.flatMap(({ entry }) => entry.reservationId ?? [])
  return reply.page(LedgerEntriesPage, {
    ...{ catalogue: catalogueOf(app.db), ledger, resource, group, items, pageNumber, pageCount },
    titles: caresFor ? titlesOf(app.db, ids) : new Map(),
    total: {
      done: all.reduce((sum, each) => sum + each.done, 0),
      coming: all.reduce((sum, each) => sum + each.coming, 0),
    },
    isFew: !caresFor && all.length > 0 && people.size < SMALLEST_GROUP,
  })
}

const presentYear = (app: App) => Number(localDayOf(app.clock(), app.settings.timeZone).slice(0, 4))

/** The year asked for, the present one unless told. */
function yearFrom(app: App, said: string | undefined): number {
  if (said === undefined || said === '') return presentYear(app)
  if (!/^\d{4}$/.test(said)) throw invalid('year', 'must be a year such as 2026')
  if (!isLedgerYear(Number(said))) throw new HttpRefusal(404, 'not-found')
  return Number(said)
}

function yearsAround(app: App, year: number): readonly number[] {
  const present = presentYear(app)
  const years = new Set([year, ...Array.from({ length: 7 }, (_, i) => present + 1 - i)])
  return [...years].filter(isLedgerYear).sort((a, b) => b - a)
}
