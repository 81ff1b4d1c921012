import type { Catalogue } from '../../server/domain/catalogue.ts'
import type { Resource } from '../../server/domain/resource.ts'
import type { Db } from '../connect.ts'
import { catalogueOf } from './catalogue.ts'
import { prepared } from './prepared.ts'

/**
 * Ids of the resources in which every word of the text is found somewhere, in part or whole, whatever its case and
 * diacritics; the best first: names before tags, tags before descriptions. A text of blanks finds everything, one
 * without any letter or figure nothing. Where nothing is found, words may lose their inflected ending.
 */
export function searchResources(db: Db, text: string): number[] {
  const index = indexOf(db)
  const folded = fold(text.slice(0, LONGEST)).trim()
  if (folded === '') return [...index.entries.keys()]
  const words = [...new Set(folded.split(/\s+/))].filter((word) => squeeze(word) !== '').slice(0, MOST_WORDS)
  if (words.length === 0) return []
  const found = idsWith(db, index, words)
  const stems = words.map(stemOf)
  return found.length > 0 || stems.join() === words.join() ? found : idsWith(db, index, stems)
}

/** Lower case, no diacritics (`ł` has none that Unicode would take off), no control characters. */
export function fold(text: string): string {
  return text
    .toWellFormed()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ł', 'l')
    .replace(/\p{Cc}+/gu, ' ')
}

const LONGEST = 200
const MOST_WORDS = 12

interface Entry {
  readonly name: string
  readonly all: string
}

interface Index {
  readonly revision: number
  /** In the order of Polish names. */
  readonly entries: ReadonlyMap<number, Entry>
}

const indexes = new WeakMap<Db['$client'], Index>()

/** The index lies in memory, in this connection's temporary database: reading never writes the file. */
function indexOf(db: Db): Index {
  const catalogue = catalogueOf(db)
  const known = indexes.get(db.$client)
  if (known?.revision === catalogue.revision) return known
  const index = db.$client.transaction(() => buildIndex(db, catalogue))()
  // A transaction around this one may be rolled back, and the index with it.
  if (!db.$client.inTransaction) indexes.set(db.$client, index)
  return index
}

function buildIndex(db: Db, catalogue: Catalogue): Index {
  db.$client.exec(`DROP TABLE IF EXISTS temp.resource_words;
    CREATE VIRTUAL TABLE temp.resource_words USING fts5(name, tags, makers, place, about, tokenize = 'trigram case_sensitive 1')`)
  const insert = db.$client.prepare(
    'INSERT INTO temp.resource_words (rowid, name, tags, makers, place, about) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const entries = new Map<number, Entry>()
  for (const resource of catalogue.resources) {
    const columns = columnsOf(resource, catalogue).map(searchable)
    insert.run(resource.id, ...columns)
    entries.set(resource.id, { name: columns[0]!, all: columns.join('\n') })
  }
  return { revision: catalogue.revision, entries }
}

function columnsOf(resource: Resource, catalogue: Catalogue): (string | null)[][] {
  const lab = catalogue.labById.get(resource.labId)!
  const organisation = catalogue.organisationById.get(resource.organisationId)!
  const { name, techniques, manufacturer, model, description, source } = resource
  return [
    [name.pl, name.en],
    [...techniques],
    [manufacturer, model],
    [organisation.name.pl, organisation.name.en, lab.name.pl, lab.name.en, lab.unit, lab.city],
    [description, source?.specs ?? null],
  ]
}

/** As written and without its hyphens and slashes, so that `lcms` finds LC-MS/MS. */
function searchable(parts: readonly (string | null)[]): string {
  const words = fold(parts.filter(Boolean).join('\n')).split(/\s+/)
  const squeezed = words.map(squeeze).filter((word, i) => word !== words[i] && word !== '')
  return `${words.join(' ')}\n${squeezed.join(' ')}`
}

const squeeze = (word: string) => word.replace(/[^\p{L}\p{N}]+/gu, '')

/** What is left of a word without the ending that Polish or English may change: `mikroskopy` → `mikrosko`. */
const stemOf = (word: string) => word.slice(0, Math.max(4, word.length - (word.length > 7 ? 3 : 2)))

function idsWith(db: Db, { entries }: Index, words: readonly string[]): number[] {
  const ranks = ranksOf(db, words.filter(isIndexed))
  const candidates = ranks ? [...ranks.keys()] : [...entries.keys()]
  const short = words.filter((word) => !isIndexed(word))
  const scored = candidates.flatMap((id) => {
    const entry = entries.get(id)
    if (!entry || !short.every((word) => holds(entry.all, word))) return []
    const inName = words.filter((word) => holds(entry.name, word)).length
    return { id, inName, rank: ranks?.get(id) ?? 0 }
  })
  return scored.sort((a, b) => b.inName - a.inName || a.rank - b.rank).map(({ id }) => id)
}

const holds = (text: string, word: string) => text.includes(word) || text.includes(squeeze(word))

/** The index knows groups of three letters: shorter words are looked for by reading. */
const isIndexed = (word: string) => [...squeeze(word)].length >= 3

/** Everything that has all of the words, with FTS5's rank: the less the better. Null when there is no word to ask for. */
function ranksOf(db: Db, words: readonly string[]): Map<number, number> | null {
  if (words.length === 0) return null
  const match = words.map((word) => `(${quoted(word)} OR ${quoted(squeeze(word))})`).join(' AND ')
  const rows = prepared(
    db,
    `SELECT rowid, bm25(resource_words, 10, 6, 6, 3, 1) FROM temp.resource_words WHERE resource_words MATCH ? ORDER BY 2`,
  )
    .raw()
    .all(match) as [number, number][]
  return new Map(rows)
}

/** A string of FTS5's query language, in which nothing but the quote itself has a meaning. */
const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`
