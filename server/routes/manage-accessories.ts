import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import {
  ACCESSORY_NOTICES,
  AccessoriesPage,
  type AccessoryFields,
  type ListedAccessory,
} from '../../views/manage/accessories-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import type { Resource } from '../domain/resource.ts'
import { decidesFor } from '../domain/stewardship.ts'
import { addAccessory } from '../operations/add-accessory.ts'
import { type AccessoryChange, changeAccessory, hostsOf } from '../operations/change-accessory.ts'
import type { Refusal, Result } from '../operations/result.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { invalidText } from '../plugins/problem.ts'

const config = { access: 'steward' } as const
const Slug = Type.String({ maxLength: 120 })
const Fields = Type.Record(Type.String({ maxLength: 130 }), Type.String({ maxLength: 1000 }), { maxProperties: 2000 })
type FormBody = Readonly<Record<string, string>>

/** What is booked along with a resource: added, shared, counted and retired by who decides in its lab. */
export function manageAccessories(app: App): void {
  const path = '/manage/resources/:slug/accessories'

  app.get(
    path,
    {
      config,
      schema: {
        params: Type.Object({ slug: Slug }),
        querystring: Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) }),
      },
    },
    async (request, reply) => {
      const resource = decided(app, request, request.params.slug)
      return show(app, request, reply, { resource, done: request.query.done })
    },
  )

  app.post(path, { config, schema: { params: Type.Object({ slug: Slug }), body: Fields } }, async (request, reply) => {
    const { person } = request
    const body = request.body as FormBody
    const resource = decided(app, request, request.params.slug)
    if (body['share'] !== undefined) {
      const { id, ...accessory } = accessoryNamed(app, body['share'])
      const belongsTo = [...hostsOf({ id }, catalogueOf(app.db)).map((each) => each.id), resource.id]
      const result = changeAccessory(app.db, person!, id, { belongsTo }, app.clock())
      return finish(app, request, reply, { resource, form: accessory.slug, done: 'saved', result })
    }
    const result = addAccessory(app.db, person!, resource.id, accessoryFrom(body), app.clock())
    return finish(app, request, reply, { resource, form: 'new', done: 'added', result })
  })

  app.post(
    `${path}/:accessory`,
    { config, schema: { params: Type.Object({ slug: Slug, accessory: Slug }), body: Fields } },
    async (request, reply) => {
      const { params, person } = request
      const body = request.body as FormBody
      const resource = decided(app, request, params.slug)
      const { id, slug } = accessoryNamed(app, params.accessory)
      const { change, done } = changeFrom(app, body)
      const result = changeAccessory(app.db, person!, id, change, app.clock())
      return finish(app, request, reply, { resource, form: slug, done, result })
    },
  )
}

/** The resource, where the person decides: 404 for one that is not there, 403 for one of others. */
function decided(app: App, { person }: FastifyRequest, slug: string): Resource {
  const resource = found(catalogueOf(app.db).resourceBySlug.get(slug))
  if (!decidesFor(person, resource)) throw new HttpRefusal(403, 'forbidden')
  return resource
}

const accessoryNamed = (app: App, slug: string): Resource => found(catalogueOf(app.db).accessoryBySlug.get(slug))

const accessoryFrom = (body: FormBody) => ({
  name: { pl: body['name_pl'] ?? '', en: body['name_en'] ?? '' },
  stock: body['stock'] ? Number(body['stock']) : Number.NaN,
})

/** Retiring leaves the rest as it is, whatever was typed. */
function changeFrom(app: App, body: FormBody): { change: AccessoryChange; done: string } {
  if (body['act'] === 'retire') return { change: { status: 'retired' }, done: 'retired' }
  if (body['act'] === 'restore') return { change: { status: 'active' }, done: 'restored' }
  const { resourceBySlug } = catalogueOf(app.db)
  const belongsTo = Object.keys(body).flatMap((name) =>
    name.startsWith('of-') ? (resourceBySlug.get(name.slice(3))?.id ?? []) : [],
  )
  return { change: { ...accessoryFrom(body), belongsTo }, done: 'saved' }
}

interface Sent {
  readonly resource: Resource
  /** Which form: `new`, or the slug of its accessory. */
  readonly form: string
  readonly done: string
  readonly result: Result<unknown>
}

function finish(app: App, request: FastifyRequest, reply: FastifyReply, { resource, form, done, result }: Sent) {
  if (result.ok) return reply.redirect(`/manage/resources/${resource.slug}/accessories?done=${done}`, 303)
  return show(app, request, reply.code(422), { resource, refused: { form, errors: errorsOf(result.refusal, request) } })
}

function errorsOf(refusal: Refusal, { locale }: FastifyRequest): Record<string, string> {
  if (refusal.kind !== 'invalid') throw plainRefusal(refusal)
  return { [refusal.field]: invalidText(refusal, locale) }
}

interface Shown {
  readonly resource: Resource
  readonly done?: string | undefined
  readonly refused?: { readonly form: string; readonly errors: Readonly<Record<string, string>> }
}

function show(app: App, request: FastifyRequest, reply: FastifyReply, { resource, done, refused }: Shown) {
  const { locale, person } = request
  const { accessories, labById } = catalogueOf(app.db)
  const lab = labById.get(resource.labId)!
  const typed = (form: string) => (refused?.form === form ? (request.body as FormBody) : null)
  const belongs = (each: Resource) => resource.accessories.includes(each.id)
  const named = ({ slug, name }: Resource) => ({ slug, name: name[locale] })
  const isSharable = (each: Resource) => each.status === 'active' && !belongs(each) && decidesFor(person, each)
  return reply.page(AccessoriesPage, {
    resource: named(resource),
    crumbs: [
      { label: translateInto(locale)('manage.title'), href: '/manage' },
      { label: lab.name[locale], href: `/labs/${lab.slug}` },
      { label: resource.name[locale], href: `/equipment/${resource.slug}` },
    ],
    accessories: accessories.filter(belongs).map((each) => listed(app, request, each, typed(each.slug))),
    sharable: accessories.filter(isSharable).map(named),
    fresh: fieldsFrom(typed('new') ?? { stock: '1' }),
    refused: refused ?? null,
    notice: ACCESSORY_NOTICES.find((each) => each === done) ?? null,
  })
}

const fieldsFrom = (body: FormBody): AccessoryFields => ({
  name_pl: body['name_pl'] ?? '',
  name_en: body['name_en'] ?? '',
  stock: body['stock'] ?? '',
})

function listed(
  app: App,
  { person, locale }: FastifyRequest,
  accessory: Resource,
  typed: FormBody | null,
): ListedAccessory {
  const catalogue = catalogueOf(app.db)
  const hosts = hostsOf(accessory, catalogue)
  const mine = catalogue.resources.filter((each) => decidesFor(person, each) && each.status !== 'retired')
  const isChosen = (each: Resource) => (typed ? typed[`of-${each.slug}`] !== undefined : hosts.includes(each))
  const { slug, name, capacity, status, labId } = accessory
  const form = {
    fields: typed ? fieldsFrom(typed) : { name_pl: name.pl, name_en: name.en, stock: String(capacity) },
    hosts: mine.map((each) => ({ slug: each.slug, name: each.name[locale], isChosen: isChosen(each) })),
    others: hosts.filter((each) => !mine.includes(each)).map((each) => each.name[locale]),
  }
  return {
    ...{ slug, name: name[locale], stock: capacity, isRetired: status === 'retired' },
    form: decidesFor(person, accessory) ? form : null,
    lab: catalogue.labById.get(labId)!.name[locale],
  }
}
