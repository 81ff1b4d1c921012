import { emailOf } from './email.ts'
import { rorOf } from './ror.ts'

/** Whom an organisation takes for its own when they come by a provider of OpenID Connect. */
export interface SignOn {
  /** Its names in the home-organisation claim: domains in lower case. Mail addresses in them are its people's. */
  readonly domains: readonly string[]
  /** Lets in whom the provider names as its own without being asked. */
  readonly isTrusted: boolean
}

export const MOST_DOMAINS = 20

export function signOnOf(kept: Readonly<Record<string, unknown>>): SignOn {
  const { domains, isTrusted } = kept
  return {
    domains: Array.isArray(domains) ? domains.filter((each) => typeof each === 'string') : [],
    isTrusted: isTrusted === true,
  }
}

/** The domains of a text, lower case, each once; null when one of them is none or there are too many. */
export function domainsOf(text: string): readonly string[] | null {
  const domains = [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
  const areDomains = domains.every((each) => each.length <= 190 && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(each))
  return areDomains && domains.length <= MOST_DOMAINS ? domains : null
}

/** Who a provider says somebody is. */
export interface ForeignIdentity {
  readonly issuer: string
  readonly subject: string
  /** As the provider writes it. */
  readonly email: string | null
  readonly isEmailVerified: boolean
  readonly name: string | null
  /** Of the home-organisation claim: domains or addresses of the registry of research organisations. */
  readonly homes: readonly string[]
}

interface KnownOrganisation {
  readonly id: number
  readonly ror: string | null
  readonly signOn: SignOn
}

/** The organisation that a home-organisation claim names: by its ROR, else by one of its domains. */
export function homeOf<T extends KnownOrganisation>(homes: readonly string[], organisations: readonly T[]): T | null {
  for (const home of homes) {
    const ror = rorOf(home)
    const domain = home.trim().toLowerCase()
    const fits = organisations.find(
      (each) => (ror !== null && each.ror !== null && rorOf(each.ror) === ror) || each.signOn.domains.includes(domain),
    )
    if (fits) return fits
  }
  return null
}

/**
 * The address of a new account in lower case, when it is theirs beyond doubt: the provider has checked it, or it lies in
 * a domain of their organisation. An unchecked one would let a stranger take somebody's address before they come.
 */
export function ownAddress({ email, isEmailVerified }: ForeignIdentity, { domains }: SignOn): string | null {
  const address = email === null ? null : emailOf(email)
  if (address === null) return null
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return isEmailVerified || domains.includes(domain) ? address : null
}
