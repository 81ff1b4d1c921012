import type { Alternative } from '../domain/alternatives.ts'
import { accessoriesOf, type Catalogue } from '../domain/catalogue.ts'
import type { Interval } from '../domain/interval.ts'
import type { Person } from '../domain/person.ts'
import { resolvePolicy } from '../domain/policy.ts'
import type { ReservationDetail } from '../domain/reservation.ts'
import type { Lab, Organisation, Resource } from '../domain/resource.ts'
import type { Voice, Voting } from '../domain/routing.ts'
import { policyOut } from './policy-out.ts'

/** Domain shapes as the API says them. */

export const instant = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
export const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at))
export const spanOf = ({ start, end }: Interval) => ({ start: instant(start), end: instant(end) })
export const loadOf = (load: Interval & { units: number }) => ({ ...spanOf(load), units: load.units })

export const organisationOut = ({ slug, name, kind, city }: Organisation) => ({ slug, name, kind, city })

export const labOut = (lab: Lab, catalogue: Catalogue) => ({
  slug: lab.slug,
  name: lab.name,
  organisation: organisationSlug(lab.organisationId, catalogue),
  unit: lab.unit,
  city: lab.city,
  time_zone: lab.timeZone,
  observes_holidays: lab.observesHolidays,
  decision_days: lab.decisionDays,
  decision_hours: resolvePolicy(lab.policy, catalogue.organisationById.get(lab.organisationId)!.policy).decisionHours,
})

export function resourceOut(resource: Resource, catalogue: Catalogue) {
  const { source } = resource
  const slugOf = (id: number) => catalogue.resourceById.get(id)!.slug
  return {
    slug: resource.slug,
    name: resource.name,
    kind: resource.kind,
    organisation: organisationSlug(resource.organisationId, catalogue),
    lab: catalogue.labById.get(resource.labId)!.slug,
    parent: resource.parentId === null ? null : slugOf(resource.parentId),
    children: resource.children.map(slugOf),
    accessories: accessoriesOf(resource, catalogue).map(({ slug, name, capacity }) => ({ slug, name, capacity })),
    manufacturer: resource.manufacturer,
    model: resource.model,
    techniques: [...resource.techniques],
    time_zone: resource.timeZone,
    status: resource.status,
    capacity: resource.capacity,
    policy: policyOut(resource),
    source: source && { url: source.url, year: source.year, confirmed_at: instantOrNull(source.confirmedAt) },
  }
}

export const personOut = (person: Person, catalogue: Catalogue) => ({
  id: person.id,
  email: person.email,
  name: person.name,
  organisation: person.organisationSlug,
  role: person.role,
  locale: person.locale,
  steward_of: [...person.stewardOf].map(([labId, role]) => ({ lab: catalogue.labById.get(labId)!.slug, role })),
})

const organisationSlug = (id: number, catalogue: Catalogue) => catalogue.organisationById.get(id)!.slug

export function reservationOut(reservation: ReservationDetail, catalogue: Catalogue, publicUrl: string) {
  const { id, version, state, units, title, purpose, note, seriesId } = reservation
  const resource = catalogue.resourceById.get(reservation.resourceId)!
  const self = `${publicUrl}/api/v1/reservations/${id}`
  return {
    id,
    version,
    state,
    resource: resource.slug,
    time_zone: resource.timeZone,
    ...spanOf(reservation),
    units,
    also: reservation.also.map((part) => ({
      resource: catalogue.resourceById.get(part.resourceId)!.slug,
      units: part.units,
    })),
    title,
    purpose,
    project: reservation.project?.code ?? null,
    note,
    requester: { id: reservation.requester.id, name: reservation.requester.name },
    organisation: organisationSlug(reservation.organisationId, catalogue),
    series: seriesId,
    decide_by: instantOrNull(reservation.decideBy),
    decided_by: reservation.decidedBy,
    decision_reason: reservation.decisionReason,
    created_at: instant(reservation.createdAt),
    participants: reservation.participants.map(({ id, name }) => ({ id, name })),
    links: { self, html: `${publicUrl}/reservations/${id}`, calendar: `${publicUrl}/reservations/${id}.ics` },
  }
}

/** Who has agreed to a request and who is still asked. */
export const votingOut = ({ votes, missing }: Voting, { labById }: Catalogue, isBlind = false) => {
  const voiceOut = (voice: Voice) => ({ lab: voice === null ? null : labById.get(voice)!.slug })
  return {
    votes: votes.map(({ voice, personId, personName, reason, at }) => ({
      ...voiceOut(voice),
      ...{ person: { id: personId, name: personName }, note: isBlind ? null : reason, at: instant(at) },
    })),
    waits_for: missing.map(voiceOut),
  }
}

/** A request as its coordinator knows it: hours, the organisation and the purpose. */
export const blindOut = (reservation: ReservationDetail, catalogue: Catalogue, publicUrl: string) => ({
  ...reservationOut(reservation, catalogue, publicUrl),
  ...{ title: null, note: null, project: null, requester: null, decided_by: null, decision_reason: null },
  ...{ participants: [], links: {} },
})

export const alternativeOut = ({ resource, start, end, approval, qualified }: Alternative) => ({
  resource: resource.slug,
  ...spanOf({ start, end }),
  approval,
  qualified,
})
