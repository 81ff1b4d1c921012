import type { Configuration } from 'openid-client'
import type { App } from '../app.ts'
import type { ForeignIdentity } from '../domain/sign-on.ts'
import type { OidcSettings } from '../settings.ts'

/** Somebody waits on the page meanwhile. */
const PATIENCE_SECONDS = 5

/** What a round trip must come back to; it stays with the browser, sealed. */
export interface RoundTrip {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** The provider cannot be reached, or is not what it should be. */
export class ProviderDown extends Error {}
/** What came back is not the answer to what was asked, or the provider or its user refused. */
export class SignOnRefused extends Error {}

export interface IdentityProvider {
  readonly name: string
  /** Where to send the browser, and what to expect back. */
  begin(how: { readonly isAnew: boolean }): Promise<{ readonly url: string; readonly trip: RoundTrip }>
  /** Who the provider says it is. Throws ProviderDown and SignOnRefused. */
  finish(query: string, trip: RoundTrip): Promise<ForeignIdentity>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The provider of OpenID Connect; null where none is set. */
    identityProvider: IdentityProvider | null
  }
}

export const CALLBACK_PATH = '/sign-in/oidc/callback'

export function identityProvider(app: App): void {
  const { oidc, publicUrl } = app.settings
  app.decorate('identityProvider', { getter: () => provider })
  const provider = oidc && providerOf(oidc, `${publicUrl}${CALLBACK_PATH}`)
}

/** Code flow with PKCE (RFC 7636), state and nonce. The provider is asked about itself when somebody first comes by it. */
function providerOf(settings: OidcSettings, redirectUri: string): IdentityProvider {
  let known: Promise<Configuration> | null = null
  const configuration = () => {
    known ??= discover(settings)
    // What failed is tried again by the next one who comes.
    known.catch(() => (known = null))
    return known
  }
  return {
    name: settings.name,
    async begin({ isAnew }) {
      const client = await library()
      const config = await reaching(configuration())
      const trip = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile email',
        state: trip.state,
        nonce: trip.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(trip.verifier),
        code_challenge_method: 'S256',
        ...(isAnew && { prompt: 'login' }),
      })
      return { url: url.href, trip }
    },
    async finish(query, { state, nonce, verifier }) {
      const client = await library()
      const config = await reaching(configuration())
      const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
      const tokens = await answered(client.authorizationCodeGrant(config, new URL(`${redirectUri}${query}`), checks))
      const claims = tokens.claims()!
      const { userinfo_endpoint: more } = config.serverMetadata()
      const info = more ? await answered(client.fetchUserInfo(config, tokens.access_token, claims.sub)) : {}
      return identityOf({ ...claims, ...info, sub: claims.sub, iss: claims.iss }, settings)
    },
  }
}

const library = () => import('openid-client')

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const client = await library()
  const isHere = issuer.startsWith('http:')
  return client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: PATIENCE_SECONDS,
    ...(isHere && { execute: [client.allowInsecureRequests] }),
    [client.customFetch]: (url, options) => fetchFrom(issuer, url, options as RequestInit),
  })
}

/**
 * Only the provider is asked: what it names as its endpoints must lie on its own host, or be reached by TLS elsewhere;
 * nothing follows a redirect.
 */
function fetchFrom(issuer: string, url: string, options: RequestInit): Promise<Response> {
  const { origin, protocol } = new URL(url)
  if (origin !== new URL(issuer).origin && protocol !== 'https:')
    throw new ProviderDown(`${origin} is not the provider`)
  return fetch(url, { ...options, redirect: 'manual' })
}

async function reaching<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (fault) {
    throw new ProviderDown((fault as Error).message, { cause: fault })
  }
}

/** A provider that answers has refused; one that does not is down. */
async function answered<T>(work: Promise<T>): Promise<T> {
  const client = await library()
  try {
    return await work
  } catch (fault) {
    const { code } = fault as { code?: string }
    const isSilent =
      fault instanceof TypeError || fault instanceof ProviderDown || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT'
    const isBroken = fault instanceof client.ResponseBodyError && fault.status >= 500
    if (isSilent || isBroken) throw new ProviderDown((fault as Error).message, { cause: fault })
    throw new SignOnRefused((fault as Error).message, { cause: fault })
  }
}

function identityOf(claims: Readonly<Record<string, unknown>>, { organisationClaim }: OidcSettings): ForeignIdentity {
  const text = (claim: string) => (typeof claims[claim] === 'string' ? (claims[claim] as string) : null)
  return {
    issuer: text('iss') ?? '',
    subject: text('sub') ?? '',
    email: text('email'),
    isEmailVerified: claims['email_verified'] === true,
    name: text('name') ?? ([text('given_name'), text('family_name')].filter(Boolean).join(' ') || null),
    homes: [claims[organisationClaim]].flat().filter((each) => typeof each === 'string'),
  }
}
