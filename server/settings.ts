import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { LOCALES, type Locale } from './domain/person.ts'
import { SECOND_FACTOR_RULES, type SecondFactorRule } from './domain/second-factor.ts'
import { isValidZone } from './domain/zone.ts'

/** Everything the environment decides, checked once. No other module reads `process.env`. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly database: string
  /** Without a slash at the end. */
  readonly publicUrl: string
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** Where to write about weaknesses, a mailto: or https: address; null for the sender of all mail. */
  readonly securityContact: string | null
  /** Where `.eml` files go while there is no SMTP server. */
  readonly mailFolder: string
  readonly mailRetrySeconds: readonly number[]
  readonly sessionSecret: string
  readonly timeZone: string
  readonly locale: Locale
  readonly logLevel: string
  readonly demo: boolean
  readonly trustProxy: boolean | string
  /** Requests per minute and client; 0 for no limit. */
  readonly rateLimit: number
  readonly metricsToken: string | null
  readonly apiDocs: boolean
  readonly production: boolean
  /** Whether administrators and coordinators need a second factor. */
  readonly secondFactor: SecondFactorRule
  /** The provider of OpenID Connect; null for none. */
  readonly oidc: OidcSettings | null
}

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What people know it by. */
  readonly name: string
  /** The claim that names somebody's organisation. */
  readonly organisationClaim: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Each setting: its default as text, what it is for, and how its text becomes a value (throws a sentence). */
export const SETTINGS = {
  HOST: { fallback: '127.0.0.1', meaning: 'address to listen on', read: (text: string) => text },
  PORT: { fallback: '3000', meaning: 'port to listen on', read: (text: string) => wholeNumber(text, 0, 65535) },
  DATABASE: { fallback: 'var/aparatura.sqlite', meaning: 'the SQLite file', read: (text: string) => text },
  PUBLIC_URL: {
    fallback: 'http://localhost:3000',
    meaning: 'address that people and mail links use',
    read: webAddress,
  },
  SMTP_URL: { fallback: '', meaning: 'smtp:// or smtps:// server; unset: mail is written to files', read: smtpAddress },
  MAIL_FROM: { fallback: 'Aparatura <aparatura@localhost>', meaning: 'sender of all mail', read: sender },
  SECURITY_CONTACT: {
    fallback: '',
    meaning: 'mailto: or https:// address for reports of weaknesses; unset: the address of MAIL_FROM',
    read: securityContact,
  },
  MAIL_FOLDER: { fallback: 'var/mail', meaning: 'folder of .eml files without SMTP', read: (text: string) => text },
  MAIL_RETRY_SECONDS: {
    fallback: '60,300,900,3600',
    meaning: 'gaps between attempts, the last one repeated for 5 days',
    read: (text: string) => text.split(',').map((part) => wholeNumber(part.trim(), 0, 86_400)),
  },
  SESSION_SECRET: {
    fallback: '',
    meaning: 'at least 32 characters; required in production',
    read: (text: string) => text,
  },
  TIME_ZONE: { fallback: 'Europe/Warsaw', meaning: 'zone of pages that have no resource', read: zone },
  LOCALE: { fallback: 'pl', meaning: 'language when nothing else decides: pl or en', read: locale },
  LOG_LEVEL: { fallback: 'info', meaning: 'fatal, error, warn, info, debug, trace or silent', read: logLevel },
  DEMO: { fallback: '0', meaning: 'set by npm run demo only', read: yesOrNo },
  TRUST_PROXY: {
    fallback: '',
    meaning: 'addresses of trusted proxies, or 1 for all; unset: forwarded headers are ignored',
    read: trustedProxies,
  },
  RATE_LIMIT: {
    fallback: '3000',
    meaning: 'requests per minute and client, 0 for no limit',
    read: (text: string) => wholeNumber(text, 0, 1e9),
  },
  METRICS_TOKEN: {
    fallback: '',
    meaning: 'bearer token for /metrics; unset: there is none',
    read: (text: string) => text || null,
  },
  API_DOCS: { fallback: '1', meaning: 'whether /api/docs is served', read: yesOrNo },
  SECOND_FACTOR: {
    fallback: 'optional',
    meaning: 'required or optional for administrators and coordinators; set it to required in earnest',
    read: secondFactor,
  },
  OIDC_ISSUER: { fallback: '', meaning: 'address of a provider of OpenID Connect; unset: there is none', read: issuer },
  OIDC_CLIENT_ID: { fallback: '', meaning: 'name of this installation at the provider', read: (text: string) => text },
  OIDC_CLIENT_SECRET: { fallback: '', meaning: 'its secret there', read: (text: string) => text },
  OIDC_NAME: {
    fallback: '',
    meaning: 'what people know the provider by; unset: its host',
    read: (text: string) => text,
  },
  OIDC_ORGANISATION_CLAIM: {
    fallback: 'schac_home_organization',
    meaning: "claim with the domain or ROR of somebody's organisation",
    read: (text: string) => text,
  },
} as const

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] }

/** Reads and checks the environment. Every fault is named in one line; nothing is guessed. */
export function readSettings(environment: Environment, mode: { production: boolean }): SettingsResult {
  const faults: string[] = []
  const value = <K extends keyof typeof SETTINGS>(name: K): ReturnType<(typeof SETTINGS)[K]['read']> => {
    const { read, fallback } = SETTINGS[name]
    const given = environment[name]?.trim()
    try {
      return read(given === undefined || given === '' ? fallback : given) as ReturnType<(typeof SETTINGS)[K]['read']>
    } catch (fault) {
      faults.push(`${name} ${(fault as Error).message}, but it is "${withoutSecrets(given)}".`)
      return read(fallback) as ReturnType<(typeof SETTINGS)[K]['read']>
    }
  }
  for (const name of Object.keys(environment))
    if (name.startsWith('APARATURA_')) faults.push(`${name} is no setting of this program.`)
  const secret = value('SESSION_SECRET')
  const demo = value('DEMO')
  const { production } = mode
  if (production && secret.length < 32) faults.push('SESSION_SECRET must be set to at least 32 characters.')
  if (production && demo) faults.push('DEMO is set by npm run demo only.')
  const issuer = value('OIDC_ISSUER')
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const)
    if (issuer && !value(name)) faults.push(`${name} must be set, because OIDC_ISSUER is.`)
  const settings: Settings = {
    host: value('HOST'),
    port: value('PORT'),
    database: value('DATABASE'),
    publicUrl: value('PUBLIC_URL'),
    smtpUrl: value('SMTP_URL'),
    mailFrom: value('MAIL_FROM'),
    securityContact: value('SECURITY_CONTACT'),
    mailFolder: value('MAIL_FOLDER'),
    mailRetrySeconds: value('MAIL_RETRY_SECONDS'),
    sessionSecret: secret || randomBytes(32).toString('hex'),
    timeZone: value('TIME_ZONE'),
    locale: value('LOCALE'),
    logLevel: value('LOG_LEVEL'),
    demo,
    trustProxy: value('TRUST_PROXY'),
    rateLimit: value('RATE_LIMIT'),
    metricsToken: value('METRICS_TOKEN'),
    apiDocs: value('API_DOCS'),
    production,
    secondFactor: value('SECOND_FACTOR'),
    oidc: issuer
      ? {
          issuer,
          clientId: value('OIDC_CLIENT_ID'),
          clientSecret: value('OIDC_CLIENT_SECRET'),
          name: value('OIDC_NAME') || new URL(issuer).host,
          organisationClaim: value('OIDC_ORGANISATION_CLAIM'),
        }
      : null,
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, settings }
}

/** The name and password of an address stay out of the log. */
const withoutSecrets = (text = '') => text.replace(/\/\/[^@/]*@/, '//…@')

/** Every setting with its default, for `--help`. */
export function settingsHelp(): string {
  const rows = Object.entries(SETTINGS).map(
    ([name, { fallback, meaning }]) => `  ${name.padEnd(20)} ${meaning} (${fallback || 'unset'})`,
  )
  return [
    'Aparatura, a booking system for shared research infrastructure.',
    '',
    'Settings come from the environment:',
    ...rows,
  ].join('\n')
}

function wholeNumber(text: string, least: number, most: number): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new Error(`must be a whole number from ${least} to ${most}`)
  return number
}

function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new Error('must be an http:// or https:// address')
  if (url.pathname !== '/' || url.search || url.hash) throw new Error('must have no path')
  return text.replace(/\/+$/, '')
}

/** Without TLS anybody on the way could say who somebody is; on this machine there is no way. */
function issuer(text: string): string | null {
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const isHere = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !isHere)) throw new Error('must be an https:// address')
  if (url.search || url.hash || url.username) throw new Error('must be an address alone')
  return text
}

function secondFactor(text: string): SecondFactorRule {
  if (!SECOND_FACTOR_RULES.includes(text as SecondFactorRule)) throw new Error('must be required or optional')
  return text as SecondFactorRule
}

function smtpAddress(text: string): string | null {
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol)) throw new Error('must be an smtp:// or smtps:// address')
  return text
}

function securityContact(text: string): string | null {
  if (text === '') return null
  if (!/^(mailto:|https:\/\/)[^\s]+$/.test(text) || !URL.canParse(text))
    throw new Error('must begin with mailto: or https://')
  return text
}

function sender(text: string): string {
  if (!/[^\s<]@[^\s>]/.test(text)) throw new Error('must name an e-mail address')
  return text
}

function trustedProxies(text: string): boolean | string {
  if (text === '' || text === '1') return text === '1'
  const parts = text.split(',').map((part) => part.trim())
  if (!parts.every(isProxy)) throw new Error('must be 1 or a list of addresses and networks')
  return parts.join(',')
}

function isProxy(part: string) {
  const [address = '', bits = '0'] = part.split('/')
  return ['loopback', 'linklocal', 'uniquelocal'].includes(part) || (isIP(address) !== 0 && /^\d{1,3}$/.test(bits))
}

function zone(text: string): string {
  if (!isValidZone(text)) throw new Error('must be an IANA time zone')
  return text
}

function locale(text: string): Locale {
  if (!LOCALES.includes(text as Locale)) throw new Error('must be pl or en')
  return text as Locale
}

function logLevel(text: string): string {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']
  if (!levels.includes(text)) throw new Error(`must be one of ${levels.join(', ')}`)
  return text
}

function yesOrNo(text: string): boolean {
  if (text === '1' || text === 'true') return true
  if (text === '0' || text === 'false') return false
  throw new Error('must be 1 or 0')
}
