import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { entityById } from '../../db/queries/state-aid.ts'
import { computedCapacity } from '../../db/queries/state-aid-ledger.ts'
import { EntityFormPage, type EntityFormPageProps } from '../../views/state-aid/entity-form-page.tsx'
import { ledgerLink } from '../../views/state-aid/ledger-words.tsx'
import type { App } from '../app.ts'
import type { Organisation } from '../domain/resource.ts'
import { type EntityYear, isLedgerYear, keepsEntities, keptOrganisations } from '../domain/state-aid-entity.ts'
import { localDayOf } from '../domain/zone.ts'
import { changeEntity, changeFaults } from '../operations/change-entity.ts'
import { closeEntity } from '../operations/close-entity.ts'
import { entityFaults } from '../operations/entity-version.ts'
import { makeEntity } from '../operations/make-entity.ts'
import type { Invalid, Result } from '../operations/result.ts'
import { entitiesSeenBy } from '../operations/see-ledger.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText, invalidTexts } from '../plugins/problem.ts'

const config = { access: 'reports' } as const
const Fields = Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 1000 }), { maxProperties: 5000 })
const Params = Type.Object({ slug: Type.String({ maxLength: 120 }) })
const Query = Type.Object({
  year: Type.Optional(Type.String({ maxLength: 10 })),
  organisation: Type.Optional(Type.String({ maxLength: 120 })),
})
type FormBody = Readonly<Record<string, string>>

/** The forms that make an entity and write a new version of one. */
export function stateAidEntity(app: App): void {
  app.get('/reports/state-aid/entities/new', { config, schema: { querystring: Query } }, async (request, reply) => {
    const organisation = organisationFrom(app, request, request.query.organisation)
    const year = String(yearFrom(app, request.query.year))
    return show(app, request, reply, {
      ...{ organisation, entity: null, errors: {}, computedHours: null },
      fields: { year, ...{ name: '', capacity: '', award: '', reason: '' } },
      chosen: new Map(),
    })
  })

  app.post('/reports/state-aid/entities', { config, schema: { body: Fields } }, async (request, reply) => {
    const body = request.body as FormBody
    const { typed, chosen } = formFrom(body)
    const organisation = organisationFrom(app, request, body['organisation'])
    const wanted = {
      name: typed.name,
      year: Number(typed.year),
      ...figuresFrom(typed),
      resources: weightedFrom(chosen),
    }
    const result = makeEntity(app.db, request.person!, wanted, app.clock())
    const form = { organisation, entity: null, fields: typed, chosen, computedHours: null }
    return finish(app, request, reply, {
      ...{ result, form, year: wanted.year, done: 'made' },
      faults: () => entityFaults(app.db, wanted),
    })
  })

  app.get(
    '/reports/state-aid/entities/:slug',
    { config, schema: { params: Params, querystring: Query } },
    async (request, reply) => {
      const present = kept(app, request, request.params.slug, yearFrom(app, request.query.year))
      return show(app, request, reply, { ...formOf(app, request, present), errors: {} })
    },
  )

  app.post(
    '/reports/state-aid/entities/:slug',
    { config, schema: { params: Params, body: Fields } },
    async (request, reply) => {
      const { typed, chosen } = formFrom(request.body as FormBody)
      const year = Number(typed.year)
      const present = kept(app, request, request.params.slug, yearFrom(app, typed.year))
      const change = {
        year,
        name: typed.name,
        reason: typed.reason,
        ...figuresFrom(typed),
        resources: weightedFrom(chosen),
      }
      const result = changeEntity(app.db, request.person!, present.entity.id, change, app.clock())
      const form = { ...formOf(app, request, present), fields: typed, chosen }
      const faults = () => changeFaults(app.db, change)
      return finish(app, request, reply, { result, form, year, done: 'saved', faults })
    },
  )

  app.post(
    '/reports/state-aid/entities/:slug/closing',
    { config, schema: { params: Params, body: Fields } },
    async (request, reply) => {
      const { reason = '', act, year: typedYear } = request.body as FormBody
      const year = yearFrom(app, typedYear)
      const present = kept(app, request, request.params.slug, year)
      const closing = { isClosed: act !== 'reopen', reason }
      const result = closeEntity(app.db, request.person!, present.entity.id, closing, app.clock())
      if (result.ok || result.refusal.kind !== 'invalid')
        return finish(app, request, reply, { result, form: formOf(app, request, present), year, done: 'saved' })
      const error = invalidText(result.refusal, request.locale)
      return show(app, request, reply.code(422), {
        ...{ ...formOf(app, request, present), errors: {} },
        closing: { reason, error },
      })
    },
  )
}

type Form = Pick<EntityFormPageProps, 'entity' | 'fields' | 'computedHours'> & {
  readonly organisation: Organisation
  /** Slug → weight as typed; those that are ticked. */
  readonly chosen: ReadonlyMap<string, { readonly isTicked: boolean; readonly weight: string }>
}

/** The form of an entity as it stands. */
function formOf(app: App, { locale }: FastifyRequest, present: EntityYear): Form {
  const { resourceById, organisationById } = catalogueOf(app.db)
  const { entity, year, resources, frozenHours, shareAtAward } = present
  const text = (value: number | null) => (value === null ? '' : decimal(value, locale))
  return {
    entity,
    organisation: organisationById.get(entity.organisationId)!,
    computedHours: computedCapacity(app.db, resources, year, app.clock()),
    fields: {
      ...{ name: entity.name, year: String(year), reason: '' },
      capacity: text(frozenHours),
      award: text(shareAtAward === null ? null : shareAtAward * 100),
    },
    chosen: new Map(
      resources.flatMap(({ resourceId, weight }) => {
        const slug = resourceById.get(resourceId)?.slug
        return slug ? [[slug, { isTicked: true, weight: text(weight) }] as const] : []
      }),
    ),
  }
}

const decimal = (value: number, locale: string) =>
  String(Math.round(value * 1e6) / 1e6).replace('.', locale === 'pl' ? ',' : '.')

/** What a person typed, with the thousands and the comma of their language. */
const numberFrom = (text: string): number | null =>
  text.trim() === '' ? null : Number(text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.'))

function formFrom(body: FormBody) {
  const field = (name: string) => body[name] ?? ''
  const names = Object.keys(body).filter((name) => /^(take|weight)-/.test(name))
  const slugs = new Set(names.map((name) => name.slice(name.indexOf('-') + 1)))
  return {
    typed: {
      ...{ name: field('name'), year: field('year'), reason: field('reason') },
      ...{ capacity: field('capacity'), award: field('award') },
    },
    chosen: new Map(
      [...slugs].map((slug) => [
        slug,
        { isTicked: body[`take-${slug}`] !== undefined, weight: body[`weight-${slug}`] ?? '1' },
      ]),
    ),
  }
}

function figuresFrom({ capacity, award }: { capacity: string; award: string }) {
  const percents = numberFrom(award)
  return { capacityHours: numberFrom(capacity), shareAtAward: percents === null ? null : percents / 100 }
}

const weightedFrom = (chosen: Form['chosen']) =>
  [...chosen].flatMap(([slug, { isTicked, weight }]) =>
    isTicked ? [{ slug, weight: weight.trim() === '' ? 1 : (numberFrom(weight) ?? 1) }] : [],
  )

/** The organisation asked for, where the person keeps its books, or the first whose they keep. */
function organisationFrom(app: App, { person }: FastifyRequest, slug: string | undefined): Organisation {
  const own = keptOrganisations(person!, catalogueOf(app.db))
  const [first] = own
  if (!first) throw new HttpRefusal(403, 'forbidden')
  return slug ? found(own.find((each) => each.slug === slug)) : first
}

/** An entity the person keeps: 404 where they do not see it, 403 where they only read it. */
function kept(app: App, { person }: FastifyRequest, slug: string, year: number): EntityYear {
  const present = found(entitiesSeenBy(app.db, person!, year).find(({ entity }) => entity.slug === slug))
  if (!keepsEntities(person!, present.entity.organisationId, catalogueOf(app.db)))
    throw new HttpRefusal(403, 'forbidden')
  return present
}

interface Sent {
  readonly result: Result<number>
  readonly form: Form
  readonly year: number
  readonly done: string
  /** Everything that is wrong, where the result says only the first. */
  readonly faults?: () => readonly Invalid[]
}

function finish(app: App, request: FastifyRequest, reply: FastifyReply, { result, form, year, done, faults }: Sent) {
  if (result.ok) {
    const { slug } = entityById(app.db, result.value)!
    return reply.redirect(`${ledgerLink(year, slug)}&done=${done}`, 303)
  }
  const { refusal } = result
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return show(app, request, reply.code(422), {
    ...{ ...form, errors: invalidTexts([refusal, ...(faults?.() ?? [])], request.locale) },
  })
}

function show(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Form & Pick<EntityFormPageProps, 'errors' | 'closing'>,
) {
  const { locale, person } = request
  const catalogue = catalogueOf(app.db)
  const named = ({ slug, name }: Organisation) => ({ slug, name: name[locale] })
  const { chosen, organisation, ...shown } = form
  return reply.page(EntityFormPage, {
    ...shown,
    organisation: named(organisation),
    organisations: keptOrganisations(person!, catalogue)
      .filter(({ id }) => (catalogue.resourcesOfOrganisation.get(id) ?? []).length > 0)
      .map(named),
    labs: (catalogue.labsOfOrganisation.get(organisation.id) ?? []).flatMap((lab) => {
      const resources = (catalogue.resourcesOfLab.get(lab.id) ?? []).filter(
        ({ slug, status }) => status === 'active' || status === 'out_of_service' || chosen.has(slug),
      )
      const rows = resources.map(({ slug, name }) => ({
        ...{ slug, name: name[locale] },
        isChosen: chosen.get(slug)?.isTicked ?? false,
        weight: chosen.get(slug)?.weight ?? '1',
      }))
      return rows.length > 0 ? [{ name: lab.name[locale], resources: rows }] : []
    }),
  })
}

function yearFrom(app: App, said: string | undefined): number {
  if (said && !isLedgerYear(Number(said))) throw new HttpRefusal(404, 'not-found')
  return said ? Number(said) : Number(localDayOf(app.clock(), app.settings.timeZone).slice(0, 4))
}
