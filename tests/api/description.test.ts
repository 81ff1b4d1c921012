import { Errors } from 'typebox/schema'
import { describe, expect, test } from 'vitest'
import { outside } from './outside.ts'

const here = outside()
const description = async () => (await here.demo.app.inject('/api/openapi.json')).json()

describe('the description', () => {
  test('has the calls that exist, and no others', async () => {
    const { paths } = await description()
    const told = Object.entries<object>(paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    const registered = here.demo.app.routeTable
      .filter(({ method, url }) => url.startsWith('/api/v1/') && method !== 'HEAD')
      .map(({ method, url }) => `${method} ${url}`)
    expect(told.sort()).toEqual(registered.sort())
    expect(told.length).toBeGreaterThan(15)
  })

  test('is OpenAPI 3.1, every call with a summary, a success and its problems', async () => {
    const { openapi, paths } = await description()
    expect(openapi).toMatch(/^3\.1\./)
    for (const verbs of Object.values<Record<string, { summary?: string; responses: object }>>(paths))
      for (const { summary, responses } of Object.values(verbs)) {
        expect(summary).toBeTruthy()
        expect(Object.keys(responses)).toEqual(
          expect.arrayContaining([expect.stringMatching(/^20[014]$/), '4XX', '5XX']),
        )
      }
  })

  test('tells of a problem what it is sent as', async () => {
    const { paths } = await description()
    expect(Object.keys(paths['/api/v1/me'].get.responses['4XX'].content)).toEqual(['application/problem+json'])
  })

  test('says which calls need a token', async () => {
    const { paths } = await description()
    for (const { method, url, access } of here.demo.app.routeTable) {
      if (!url.startsWith('/api/v1/') || method === 'HEAD') continue
      const { security } = paths[url.replaceAll(/:(\w+)/g, '{$1}')][method.toLowerCase()]
      expect([method, url, security !== undefined]).toEqual([method, url, access !== 'anyone'])
    }
  })

  test('is one that an answer can fail: the check of these tests is no formality', async () => {
    const { paths } = await description()
    const { schema } = Object.values<{ schema: object }>(paths['/api/v1/me'].get.responses['200'].content)[0]!
    const { body } = await here.call('researcher', 'GET', '/me')
    expect(Errors(schema, body)[1]).toEqual([])
    expect(Errors(schema, { ...body, id: 'seven' })[1]).not.toEqual([])
    expect(Errors(schema, { ...body, email: undefined })[1]).not.toEqual([])
  })

  test('is read at a page under the policy of every page', async () => {
    const { statusCode, headers, body } = await here.demo.app.inject('/api/docs')
    expect(statusCode).toBe(200)
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(body).toContain('/api/v1/reservations')
  })
})

describe('a resource', () => {
  test('is what the contract says of it', async () => {
    const { body } = await here.call(null, 'GET', '/resources/demo-tem')
    expect(body).toMatchObject({
      slug: 'demo-tem',
      name: { pl: expect.any(String), en: expect.any(String) },
      kind: 'instrument',
      organisation: 'politechnika-lubelska',
      parent: null,
      children: [],
      techniques: ['TEM'],
      time_zone: 'Europe/Warsaw',
      status: 'active',
      capacity: 1,
      policy: {
        step_minutes: 30,
        min_minutes: 30,
        max_minutes: 480,
        setup_minutes: 30,
        cleanup_minutes: 30,
        min_notice_minutes: 0,
        horizon_days: 400,
        cancel_notice_minutes: 0,
        approval: 'owner',
        qualification_required: null,
      },
    })
  })

  test.each([
    ['demo-hplc', { capacity: 1, policy: { approval: 'none', setup_minutes: 0, cleanup_minutes: 0 } }],
    ['demo-incubator', { capacity: 3, policy: { max_minutes: 14 * 1440 } }],
    ['demo-night', { policy: { max_minutes: 540 } }],
    ['demo-lab', { kind: 'room', children: ['demo-lab-bench-a', 'demo-lab-bench-b'] }],
    ['demo-lab-bench-a', { parent: 'demo-lab' }],
    ['demo-mri', { policy: { approval: 'owner', qualification_required: 'supervised' } }],
    ['demo-line', { kind: 'production_line', organisation: 'biomed-lublin' }],
  ])('%s has its settings', async (slug, settings) => {
    expect((await here.call(null, 'GET', `/resources/${slug}`)).body).toMatchObject(settings)
  })

  test.each([
    ['q=chromatograf', 'demo-hplc'],
    ['q=CHROMATOGRAF', 'demo-hplc'],
    ['q=wytrzasaniem', 'demo-incubator'],
    ['q=shaking', 'demo-incubator'],
    ['technique=TEM', 'demo-tem'],
    ['organisation=biomed-lublin', 'demo-line'],
    ['lab=umlub-laboratorium-pokazowe', 'demo-mri'],
    ['kind=production_line', 'demo-line'],
  ])('is found by %s', async (query, slug) => {
    const { body } = await here.call(null, 'GET', `/resources?limit=200&${query}`)
    const slugs = body.items.map((each: { slug: string }) => each.slug)
    expect(slugs).toContain(slug)
    expect(slugs.length).toBeLessThan(100)
  })

  test('is found by when it is free', async () => {
    const names = async (query: Record<string, string>, who: 'producer' | null = null) => {
      const answer = await here.call(who, 'GET', `/resources?${new URLSearchParams({ limit: '200', ...query })}`)
      return answer.body.items.map(({ slug }: { slug: string }) => slug)
    }
    const night = { free_from: '2026-11-25T23:00:00+01:00', free_to: '2026-11-26T05:00:00+01:00' }
    expect(await names(night)).toEqual(expect.arrayContaining(['demo-incubator', 'demo-night']))
    expect(await names(night)).not.toContain('demo-hplc')
    const morning = { free_from: '2026-11-25T06:00:00+01:00', free_to: '2026-11-25T12:00:00+01:00', duration: 'PT5H' }
    expect(await names(morning)).not.toContain('demo-line')
    expect(await names(morning, 'producer')).toContain('demo-line')
    await here.book('researcher2', {
      resource: 'demo-hplc',
      start: '2026-11-27T12:00:00+01:00',
      end: '2026-11-27T13:00:00+01:00',
    })
    const friday = { free_from: '2026-11-27T08:00:00+01:00', free_to: '2026-11-27T18:00:00+01:00' }
    expect(await names(friday)).not.toContain('demo-hplc')
    expect(await names({ ...friday, duration: 'PT5H' })).toContain('demo-hplc')
    expect(await names({ ...friday, duration: 'PT6H' })).not.toContain('demo-hplc')
  })

  test.each([
    ['free_from', '2026-11-25T10:00:00'],
    ['free_to', '2026-11-24T06:00:00Z'],
    ['duration', 'soon'],
    ['colour', 'red'],
  ])('is not looked for by %s=%s', async (field, value) => {
    const { body } = await here.call(null, 'GET', `/resources?${new URLSearchParams({ [field]: value })}`)
    expect(body).toMatchObject({ status: 422, errors: [{ path: field }] })
  })
})
