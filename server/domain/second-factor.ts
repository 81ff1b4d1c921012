import type { Role } from './person.ts'

/**
 * What a browser may owe an answer to. `second-step`: the password was right, the second factor is missing.
 * `passkey-sign-in` and `passkey-new`: a challenge of WebAuthn.
 */
export const PROOF_STEPS = ['second-step', 'passkey-sign-in', 'passkey-new'] as const
export type ProofStepKind = (typeof PROOF_STEPS)[number]

/** Whether an installation lets who runs it sign in with a password alone. */
export const SECOND_FACTOR_RULES = ['required', 'optional'] as const
export type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number]

/** Whether the role needs a second factor where the installation requires them. */
export const needsSecondFactor = (role: Role, rule: SecondFactorRule): boolean =>
  rule === 'required' && role !== 'member'

/** What a person has besides a password. */
export interface SecondFactors {
  readonly hasTotp: boolean
  readonly passkeys: number
  /** Recovery codes that have not been used. */
  readonly codesLeft: number
}

export const hasSecondFactor = ({ hasTotp, passkeys }: SecondFactors): boolean => hasTotp || passkeys > 0
