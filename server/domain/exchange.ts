import type { OrganisationUse } from './exchange-use.ts'
import type { Organisation } from './resource.ts'

/** Use of one organisation's resources. */
export interface OwnedUse {
  readonly ownerId: number
  readonly uses: readonly OrganisationUse[]
}

/** How one organisation's infrastructure is used, and by whom. */
export interface ExchangeOwner {
  readonly organisation: Organisation
  /** Some of the resources that are reported on are its own; others only use them. */
  readonly owns: boolean
  /** Used hours of everybody. */
  readonly hours: number
  /** Those of its own people. */
  readonly ownHours: number
  /** Share of its used hours that people of others used; null without use. */
  readonly openness: number | null
  /** The organisation that uses it most, itself included. */
  readonly largest: { readonly organisation: Organisation; readonly share: number } | null
  /** Herfindahl–Hirschman index: Σ of the squared shares of all users, from 1 ÷ their number to 1; null without use. */
  readonly concentration: number | null
  /** Distinct people who used it. */
  readonly people: number
}

/** Who used whose infrastructure, in used hours. */
export interface Exchange {
  /** Rows and columns of `hours`. */
  readonly organisations: readonly Organisation[]
  /** `hours[owner][user]`. */
  readonly hours: readonly (readonly number[])[]
  readonly owners: readonly ExchangeOwner[]
  /** Column sums: what the people of each organisation used, wherever. */
  readonly used: readonly number[]
  readonly totalHours: number
  /** 1 − Σ hours[i][i] ÷ Σ hours; null without use. */
  readonly crossShare: number | null
  /** The index over the column sums. */
  readonly concentration: number | null
  /** Use of which nobody knows whose it was: in no other figure. */
  readonly unknownHours: number
}

/** The matrix of these organisations, and of every other one whose people used something. */
export function exchangeOf(
  all: readonly Organisation[],
  owned: readonly OwnedUse[],
  shown: (organisation: Organisation) => boolean,
): Exchange {
  const users = new Set(owned.flatMap(({ uses }) => uses.flatMap(({ organisationId }) => organisationId ?? [])))
  const owning = new Set(owned.map(({ ownerId }) => ownerId))
  const organisations = all.filter((each) => shown(each) || users.has(each.id) || owning.has(each.id))
  const place = new Map(organisations.map(({ id }, i) => [id, i]))
  const time = organisations.map(() => organisations.map(() => 0))
  const people = organisations.map(() => new Set<number>())
  let unknown = 0
  for (const { ownerId, uses } of owned) {
    const row = place.get(ownerId)!
    for (const use of uses) {
      const column = use.organisationId === null ? undefined : place.get(use.organisationId)
      if (column === undefined) unknown += use.time
      else time[row]![column]! += use.time
      for (const id of use.people) people[row]!.add(id)
    }
  }
  const hours = time.map((row) => row.map((ms) => ms / HOUR_MS))
  const used = organisations.map((_, j) => sum(hours.map((row) => row[j]!)))
  const totalHours = sum(used)
  const ownHours = sum(hours.map((row, i) => row[i]!))
  return {
    organisations,
    hours,
    owners: hours.map((row, i) => ({
      ...ownerOf(organisations, row, i),
      owns: owning.has(organisations[i]!.id),
      people: people[i]!.size,
    })),
    used,
    totalHours,
    crossShare: totalHours === 0 ? null : 1 - ownHours / totalHours,
    concentration: concentrationOf(used),
    unknownHours: unknown / HOUR_MS,
  }
}

const HOUR_MS = 3_600_000

function ownerOf(organisations: readonly Organisation[], row: readonly number[], i: number) {
  const hours = sum(row)
  const most = row.indexOf(Math.max(...row))
  return {
    organisation: organisations[i]!,
    hours,
    ownHours: row[i]!,
    openness: hours === 0 ? null : 1 - row[i]! / hours,
    largest: hours === 0 ? null : { organisation: organisations[most]!, share: row[most]! / hours },
    concentration: concentrationOf(row),
  }
}

function concentrationOf(hours: readonly number[]): number | null {
  const all = sum(hours)
  return all === 0 ? null : sum(hours.map((each) => (each / all) ** 2))
}

const sum = (figures: readonly number[]) => figures.reduce((total, each) => total + each, 0)
