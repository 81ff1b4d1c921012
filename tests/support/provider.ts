import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

const CLIENT = { client_id: 'aparatura', client_secret: 'the secret of aparatura at its provider' }

/** Who signs in at the provider, and what it says of them. */
export interface Somebody {
  readonly sub: string
  readonly claims: Readonly<Record<string, unknown>>
}

export interface TestProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who comes next, in every browser. */
  who: Somebody
  /** Walks a browser with no cookies from the authorization request to where the provider sends it back. */
  walk(url: string): Promise<URL>
  close(): Promise<void>
}

/** A real provider of OpenID Connect on a free port of this machine, which asks nobody for a password. */
export async function startProvider(publicUrl: string): Promise<TestProvider> {
  const server = createServer()
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const made: TestProvider = {
    ...{ issuer, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret },
    who: { sub: 'nobody', claims: {} },
    walk,
    close: () =>
      new Promise((go) => {
        server.closeAllConnections()
        server.close(() => go())
      }),
  }
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${publicUrl}/sign-in/oidc/callback`] }],
    jwks: { keys: [{ ...key, use: 'sig', alg: 'RS256', kid: 'of-the-tests' }] },
    cookies: { keys: ['a key of the tests'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'schac_home_organization'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Grant: 60, Session: 60, Interaction: 60 },
    interactions: { url: () => '/interaction' },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ ...made.who.claims, sub: accountId }),
    }),
    async loadExistingGrant(context: GrantContext) {
      const { client, session } = context.oidc
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url !== '/interaction') return answer(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: made.who.sub } })
  })
  return made
}

interface GrantContext {
  readonly oidc: { readonly client: { readonly clientId: string }; readonly session: { readonly accountId: string } }
}

async function walk(url: string): Promise<URL> {
  const { origin } = new URL(url)
  const cookies = new Map<string, string>()
  for (let at = new URL(url); ; ) {
    if (at.origin !== origin) return at
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const each of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = each.split(';')[0]!.split('=')
      cookies.set(name, value)
    }
    const next = answer.headers.get('location')
    if (!next) throw new Error(`The provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
    at = new URL(next, at)
  }
}
