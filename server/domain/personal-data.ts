/** Why something about people is kept; the page on privacy has a row for each. */
export const DATA_TOPICS = [
  'account',
  'security',
  'membership',
  'reservations',
  'use',
  'waiting',
  'training',
  'projects',
  'faults',
  'mail',
  'reports',
  'settings',
  'audit',
] as const
export type DataTopic = (typeof DATA_TOPICS)[number]

/** What takes the place of words when their writer is erased: a dash where the column wants some, else nothing. */
export const NO_WORDS = '—'
type Replacement = 'dash' | 'empty' | 'null'

/** How rows concern a person: by a column with their id, or by a condition on `:personId` (`:email` for addresses). */
interface Tie {
  readonly column?: string
  readonly where?: string
  /** What of such a row the person may take away: all but its secrets, or these columns. */
  readonly reads: 'row' | readonly string[]
  /** What erasure does with it. Hours, purposes, organisations and counts always stay. */
  readonly erases: 'delete' | 'keep' | Readonly<Record<string, Replacement>>
}

interface PersonalTable {
  readonly topic: DataTopic
  readonly ties: readonly Tie[]
  /** Never handed out: hashes, keys, secrets, bytes of files. */
  readonly secrets?: readonly string[]
  /** Texts that stay after erasure: codes and rules, and what was written about equipment in office. */
  readonly stays?: readonly string[]
}

interface ImpersonalTable {
  readonly topic: null
  readonly because: string
}

const own = (column: string, erases: Tie['erases'] = 'keep'): Tie => ({ column, reads: 'row', erases })
/** What somebody did to a row that is somebody else's or nobody's: they take away the deed, not the row. */
const deed = (column: string, reads: readonly string[] = [], erases: Tie['erases'] = 'keep'): Tie => ({
  ...{ column, reads: ['id', column, ...reads], erases },
})
const along = (where: string, erases: Tie['erases'] = 'keep'): Tie => ({ where, reads: 'row', erases })
const OWN_RESERVATIONS = 'reservation_id IN (SELECT id FROM reservations WHERE requester_id = :personId)'
const catalogue: ImpersonalTable = { topic: null, because: 'describes equipment and who owns it' }
const derived: ImpersonalTable = { topic: null, because: 'follows from other tables, holds no person' }

/**
 * For every table how it concerns people. The export, the erasure and the page on privacy are made of it; a test walks the
 * schema and fails for a table, a column that points to people or a text that is not named here. Names as in SQL.
 */
export const PERSONAL_DATA: Readonly<Record<string, PersonalTable | ImpersonalTable>> = {
  people: {
    topic: 'account',
    // Erased by a statement of its own: the row stays, without anything that names anybody.
    ties: [
      { where: 'id = :personId', reads: 'row', erases: { orcid: 'null', password_hash: 'null', totp_secret: 'null' } },
    ],
    secrets: ['password_hash', 'totp_secret'],
    stays: ['email', 'name', 'preferences'],
  },
  sessions: { topic: 'security', ties: [own('person_id', 'delete')], secrets: ['token_hash'] },
  passkeys: {
    ...{ topic: 'security', ties: [own('person_id', 'delete')] },
    secrets: ['credential_id', 'public_key', 'counter'],
  },
  proof_steps: { topic: 'security', ties: [own('person_id', 'delete')], secrets: ['token_hash'] },
  recovery_codes: { topic: 'security', ties: [own('person_id', 'delete')], secrets: ['code_hash'] },
  identities: { topic: 'security', ties: [own('person_id', 'delete')] },
  account_links: { topic: 'security', ties: [own('person_id', 'delete')], secrets: ['token_hash'] },
  sign_in_failures: { topic: 'security', ties: [along('email = :email', 'delete')] },
  sign_ups: { topic: 'account', ties: [along('email = :email', 'delete')], secrets: ['password_hash', 'token_hash'] },
  invitations: {
    topic: 'membership',
    ties: [along('email = :email', 'delete'), deed('invited_by_id', ['organisation_id', 'created_at', 'closed_at'])],
    secrets: ['token_hash'],
  },
  memberships: { topic: 'membership', ties: [own('person_id')] },
  stewardships: { topic: 'membership', ties: [own('person_id', 'delete')] },
  deputyships: {
    topic: 'membership',
    ties: [own('person_id', 'delete'), deed('named_by_id', ['lab_id', 'start_at', 'end_at'])],
  },
  reservations: {
    topic: 'reservations',
    ties: [
      own('requester_id', { title: 'dash', note: 'null', decision_reason: 'null' }),
      deed('decided_by_id', ['state', 'decided_at', 'decision_reason'], { decision_reason: 'null' }),
    ],
    stays: ['occurrence_local'],
  },
  reservation_events: {
    topic: 'reservations',
    // Words inside `details` are taken out by a statement of their own.
    ties: [along(OWN_RESERVATIONS), deed('person_id', ['reservation_id', 'kind', 'at'])],
    stays: ['kind', 'details'],
  },
  reservation_messages: {
    topic: 'reservations',
    ties: [along(OWN_RESERVATIONS, { text: 'dash' }), own('person_id', { text: 'dash' })],
  },
  reservation_votes: {
    topic: 'reservations',
    ties: [along(OWN_RESERVATIONS, { reason: 'null' }), own('person_id', { reason: 'null' })],
  },
  reservation_participants: { topic: 'reservations', ties: [own('person_id', 'delete')] },
  reservation_parts: { topic: 'reservations', ties: [along(OWN_RESERVATIONS)] },
  claims: { topic: 'reservations', ties: [along(OWN_RESERVATIONS)] },
  series: {
    ...{ topic: 'reservations', ties: [own('requester_id', { title: 'dash', note: 'null' })] },
    stays: ['time_zone', 'start_local', 'rrule', 'exdates', 'rdates'],
  },
  series_skips: {
    topic: 'reservations',
    ties: [along('series_id IN (SELECT id FROM series WHERE requester_id = :personId)')],
    stays: ['occurrence_local'],
  },
  reminders: { topic: 'reservations', ties: [own('person_id')], stays: ['kind'] },
  unmet_requests: { topic: 'reservations', ties: [own('person_id')] },
  idempotency_keys: { topic: 'security', ties: [own('person_id', 'delete')], secrets: ['key', 'fingerprint'] },
  usages: {
    topic: 'use',
    ties: [
      own('person_id', { reason: 'null' }),
      deed('created_by_id', ['resource_id', 'start_at', 'end_at', 'source', 'reason'], { reason: 'null' }),
    ],
    stays: ['import_key'],
  },
  misses: {
    topic: 'use',
    ties: [own('person_id', { excuse: 'null' }), deed('excused_by_id', ['excused_at', 'excuse'], { excuse: 'null' })],
  },
  log_imports: { topic: 'use', ties: [own('created_by_id')], stays: ['name', 'reading', 'outcome'] },
  log_texts: {
    topic: 'use',
    ties: [along('import_id IN (SELECT id FROM log_imports WHERE created_by_id = :personId)')],
    stays: ['content'],
  },
  log_mappings: { topic: null, because: 'says how the columns of an instrument are read' },
  waiting_entries: { topic: 'waiting', ties: [own('person_id')] },
  waiting_refusals: {
    topic: 'waiting',
    ties: [along('entry_id IN (SELECT id FROM waiting_entries WHERE person_id = :personId)')],
  },
  holds: { topic: 'waiting', ties: [own('person_id', 'delete')] },
  qualifications: {
    topic: 'training',
    ties: [own('person_id', 'delete'), deed('granted_by_id', ['resource_id', 'level', 'granted_at'])],
  },
  training_requests: {
    topic: 'training',
    ties: [
      own('person_id', { message: 'empty', answer: 'null' }),
      deed('answered_by_id', ['resource_id', 'answer', 'answered_at'], { answer: 'null' }),
    ],
  },
  training_sessions: { topic: 'training', ties: [along(OWN_RESERVATIONS)] },
  training_attendees: { topic: 'training', ties: [own('person_id')] },
  projects: {
    topic: 'projects',
    ties: [{ column: 'leader_id', reads: 'row', erases: { leader_id: 'null' } }],
    stays: ['code', 'title', 'funder', 'grant_number', 'raid', 'start_on', 'end_on'],
  },
  project_members: { topic: 'projects', ties: [own('person_id', 'delete')] },
  project_organisations: { topic: null, because: 'tells which organisations take part in a project' },
  faults: { topic: 'faults', ties: [own('reporter_id', { words: 'dash' })] },
  fault_notes: { topic: 'faults', ties: [own('person_id', { text: 'dash' })] },
  documents: {
    topic: 'faults',
    ties: [
      { where: 'created_by_id = :personId AND fault_id IS NOT NULL', reads: 'row', erases: 'delete' },
      deed('created_by_id', ['name', 'media_type', 'created_at']),
    ],
    secrets: ['content'],
    stays: ['name', 'media_type'],
  },
  outbox: {
    topic: 'mail',
    ties: [own('person_id', 'delete'), along('address = :email', 'delete')],
    // The payload of an invitation may carry the secret of its link.
    secrets: ['last_error', 'payload'],
    stays: ['message_id', 'kind', 'address'],
  },
  feeds: { topic: 'mail', ties: [own('person_id', 'delete')], secrets: ['token_hash'] },
  report_deliveries: { topic: 'reports', ties: [own('person_id', 'delete')], stays: ['sent_up_to'] },
  report_exports: { topic: 'reports', ties: [own('person_id', 'delete')] },
  report_files: { topic: null, because: 'holds reports, which have hours and no people; goes with its export' },
  utilisation_notes: { topic: 'reports', ties: [own('person_id')], stays: ['from_day', 'to_day', 'text'] },
  state_aid_entities: { topic: null, because: 'tells what counts as one infrastructure' },
  state_aid_versions: { topic: 'reports', ties: [own('person_id')], stays: ['resources', 'reason'] },
  state_aid_alerts: { topic: null, because: 'notes that a limit was told of' },
  outages: {
    topic: 'settings',
    ties: [
      deed('created_by_id', ['resource_id', 'reason', 'created_at']),
      deed('done_by_id', ['resource_id', 'work_log']),
    ],
    stays: ['reason', 'work_log'],
  },
  outage_rules: {
    topic: 'settings',
    ties: [deed('created_by_id', ['resource_id', 'created_at'])],
    stays: ['start_local', 'rrule'],
  },
  availability_rules: {
    topic: 'settings',
    ties: [deed('created_by_id', ['label', 'created_at'])],
    stays: ['start_local', 'rrule', 'exdates', 'rdates', 'valid_until', 'label'],
  },
  quotas: {
    topic: 'settings',
    ties: [deed('created_by_id', ['label', 'created_at'])],
    stays: ['exempt_purposes', 'label'],
  },
  setting_events: { topic: 'settings', ties: [own('person_id')], stays: ['kind', 'before', 'after'] },
  audit_events: {
    topic: 'audit',
    ties: [
      // Where somebody else was when they did it is not the business of whom it concerns.
      { where: 'person_id = :personId', reads: 'row', erases: 'keep' },
      {
        where: 'about_id = :personId AND person_id IS NOT :personId',
        reads: ['id', 'at', 'kind', 'object_kind', 'object_id', 'about_id', 'before', 'after'],
        erases: 'keep',
      },
    ],
    stays: ['kind', 'object_kind', 'address', 'before', 'after'],
  },
  organisations: catalogue,
  labs: catalogue,
  resources: catalogue,
  resource_techniques: catalogue,
  resource_accessories: catalogue,
  resource_kin: derived,
  resource_months: derived,
  utilisation_counts: derived,
  revisions: derived,
  clock_watch: { topic: null, because: 'notes what the clock was seen to say' },
  facts: { topic: null, because: 'holds facts and settings of the installation' },
}

/** The tables that are about people, by name. */
export const personalTables = (): readonly (readonly [string, PersonalTable])[] =>
  Object.entries(PERSONAL_DATA).filter((entry): entry is [string, PersonalTable] => entry[1].topic !== null)

export const tieCondition = ({ column, where }: Tie): string => where ?? `${column} = :personId`

/** What stands in the place of a name and an address, in the language the person read. */
export const erasedName = (personId: number, locale: 'pl' | 'en'): string =>
  locale === 'pl' ? `Osoba usunięta ${personId}` : `Erased person ${personId}`
export const erasedEmail = (personId: number): string => `erased-${personId}@invalid`

export type { PersonalTable, Tie }

/** Why there are tables about people, in the order of `DATA_TOPICS`. */
export const personalTopics = (): readonly DataTopic[] =>
  DATA_TOPICS.filter((topic) => personalTables().some(([, entry]) => entry.topic === topic))
