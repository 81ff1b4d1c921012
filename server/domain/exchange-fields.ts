import type { Exchange, ExchangeOwner } from './exchange.ts'
import { SMALLEST_GROUP } from './utilisation-figures.ts'

/** A report names nobody by their small number: the users of such a row are not told apart. */
export const isFolded = ({ people }: Pick<ExchangeOwner, 'people'>): boolean => people > 0 && people < SMALLEST_GROUP

/** The matrix as programs read it; hours and shares to six decimals. */
export const exchangeFields = ({ organisations, hours, totalHours, crossShare, unknownHours, owners }: Exchange) => ({
  organisations: organisations.map(({ slug }) => slug),
  hours: hours.map((row) => row.map(round)),
  total_hours: round(totalHours),
  cross_share: roundOrNull(crossShare),
  unknown_hours: round(unknownHours),
  owners: owners.map(ownerFields),
})

/** One organisation as an owner. */
export const ownerFields = ({ organisation, hours, ownHours, openness, largest, concentration }: ExchangeOwner) => ({
  organisation: organisation.slug,
  used_hours: round(hours),
  own_hours: round(ownHours),
  openness: roundOrNull(openness),
  largest_user: largest?.organisation.slug ?? null,
  largest_share: roundOrNull(largest?.share ?? null),
  concentration: roundOrNull(concentration),
})

/** Six decimals of an hour: 33.333333, not 33.333333333333336. */
export const round = (value: number): number => Math.round(value * 1e6) / 1e6
export const roundOrNull = (value: number | null): number | null => (value === null ? null : round(value))
