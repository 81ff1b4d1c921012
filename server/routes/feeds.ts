import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { feedsOf } from '../../db/queries/feeds.ts'
import { FeedsPage, type FeedsPageProps } from '../../views/account/feeds-page.tsx'
import { translateInto } from '../../views/text/translate.ts'
import type { App } from '../app.ts'
import { FEED_KINDS, type Feed, type FeedKind, mayFollow } from '../domain/feed.ts'
import { feedFile } from '../domain/feed-file.ts'
import { makeFeed } from '../operations/make-feed.ts'
import { readFeed } from '../operations/read-feed.ts'
import { revokeFeed } from '../operations/revoke-feed.ts'
import { found, plainRefusal } from '../plugins/found.ts'
import { versionedFiles } from '../plugins/versioned.ts'
import { type EntryText, type FeedPrint, feedCalendar, feedName, feedPrint } from './feed-calendar.ts'

const config = { access: 'person' } as const
const Slug = Type.Optional(Type.String({ maxLength: 120 }))
const Wish = Type.Object({
  kind: Type.Unsafe<FeedKind>({ type: 'string', enum: [...FEED_KINDS] }),
  resource: Slug,
  lab: Slug,
  _csrf: Type.Optional(Type.String()),
})

/** Private calendar addresses: made and revoked by their owner, read by whoever knows one. */
export function feeds(app: App): void {
  app.get(
    '/account/feeds',
    { config, schema: { querystring: Type.Object({ resource: Slug, done: Slug }) } },
    async (request, reply) => {
      const { resource, done } = request.query
      return show(app, request, reply, { isRevoked: done === 'revoked', chosen: resource ?? null })
    },
  )

  app.post('/account/feeds', { config, schema: { body: Wish } }, async (request, reply) => {
    const { kind, resource = '', lab = '' } = request.body
    const of = kind === 'lab' ? lab : resource
    const result = makeFeed(app.db, request.person!, { kind, of }, app.clock())
    if (result.ok) {
      const { feed, token } = result.value
      // Shown in the answer itself, once: nothing of it can be asked for again.
      const fresh = { name: nameOf(app, request, feed), url: `${app.settings.publicUrl}/calendars/${token}.ics` }
      return show(app, request, reply.code(201), { fresh })
    }
    if (result.refusal.kind !== 'invalid') throw plainRefusal(result.refusal)
    const { reason, values = {} } = result.refusal
    const message = translateInto(request.locale)(`invalid.${reason as 'feed-resource'}`, values)
    const fault = { field: reason === 'feed-too-many' ? null : kind, message }
    return show(app, request, reply.code(422), { fault, chosen: kind === 'resource' ? resource : null })
  })

  app.post(
    '/account/feeds/:id/revocation',
    { config, schema: { params: Type.Object({ id: Type.String({ pattern: '^[0-9]{1,15}$' }) }) } },
    async (request, reply) => {
      const result = revokeFeed(app.db, request.person!, Number(request.params.id))
      if (!result.ok) throw plainRefusal(result.refusal)
      return reply.redirect('/account/feeds?done=revoked', 303)
    },
  )

  const send = versionedFiles()
  const textOf = keptTexts()
  app.get(
    '/calendars/:token.ics',
    { config: { access: 'anyone' }, schema: { params: Type.Object({ token: Type.String({ maxLength: 200 }) }) } },
    (request, reply) => {
      const now = app.clock()
      const read = found(readFeed(app.db, request.params.token, now))
      reply
        .type('text/calendar; charset=utf-8')
        .header('cache-control', 'private, no-cache')
        .header('x-robots-tag', 'noindex')
      const print = feedPrint(app, read)
      const make = (entryText: EntryText) => feedFile(feedCalendar(app, read, print, entryText))
      const body = () => textOf(read.feed.id, print, make)
      return send(request, reply, { key: String(read.feed.id), body, print: print.whole, now })
    },
  )
}

/** So many calendars are kept as text, of up to half a megabyte each. */
const MOST_TEXTS = 40

interface KeptText {
  readonly print: FeedPrint
  readonly text: string
  readonly entries: ReadonlyMap<string, string>
}

/** The text of a calendar is made once, until what it is made of changes; then what else stands in it is kept. */
function keptTexts() {
  const kept = new Map<number, KeptText>()
  return (id: number, print: FeedPrint, make: (entryText: EntryText) => string): string => {
    const known = kept.get(id)
    if (known?.print.whole === print.whole) return known.text
    const before = known?.print.frame === print.frame ? known.entries : new Map<string, string>()
    const entries = new Map<string, string>()
    const text = make((key, made) => {
      const entry = before.get(key) ?? made()
      entries.set(key, entry)
      return entry
    })
    kept.delete(id)
    if (kept.size >= MOST_TEXTS) kept.delete(kept.keys().next().value!)
    kept.set(id, { print, text, entries })
    return text
  }
}

type Particulars = Partial<Pick<FeedsPageProps, 'fresh' | 'fault' | 'isRevoked' | 'chosen'>>

function show(app: App, request: FastifyRequest, reply: FastifyReply, particulars: Particulars) {
  const person = request.person!
  const { resources, labs } = catalogueOf(app.db)
  const { locale } = request
  return reply.page(FeedsPage, {
    feeds: feedsOf(app.db, person.id).map((feed) => ({
      id: feed.id,
      kind: feed.kind,
      name: nameOf(app, request, feed),
      createdAt: feed.createdAt,
      isAlive: mayFollow(person, feed),
    })),
    resources: resources
      .filter(({ status }) => status !== 'retired')
      .map((each) => ({ slug: each.slug, name: each.name[locale] })),
    labs: labs
      .filter(({ id }) => person.stewardOf.has(id))
      .map((each) => ({ slug: each.slug, name: each.name[locale] })),
    decides: mayFollow(person, { kind: 'approvals', labId: null }),
    fresh: null,
    fault: null,
    isRevoked: false,
    chosen: null,
    ...particulars,
  })
}

const nameOf = (app: App, { locale }: FastifyRequest, feed: Feed) => feedName(feed, catalogueOf(app.db), locale)
