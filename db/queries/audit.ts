import type { Db } from '../connect.ts'
import { prepared } from './prepared.ts'

/** Ids and settings only, never names, titles or secrets: what is written here is never changed or taken out. */
export type AuditFacts = Readonly<Record<string, string | number | boolean | null | readonly (string | number)[]>>

export interface NewAuditEvent {
  /** Who did it; null for the system. */
  readonly person: { readonly id: number } | null
  /** Of the client, where there is one. */
  readonly address?: string | null
  /** What was done, a noun and a participle: `membership-ended`, `role-given`. */
  readonly kind: string
  /** The table it is about, and the row. */
  readonly object: { readonly kind: string; readonly id: number | null }
  /** The organisation that it concerns. */
  readonly organisationId?: number | null
  /** The person it concerns, besides the one who did it. */
  readonly aboutId?: number | null
  readonly before?: AuditFacts | null
  readonly after?: AuditFacts | null
  readonly at: number
}

/** Writes down who did what to what, in the transaction of the change; guards let nobody change or delete it. */
export function recordAudit(tx: Db, event: NewAuditEvent): void {
  const { person, address = null, kind, object, organisationId = null, aboutId = null } = event
  prepared(
    tx,
    `INSERT INTO audit_events (at, person_id, kind, object_kind, object_id, organisation_id, about_id, address, before, after)
     VALUES (:at, :personId, :kind, :objectKind, :objectId, :organisationId, :aboutId, :address, :before, :after)`,
  ).run({
    ...{ at: event.at, personId: person?.id ?? null, kind, objectKind: object.kind, objectId: object.id },
    ...{ organisationId, aboutId, address, before: textOf(event.before), after: textOf(event.after) },
  })
}

const textOf = (facts: AuditFacts | null | undefined) => (facts ? JSON.stringify(facts) : null)
