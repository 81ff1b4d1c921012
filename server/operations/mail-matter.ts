import type { Db } from '../../db/connect.ts'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { requesterById } from '../../db/queries/people.ts'
import { projectsOf } from '../../db/queries/projects.ts'
import type { Person } from '../domain/person.ts'
import type { Reservation } from '../domain/reservation.ts'
import type { MailMatter, MailPlace } from '../domain/reservation-mail.ts'

type Subject = Pick<
  Reservation,
  | 'resourceId'
  | 'requesterId'
  | 'organisationId'
  | 'projectId'
  | 'units'
  | 'title'
  | 'purpose'
  | 'note'
  | 'calendarSequence'
> &
  Partial<Pick<Reservation, 'also'>>

/** What mails about a reservation and about a series have in common. */
export function matterOf(
  tx: Db,
  subject: Subject,
  { actor, reason }: { readonly actor: Person | null; readonly reason?: string | null },
): Omit<MailMatter, 'audience' | 'method' | 'decideBy'> {
  const { resourceById, organisationById } = catalogueOf(tx)
  const requester = requesterById(tx, subject.requesterId)
  const { units, title, purpose, note } = subject
  return {
    ...placeOf(tx, subject.resourceId),
    sequence: subject.calendarSequence,
    units,
    also: (subject.also ?? []).map((part) => ({ name: resourceById.get(part.resourceId)!.name, units: part.units })),
    title,
    purpose,
    note,
    project: projectsOf(tx, requester.id).find((project) => project.id === subject.projectId)?.code ?? null,
    timeZone: resourceById.get(subject.resourceId)!.timeZone,
    requester: {
      name: requester.name,
      email: requester.email,
      organisation: organisationById.get(subject.organisationId)!.name,
    },
    actor: actor?.name ?? null,
    reason: reason ?? null,
  }
}

export function placeOf(tx: Db, resourceId: number): MailPlace {
  const { resourceById, labById, organisationById } = catalogueOf(tx)
  const resource = resourceById.get(resourceId)!
  const lab = labById.get(resource.labId)!
  const owner = organisationById.get(resource.organisationId)!
  return {
    resource: { slug: resource.slug, name: resource.name },
    lab: { slug: lab.slug, name: lab.name, city: lab.city },
    organisation: { slug: owner.slug, name: owner.name },
  }
}
