/** This site as WebAuthn knows it: a key made for one `id` works for no other. */
export interface RelyingParty {
  /** Host without a port. */
  readonly id: string
  /** `https://aparatura.example`, with a port where there is one. */
  readonly origin: string
}

export function relyingPartyOf(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin }
}

/** More than anybody has keys, fewer than a page can list. */
export const MOST_PASSKEYS = 20
export const MOST_PASSKEY_NAME = 80
