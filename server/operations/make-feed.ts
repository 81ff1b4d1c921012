import { randomBytes } from 'node:crypto'
import { type Db, inWriteTransaction } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { feedsOf, insertFeed } from '../../db/queries/feeds.ts'
import { type Feed, type FeedKind, MOST_FEEDS, mayFollow } from '../domain/feed.ts'
import type { Person } from '../domain/person.ts'
import { done, type Result, refused } from './result.ts'
import { hashOf } from './sign-in.ts'

export interface FeedWish {
  readonly kind: FeedKind
  /** Slug of the resource or the lab, where the kind needs one. */
  readonly of: string | null
}

export interface MadeFeed {
  readonly feed: Feed
  /** The secret part of the address: told once, the database keeps its SHA-256. */
  readonly token: string
}

/** Makes a private calendar address. */
export function makeFeed(db: Db, person: Person, { kind, of }: FeedWish, now: number): Result<MadeFeed> {
  const { resourceBySlug, labs } = catalogueOf(db)
  const resource = kind === 'resource' ? resourceBySlug.get(of ?? '') : null
  const lab = kind === 'lab' ? labs.find(({ slug }) => slug === of) : null
  if (resource === undefined || lab === undefined)
    return refused({ kind: 'invalid', field: 'of', reason: `feed-${kind}` })
  const place = { kind, resourceId: resource?.id ?? null, labId: lab?.id ?? null }
  if (!mayFollow(person, place)) return refused({ kind: 'forbidden' })
  const token = randomBytes(32).toString('base64url')
  return inWriteTransaction(db, (tx) => {
    if (feedsOf(tx, person.id).length >= MOST_FEEDS)
      return refused({ kind: 'invalid', field: 'kind', reason: 'feed-too-many', values: { count: MOST_FEEDS } })
    const feed = insertFeed(tx, { ...place, personId: person.id, tokenHash: hashOf(token), createdAt: now })
    return done({ feed, token })
  })
}
