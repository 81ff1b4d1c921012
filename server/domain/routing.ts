/**
 * Whose yes an approval takes. `any-steward`: of any one who decides in the lab. `all-labs`: of one in each lab whose
 * equipment the reservation takes. `economic-coordinator`: for an economic purpose the coordinator's, too, after the lab.
 */
export const ROUTINGS = ['any-steward', 'all-labs', 'economic-coordinator'] as const
export type Routing = (typeof ROUTINGS)[number]

/** Who is asked: a lab by its id, null for the coordinator. */
export type Voice = number | null

/** A yes that was said. */
export interface Vote {
  readonly voice: Voice
  readonly personId: number
  readonly personName: string
  /** A word that went with it. */
  readonly reason: string | null
  readonly at: number
}

export interface Voting {
  /** All whose yes it takes, the leading lab first and the coordinator last; never empty. */
  readonly needed: readonly Voice[]
  /** What has been said by those. */
  readonly votes: readonly Vote[]
  /** Those who have not said anything. */
  readonly missing: readonly Voice[]
  /** Those of them whose turn it is: every lab at once, the coordinator after the labs. */
  readonly open: readonly Voice[]
}

export function votingOf(needed: readonly Voice[], said: readonly Vote[]): Voting {
  const votes = said.filter(({ voice }) => needed.includes(voice))
  const missing = needed.filter((voice) => !votes.some((vote) => vote.voice === voice))
  const labs = missing.filter((voice) => voice !== null)
  return { needed, votes, missing, open: labs.length > 0 ? labs : missing }
}
