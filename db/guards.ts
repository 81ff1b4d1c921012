/**
 * The last wall: triggers that refuse what must never be true, whatever code writes it, and counters that tell
 * other processes that what they remember is old. Kept in code because a table rebuild drops a table's triggers:
 * `migrateDb` lays them anew after every migration and every start checks that they stand.
 */

/** Claims `c` of resource `r` that share time with NEW; the longest claim bounds the search on the left. */
const SHARES_TIME = `c.start_at < NEW.end_at AND c.start_at > NEW.start_at - r.longest_claim_ms AND c.end_at > NEW.start_at`

/** Refuses NEW where it is too many units, where kin is taken, or where the load would pass the capacity. */
const REFUSE_OVERLOAD = `
  SELECT RAISE(ABORT, 'claim-units') FROM resources r WHERE r.id = NEW.resource_id AND NEW.units > r.capacity;
  SELECT RAISE(ABORT, 'claim-taken')
    FROM resource_kin k JOIN resources r ON r.id = k.kin_id JOIN claims c ON c.resource_id = k.kin_id AND ${SHARES_TIME}
    WHERE k.resource_id = NEW.resource_id AND c.reservation_id <> NEW.reservation_id;
  SELECT RAISE(ABORT, 'claim-taken')
    FROM resources r JOIN claims c ON c.resource_id = r.id AND ${SHARES_TIME}
    WHERE r.id = NEW.resource_id AND r.capacity = 1
      AND (c.reservation_id <> NEW.reservation_id OR c.start_at <> NEW.start_at);
  SELECT RAISE(ABORT, 'claim-overload')
    FROM resources r JOIN claims p ON p.resource_id = r.id
    WHERE r.id = NEW.resource_id AND r.capacity > 1
      AND p.start_at >= NEW.start_at AND p.start_at < NEW.end_at
      AND (SELECT sum(c.units) FROM claims c WHERE c.resource_id = r.id
             AND c.start_at <= p.start_at AND c.end_at > p.start_at
             AND c.start_at > p.start_at - max(r.longest_claim_ms, NEW.end_at - NEW.start_at)) > r.capacity;
  UPDATE resources SET longest_claim_ms = NEW.end_at - NEW.start_at
    WHERE id = NEW.resource_id AND longest_claim_ms < NEW.end_at - NEW.start_at;`

/** A resource's kin follows from its parent and the parent's own ancestors. */
const LIST_KIN = `
  INSERT INTO resource_kin (resource_id, kin_id, is_above) SELECT NEW.id, NEW.parent_id, 1 WHERE NEW.parent_id IS NOT NULL;
  INSERT INTO resource_kin (resource_id, kin_id, is_above)
    SELECT NEW.id, kin_id, 1 FROM resource_kin WHERE resource_id = NEW.parent_id AND is_above;
  INSERT INTO resource_kin (resource_id, kin_id, is_above)
    SELECT kin_id, NEW.id, 0 FROM resource_kin WHERE resource_id = NEW.id AND is_above;`

const CATALOGUE_TABLES = [
  'organisations',
  'labs',
  'stewardships',
  'resource_techniques',
  'resource_kin',
  'availability_rules',
  'resource_accessories',
  'quotas',
]

/** What the person behind a session is made of. */
const PEOPLE_TABLES = ['people', 'stewardships', 'deputyships', 'organisations', 'memberships']

/** Two months name every month a shorter span touches. */
const LONG_MS = 28 * 86_400_000

function monthOf(at: string) {
  return `CAST(strftime('%Y%m', ${at} / 1000, 'unixepoch') AS INTEGER)`
}

/** Raises the revision of the months that a row's span begins and ends in. */
function bumpMonths(row: 'NEW' | 'OLD', condition = '1') {
  const month = (column: string) => monthOf(`${row}.${column}`)
  const bump = (value: string, when: string) => `
  INSERT INTO resource_months (resource_id, month) SELECT ${row}.resource_id, ${value} WHERE ${condition} AND ${when}
    ON CONFLICT (resource_id, month) DO UPDATE SET revision = revision + 1;`
  return (
    bump(month('start_at'), '1') +
    bump(month('end_at'), `${row}.end_at IS NOT NULL AND ${month('end_at')} <> ${month('start_at')}`) +
    bump('0', `coalesce(${row}.end_at - ${row}.start_at, 0) > ${LONG_MS}`)
  )
}

/** The same of everything a reservation is counted with: what it claims, takes along or was used for. */
const bumpReservation = `
  INSERT INTO resource_months (resource_id, month) SELECT resource_id, month FROM (
    SELECT resource_id, ${monthOf('start_at')} AS month FROM ${spansOfReservation()}
    UNION SELECT resource_id, ${monthOf('end_at')} FROM ${spansOfReservation()} WHERE end_at IS NOT NULL
    UNION SELECT resource_id, 0 FROM ${spansOfReservation()} WHERE end_at - start_at > ${LONG_MS}) WHERE 1
    ON CONFLICT (resource_id, month) DO UPDATE SET revision = revision + 1;`

function spansOfReservation() {
  return `(SELECT resource_id, start_at, end_at FROM claims WHERE reservation_id = NEW.id
    UNION ALL SELECT resource_id, start_at, end_at FROM usages WHERE reservation_id = NEW.id
    UNION ALL SELECT resource_id, NEW.start_at, NEW.end_at FROM reservation_parts WHERE reservation_id = NEW.id
    UNION ALL SELECT NEW.resource_id, NEW.start_at, NEW.end_at)`
}

const bumpAllTime = (row: 'NEW' | 'OLD') => `
  INSERT INTO resource_months (resource_id, month) VALUES (${row}.resource_id, 0)
    ON CONFLICT (resource_id, month) DO UPDATE SET revision = revision + 1;`

const bumpCatalogue = `UPDATE revisions SET value = value + 1 WHERE name = 'catalogue';`

const bumpPeople = `UPDATE revisions SET value = value + 1 WHERE name = 'people';`

/** Books that are only ever added to. */
const KEPT_TABLES = ['state_aid_versions']

const LET_GO = (row: 'NEW' | 'OLD') => `${row}.state IN ('declined', 'expired', 'no_show', 'cancelled')`

const TRIGGERS: Record<string, string> = {
  claims_guard_insert: `AFTER INSERT ON claims BEGIN ${REFUSE_OVERLOAD} END`,
  claims_guard_update: `AFTER UPDATE OF resource_id, start_at, end_at, units, reservation_id ON claims BEGIN ${REFUSE_OVERLOAD} END`,
  resources_guard_capacity: `AFTER UPDATE OF capacity ON resources WHEN NEW.capacity < OLD.capacity BEGIN
  SELECT RAISE(ABORT, 'capacity-claimed') FROM claims p WHERE p.resource_id = NEW.id
    AND (SELECT sum(c.units) FROM claims c WHERE c.resource_id = NEW.id AND c.start_at <= p.start_at AND c.end_at > p.start_at
           AND c.start_at > p.start_at - NEW.longest_claim_ms) > NEW.capacity; END`,
  resources_list_kin: `AFTER INSERT ON resources WHEN NEW.parent_id IS NOT NULL BEGIN ${LIST_KIN} END`,
  resources_guard_parent: `BEFORE UPDATE OF parent_id ON resources
  WHEN NEW.parent_id IS NOT OLD.parent_id AND EXISTS (SELECT 1 FROM resource_kin WHERE resource_id = OLD.id AND NOT is_above) BEGIN
  SELECT RAISE(ABORT, 'resource-has-parts'); END`,
  resources_move_kin: `AFTER UPDATE OF parent_id ON resources WHEN NEW.parent_id IS NOT OLD.parent_id BEGIN
  DELETE FROM resource_kin WHERE resource_id = NEW.id OR kin_id = NEW.id; ${LIST_KIN} END`,
  resource_kin_guard: `AFTER INSERT ON resource_kin WHEN NEW.is_above BEGIN
  SELECT RAISE(ABORT, 'kin-claimed') FROM claims a JOIN claims c ON c.resource_id = NEW.kin_id
    AND c.start_at < a.end_at AND c.end_at > a.start_at AND c.reservation_id <> a.reservation_id WHERE a.resource_id = NEW.resource_id; END`,
  resources_label: `AFTER INSERT ON resources WHEN NEW.label_code IS NULL BEGIN
  UPDATE resources SET label_code = lower(hex(randomblob(5))) WHERE id = NEW.id; END`,
  people_new_address: `AFTER UPDATE OF email ON people WHEN NEW.email <> OLD.email AND NEW.mail_refused_at IS NOT NULL BEGIN
  UPDATE people SET mail_refused_at = NULL WHERE id = NEW.id; END`,
  audit_events_keep: `BEFORE UPDATE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit-append-only'); END`,
  // What is older than the installation keeps it is let go, in its order of time and by no other rule.
  audit_events_stay: `BEFORE DELETE ON audit_events
  WHEN OLD.at >= coalesce((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'audit-kept-since'), 0) BEGIN
  SELECT RAISE(ABORT, 'audit-append-only'); END`,
  resources_revision_insert: `AFTER INSERT ON resources BEGIN ${bumpCatalogue} END`,
  resources_revision_update: `AFTER UPDATE ON resources WHEN NEW.longest_claim_ms = OLD.longest_claim_ms BEGIN ${bumpCatalogue} END`,
  resources_revision_delete: `AFTER DELETE ON resources BEGIN ${bumpCatalogue} END`,
  claims_months_insert: `AFTER INSERT ON claims BEGIN ${bumpMonths('NEW')} END`,
  claims_months_update: `AFTER UPDATE ON claims BEGIN ${bumpMonths('OLD')} ${bumpMonths('NEW')} END`,
  claims_months_delete: `AFTER DELETE ON claims BEGIN ${bumpMonths('OLD')} END`,
  reservations_months_update: `AFTER UPDATE OF state, start_at, end_at ON reservations BEGIN
  ${bumpMonths('NEW', `(${LET_GO('NEW')} OR NEW.state <> OLD.state)`)} END`,
  reservations_months_whose: `AFTER UPDATE OF requester_id, organisation_id, project_id, purpose ON reservations
  WHEN NEW.requester_id <> OLD.requester_id OR NEW.organisation_id <> OLD.organisation_id
    OR NEW.project_id IS NOT OLD.project_id OR NEW.purpose <> OLD.purpose BEGIN ${bumpReservation} END`,
  usages_months_insert: `AFTER INSERT ON usages BEGIN ${bumpMonths('NEW')} END`,
  usages_months_update: `AFTER UPDATE ON usages BEGIN ${bumpMonths('OLD')} ${bumpMonths('NEW')} END`,
  usages_months_delete: `AFTER DELETE ON usages BEGIN ${bumpMonths('OLD')} END`,
  outages_months_insert: `AFTER INSERT ON outages BEGIN ${bumpAllTime('NEW')} END`,
  outages_months_update: `AFTER UPDATE ON outages BEGIN ${bumpAllTime('OLD')} ${bumpAllTime('NEW')} END`,
  outages_months_delete: `AFTER DELETE ON outages BEGIN ${bumpAllTime('OLD')} END`,
  ...Object.fromEntries(
    KEPT_TABLES.flatMap((table) =>
      ['UPDATE', 'DELETE'].map((change) => [
        `${table}_kept_${change.toLowerCase()}`,
        `BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'kept'); END`,
      ]),
    ),
  ),
  ...Object.fromEntries(
    CATALOGUE_TABLES.flatMap((table) =>
      ['INSERT', 'UPDATE', 'DELETE'].map((change) => [
        `${table}_revision_${change.toLowerCase()}`,
        `AFTER ${change} ON ${table} BEGIN ${bumpCatalogue} END`,
      ]),
    ),
  ),
  ...Object.fromEntries(
    PEOPLE_TABLES.flatMap((table) =>
      ['INSERT', 'UPDATE', 'DELETE'].map((change) => [
        `${table}_people_revision_${change.toLowerCase()}`,
        `AFTER ${change} ON ${table} BEGIN ${bumpPeople} END`,
      ]),
    ),
  ),
}

export const GUARD_NAMES = Object.keys(TRIGGERS)

/** Drops and lays every guard, so that an older wording never survives. */
export const GUARDS_SQL = [
  `INSERT OR IGNORE INTO revisions (name, value) VALUES ('catalogue', 1), ('people', 1);`,
  ...Object.entries(TRIGGERS).map(([name, body]) => `DROP TRIGGER IF EXISTS ${name}; CREATE TRIGGER ${name} ${body};`),
].join('\n')
