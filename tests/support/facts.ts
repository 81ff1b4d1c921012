import type { Person } from '../../server/domain/person.ts'
import { DEFAULT_POLICY } from '../../server/domain/policy.ts'
import type { Quota } from '../../server/domain/quota.ts'
import type { Reservation } from '../../server/domain/reservation.ts'
import type { Policy, Resource } from '../../server/domain/resource.ts'
import { at, NOW } from './makers.ts'

/** Things on paper, for tests that need no database. */
export const aPolicy = (more: Partial<Policy> = {}): Policy => ({ ...DEFAULT_POLICY, horizonDays: 400, ...more })

export const aResource = (policy: Partial<Policy> = {}, more: Partial<Resource> = {}): Resource => ({
  id: 1,
  slug: 'hplc',
  labId: 10,
  organisationId: 100,
  parentId: null,
  children: [],
  above: [],
  inside: [],
  kind: 'instrument',
  name: { pl: 'Chromatograf', en: 'Chromatograph' },
  manufacturer: null,
  model: null,
  description: null,
  techniques: [],
  status: 'active',
  capacity: 1,
  timeZone: 'Europe/Warsaw',
  observesHolidays: true,
  isExample: false,
  isPubliclyFunded: false,
  isAccessory: false,
  accessories: [],
  source: null,
  policy: aPolicy(policy),
  ownPolicy: policy,
  quotas: [],
  ...more,
})

/** 8 hours a week per person. */
export const aQuota = (more: Partial<Quota> = {}): Quota => ({
  id: 1,
  place: { kind: 'resource', id: 1 },
  per: 'person',
  measure: 'hours',
  most: 480,
  period: 'week',
  hours: null,
  exemptPurposes: [],
  label: '',
  ...more,
})

export const aPerson = (more: Partial<Person> = {}): Person => ({
  id: 7,
  email: 'researcher@demo.test',
  name: 'Researcher',
  role: 'member',
  locale: 'pl',
  organisationId: 200,
  organisationSlug: 'przyrodniczy',
  organisationName: 'Uniwersytet Przyrodniczy',
  organisationKind: 'university',
  stewardOf: new Map(),
  administers: new Set(),
  ...more,
})

export const aReservation = (more: Partial<Reservation> = {}): Reservation => ({
  id: 1000,
  version: 1,
  state: 'confirmed',
  resourceId: 1,
  requesterId: 7,
  organisationId: 200,
  projectId: null,
  seriesId: null,
  occurrenceLocal: null,
  isChangedAlone: false,
  start: at('2026-11-24 10:00'),
  end: at('2026-11-24 12:00'),
  units: 1,
  also: [],
  participantIds: [],
  title: 'Protein purity',
  purpose: 'own_research',
  note: 'Bring gloves',
  createdAt: NOW,
  decideBy: null,
  decidedById: null,
  decidedAt: null,
  decisionReason: null,
  calendarSequence: 0,
  ...more,
})
