import {
  erasedEmail,
  erasedName,
  NO_WORDS,
  personalTables,
  type Tie,
  tieCondition,
} from '../../server/domain/personal-data.ts'
import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Who an account belonged to, while it still says so. */
export interface Traces {
  readonly personId: number
  readonly name: string
  readonly email: string
  readonly locale: 'pl' | 'en'
}

export function tracesOf(db: Db, personId: number): Traces | null {
  const row = prepared(
    db,
    'SELECT id AS personId, name, email, locale FROM people WHERE id = ? AND erased_at IS NULL',
  ).get(personId)
  return (row as Traces | undefined) ?? null
}

/** When the account was made, epoch ms: with the id it names one person also in another copy of the database. */
export function createdAtOf(db: Db, personId: number): number | null {
  const at = prepared(db, 'SELECT created_at FROM people WHERE id = ?').pluck().get(personId)
  return (at as number | undefined) ?? null
}

/**
 * Takes out whatever names the person, as the registry says, and writes when. Rows that hours and counts are made of stay.
 * Where somebody else has the very same name it stays in what others wrote, for nobody could say who is meant.
 */
export function eraseTraces(db: Db, traces: Traces, at: number): void {
  const { personId, email, locale } = traces
  const words = wordsOf(db, personId)
  scrubMails(db, traces, words)
  scrubHistory(db, personId)
  prepared(db, 'DELETE FROM report_files WHERE export_id IN (SELECT id FROM report_exports WHERE person_id = ?)').run(
    personId,
  )
  for (const [table, { ties }] of personalTables())
    for (const tie of ties) eraseRows(db, table, tie, { personId, email })
  prepared(
    db,
    `UPDATE people SET name = :name, email = :email, preferences = '{}', is_active = 0, role = 'member',
       mail_refused_at = NULL, email_confirmed_at = NULL, password_changed_at = NULL, erased_at = :at WHERE id = :personId`,
  ).run({ name: erasedName(personId, locale), email: erasedEmail(personId), at, personId })
  sweep(db, traces)
}

const LITERAL = { dash: `'${NO_WORDS}'`, empty: `''`, null: 'NULL' } as const

function eraseRows(db: Db, table: string, tie: Tie, holder: { personId: number; email: string }) {
  if (tie.erases === 'keep') return
  const condition = tieCondition(tie)
  const values = condition.includes(':email') ? { email: holder.email } : { personId: holder.personId }
  if (tie.erases === 'delete') return void prepared(db, `DELETE FROM ${table} WHERE ${condition}`).run(values)
  const changes = Object.entries(tie.erases).map(([column, by]) => `${column} = ${LITERAL[by]}`)
  prepared(db, `UPDATE ${table} SET ${changes.join(', ')} WHERE ${condition}`).run(values)
}

/** What the person wrote and erasure takes out, to be found again where it was quoted. */
function wordsOf(db: Db, personId: number): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [table, { ties }] of personalTables())
    for (const tie of ties) {
      if (typeof tie.erases === 'string' || !tie.column) continue
      for (const column of Object.keys(tie.erases).filter((name) => !name.endsWith('_id')))
        for (const text of prepared(
          db,
          `SELECT DISTINCT ${column} FROM ${table} WHERE ${tieCondition(tie)} AND ${column} <> ''`,
        )
          .pluck()
          .all({ personId }) as string[])
          found.add(text)
    }
  return found
}

/** Mails to others about the person's reservations and faults quote them: the mail stays, the words go. */
function scrubMails(db: Db, { personId, name, email, locale }: Traces, words: ReadonlySet<string>) {
  const rows = prepared(
    db,
    `SELECT id, payload FROM outbox WHERE person_id <> :personId AND (instr(payload, :name) OR instr(payload, :email)
       OR payload ->> 'reservationId' IN (SELECT id FROM reservations WHERE requester_id = :personId)
       OR payload ->> 'seriesId' IN (SELECT id FROM series WHERE requester_id = :personId)
       OR payload ->> 'faultId' IN (SELECT id FROM faults WHERE reporter_id = :personId))`,
  ).all({ personId, name: inJson(name), email }) as { id: number; payload: string }[]
  for (const { id, payload } of rows) {
    const scrubbed = JSON.stringify(JSON.parse(payload), (_key, value: unknown) => {
      if (value === name) return erasedName(personId, locale)
      return typeof value === 'string' && words.has(value) ? NO_WORDS : value
    })
    if (scrubbed !== payload) prepared(db, 'UPDATE outbox SET payload = ? WHERE id = ?').run(scrubbed, id)
  }
}

/** Histories keep what happened and when, not in which words. */
function scrubHistory(db: Db, personId: number) {
  prepared(
    db,
    `UPDATE reservation_events SET details = json_remove(details, '$.changes.title', '$.changes.note', '$.reason')
     WHERE reservation_id IN (SELECT id FROM reservations WHERE requester_id = :personId) AND details <> '{}'`,
  ).run({ personId })
  prepared(
    db,
    `UPDATE reservation_events SET details = json_remove(details, '$.reason')
     WHERE person_id = :personId AND details ->> 'reason' IS NOT NULL`,
  ).run({ personId })
}

/** Books that nothing may be changed in hold ids and no names; what was written into the ledger is kept by law. */
const KEPT = ['audit_events', 'state_aid_versions', 'migrations']

/** Whatever text still has the name or the address, whoever wrote it, in every table there is. */
function sweep(db: Db, { personId, name, email, locale }: Traces) {
  const isNameOfOthers = prepared(db, 'SELECT 1 FROM people WHERE name = ? AND id <> ?').get(name, personId)
  const pairs = [[email, erasedEmail(personId)] as const]
  // A name of one word is a word like any other.
  if (!isNameOfOthers && /\S\s+\S/.test(name))
    for (const form of new Set([name, inJson(name)])) pairs.push([form, erasedName(personId, locale)])
  for (const [table, columns] of textColumns(db)) {
    if (KEPT.includes(table)) continue
    for (const [old, fresh] of pairs) {
      const changes = columns.map((column) => `"${column}" = replace("${column}", :old, :fresh)`).join(', ')
      const condition = columns.map((column) => `instr("${column}", :old)`).join(' OR ')
      prepared(db, `UPDATE "${table}" SET ${changes} WHERE ${condition}`).run({ old, fresh })
    }
  }
}

function textColumns(db: Db): ReadonlyMap<string, readonly string[]> {
  const rows = prepared(
    db,
    `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m JOIN pragma_table_info(m.name) c
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.type = 'TEXT'`,
  ).all() as { table: string; column: string }[]
  const found = new Map<string, string[]>()
  for (const { table, column } of rows) found.set(table, [...(found.get(table) ?? []), column])
  return found
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

/** Everybody erased so far, by id. */
export function erasedPeople(
  db: Db,
): readonly { readonly personId: number; readonly createdAt: number; readonly at: number }[] {
  return prepared(
    db,
    'SELECT id AS personId, created_at AS createdAt, erased_at AS at FROM people WHERE erased_at IS NOT NULL ORDER BY id',
  ).all() as { personId: number; createdAt: number; at: number }[]
}
