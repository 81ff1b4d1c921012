import type { TestApp } from './app.ts'
import type { TwoSides } from './two-sides.ts'

/** Columns of text that are no words of anybody's: choices, days, rules, names of things in addresses, digests. */
const NO_WORDS = new Set(
  `kind state role locale effect audience purpose level status approval qualification_required per measure period severity
  source report rhythm format scopes transports inherited exempt_purposes media_type object_kind time_zone start_local rrule
  exdates rdates valid_until occurrence_local sent_up_to start_on end_on from_day to_day slug label_code message_id
  token_hash code_hash password_hash public_key credential_id fingerprint totp_secret raid orcid ror
  source_url source_url_2 policy preferences sign_on resources reading columns outcome query inputs series_skips.reason`.split(
    /\s+/,
  ),
)

/** Columns that are objects: what words they hold. */
const OBJECTS: Readonly<Record<string, (mark: (name: string) => string) => object>> = {
  'reservation_events.details': (mark) => ({ reason: mark('reservation_events.details') }),
  'setting_events.before': (mark) => ({ note: mark('setting_events.before') }),
  'setting_events.after': (mark) => ({ note: mark('setting_events.after') }),
  'audit_events.before': (mark) => ({ note: mark('audit_events.before') }),
  'audit_events.after': (mark) => ({ note: mark('audit_events.after') }),
  'resources.record': (mark) => ({
    ...{ serialNumber: mark('record.serial'), inventoryNumber: mark('record.inventory') },
    ...{ contactName: mark('record.contact'), technicalData: mark('record.technical') },
    ...{ fundingSources: [mark('record.funding')], outlaysPln: 12_345_678 },
  }),
  'resources.access_policy': (mark) => ({ pl: { goals: mark('access.pl') }, en: { goals: mark('access.en') } }),
}

/** What is unique, or has to look like something. */
const SHAPED: Readonly<Record<string, (mark: string, id: number) => string>> = {
  'people.email': (mark, id) => `${mark}z${id}@a.test`,
  'sign_ups.email': (mark) => `${mark}@a.test`,
  'account_links.email': (mark) => `${mark}@a.test`,
  'invitations.email': (mark) => `${mark}@a.test`,
  'sign_in_failures.email': (mark) => `${mark}@a.test`,
  'outbox.address': (mark) => `${mark}@a.test`,
  'usages.import_key': (mark, id) => `${mark}z${id}`,
  'identities.issuer': (mark) => `https://${mark}.test`,
  'identities.subject': (mark, id) => `${mark}z${id}`,
}

export interface Marks {
  /** Which columns' marks stand in a text. */
  heardIn(text: string): string[]
  /** Every column that bears one. */
  readonly columns: readonly string[]
}

/** Writes one text over all words of organisation A, the one with lines where lines may end. */
export function corpusInto(t: TestApp, { rows }: TwoSides, line: string, lines: string): void {
  const client = t.db.$client
  for (const [table, ids] of rows.a) {
    letChange(t, table)
    const texts = client
      .prepare(`SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'`)
      .pluck()
      .all(table) as string[]
    for (const column of texts) {
      const name = `${table}.${column}`
      if (NO_WORDS.has(column) || NO_WORDS.has(name) || SHAPED[name] || KEYS[table] || table === 'outbox') continue
      const text = LONG.has(column) ? lines : column === 'grant_number' ? line.slice(0, 40) : line
      const value = OBJECTS[name] ? JSON.stringify(OBJECTS[name](() => line)) : text
      for (const id of ids) client.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE id = ?`).run(value, id)
    }
  }
  for (const { id, payload } of client.prepare('SELECT id, payload FROM outbox').all() as {
    id: number
    payload: string
  }[])
    client.prepare('UPDATE outbox SET payload = ? WHERE id = ?').run(
      payload.replaceAll(/"(Title|Note|Reason|Name)"/g, () => JSON.stringify(line)),
      id,
    )
  client.prepare('UPDATE revisions SET value = value + 1').run()
}

/** Where a text may have several lines. */
const LONG = new Set(['note', 'text', 'words', 'message', 'answer', 'work_log', 'description', 'decision_reason'])

/** Writes a mark of its own into every column of words of organisation A. */
export function markSideA(t: TestApp, { rows }: TwoSides): Marks {
  const client = t.db.$client
  const columns: string[] = []
  const mark = (name: string) => {
    if (!columns.includes(name)) columns.push(name)
    return `qzmark${columns.indexOf(name)}qz`
  }
  // Whom to write to about equipment everybody may know.
  const isSteward = client.prepare('SELECT 1 FROM stewardships WHERE person_id = ?')
  for (const [table, ids] of rows.a) {
    letChange(t, table)
    const texts = client
      .prepare(`SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT'`)
      .pluck()
      .all(table) as string[]
    for (const column of texts) {
      const name = `${table}.${column}`
      if (NO_WORDS.has(column) || NO_WORDS.has(name) || name === 'outbox.payload') continue
      for (const id of ids) {
        const said = name === 'people.name' && isSteward.get(id) ? `${name} of stewards` : name
        const value = OBJECTS[name]
          ? JSON.stringify(OBJECTS[name](mark))
          : (SHAPED[name]?.(mark(name), id) ?? mark(said))
        const key = KEYS[table] ?? 'id'
        const unless = name === 'outbox.address' ? ' AND address IS NOT NULL' : ''
        client.prepare(`UPDATE "${table}" SET "${column}" = ? WHERE "${key}" = ?${unless}`).run(value, id)
      }
    }
  }
  const said = mark('outbox.payload')
  const mails = client.prepare(`SELECT id, payload FROM outbox WHERE id IN (${rows.a.get('outbox')})`).all()
  for (const { id, payload } of mails as { id: number; payload: string }[])
    client
      .prepare('UPDATE outbox SET payload = ? WHERE id = ?')
      .run(payload.replaceAll(/"(Title|Note|Reason|Name|name@demo.test)"/g, `"${said}"`), id)
  // What is remembered of people and the catalogue was read before.
  client.prepare('UPDATE revisions SET value = value + 1').run()
  return {
    columns,
    heardIn: (text) => {
      const numbers = new Set([...text.toLowerCase().matchAll(/qzmark(\d+)qz/g)].map(([, number]) => Number(number)))
      return [...numbers].map((number) => columns[number]!)
    },
  }
}

/** Rows that are known by another column. */
const KEYS: Readonly<Record<string, string>> = { log_texts: 'import_id', sessions: 'person_id' }

/** Some tables are only added to. */
function letChange({ db }: TestApp, table: string): void {
  const names = db.$client
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND sql LIKE '%BEFORE UPDATE%RAISE%'`,
    )
    .pluck()
    .all(table) as string[]
  if (table === 'state_aid_versions' || table === 'audit_events')
    for (const name of names) db.$client.exec(`DROP TRIGGER "${name}"`)
}
