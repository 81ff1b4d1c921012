import { describe, expect, test } from 'vitest'
import { readSettings, SETTINGS, settingsHelp } from '../server/settings.ts'

const SECRET = 'a secret that is long enough for production'
const faultsOf = (environment: Record<string, string>, production = true) => {
  const result = readSettings({ SESSION_SECRET: SECRET, ...environment }, { production })
  return result.ok ? [] : result.faults
}

test('without an environment everything has a value fit for the demo', () => {
  const result = readSettings({}, { production: false })
  expect(result.ok && result.settings).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    database: 'var/aparatura.sqlite',
    publicUrl: 'http://localhost:3000',
    timeZone: 'Europe/Warsaw',
    locale: 'pl',
    rateLimit: 3000,
    trustProxy: false,
    metricsToken: null,
  })
})

describe('production', () => {
  test('does not start without a secret of 32 characters', () => {
    expect(faultsOf({ SESSION_SECRET: '' })).toEqual(['SESSION_SECRET must be set to at least 32 characters.'])
    expect(faultsOf({ SESSION_SECRET: 'x'.repeat(31) })).toHaveLength(1)
    expect(faultsOf({})).toEqual([])
  })

  test('is no demo', () => expect(faultsOf({ DEMO: '1' })).toEqual(['DEMO is set by npm run demo only.']))
})

test.each([
  ['PORT', 'eighty'],
  ['PORT', '70000'],
  ['PUBLIC_URL', 'aparatura.example'],
  ['PUBLIC_URL', 'https://example.org/aparatura'],
  ['SMTP_URL', 'mail.example'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_RETRY_SECONDS', '60,soon'],
  ['TIME_ZONE', 'Europe/Lublin'],
  ['LOCALE', 'de'],
  ['LOG_LEVEL', 'loud'],
  ['TRUST_PROXY', 'yes please'],
  ['RATE_LIMIT', '-1'],
  ['API_DOCS', 'maybe'],
  ['SECOND_FACTOR', 'sometimes'],
  ['OIDC_ISSUER', 'http://provider.example'],
  ['OIDC_ISSUER', 'https://provider.example/#a'],
])('%s=%s is named with its value', (name, value) => {
  const faults = faultsOf({ [name]: value })
  expect(faults).toHaveLength(1)
  expect(faults[0]).toMatch(new RegExp(`^${name} must .*"${value}"\\.$`))
})

test('every fault has a line of its own', () => {
  expect(faultsOf({ PORT: 'x', LOCALE: 'de', APARATURA_COLOUR: 'red' })).toHaveLength(3)
})

test('a password in an address is not repeated', () => {
  expect(faultsOf({ SMTP_URL: 'http://me:hunter2@mail.example' })[0]).not.toContain('hunter2')
})

test.each([
  ['', false],
  ['1', true],
  ['10.0.0.0/8, ::1', '10.0.0.0/8,::1'],
  ['loopback', 'loopback'],
])('TRUST_PROXY=%s', (text, expected) => {
  const result = readSettings({ TRUST_PROXY: text }, { production: false })
  expect(result.ok && result.settings.trustProxy).toEqual(expected)
})

test('a provider is named with all it takes, or not at all', () => {
  const OIDC_ISSUER = 'https://provider.example'
  expect(faultsOf({ OIDC_ISSUER })).toHaveLength(2)
  const all = { OIDC_ISSUER, OIDC_CLIENT_ID: 'aparatura', OIDC_CLIENT_SECRET: 'secret' }
  const result = readSettings(all, { production: false })
  expect(result.ok && result.settings.oidc?.name).toBe('provider.example')
})

test('the help names every setting', () => {
  for (const name of Object.keys(SETTINGS)) expect(settingsHelp()).toContain(name)
})
