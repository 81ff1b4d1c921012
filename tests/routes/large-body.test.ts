import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../support/app.ts'

let t: TestApp
let address: string
beforeAll(async () => {
  t = await testApp()
  address = await t.app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => t.close())

const TEN_MEGABYTES = `{"email":"${'x'.repeat(10_000_000)}"}`

// Over a real connection: only there can an early answer be lost while the client still sends.
test('somebody who sends far too much still reads why it was refused', async () => {
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(`${address}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: TEN_MEGABYTES,
    })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'too-large', status: 413 })
  }
})

test('of faults without number the first are named', async () => {
  const body = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`unknown${i}`, i]))
  const begun = performance.now()
  const answer = await t.api(null)('POST', '/sessions', body)
  expect(answer.statusCode).toBe(422)
  expect(answer.json().errors).toHaveLength(50)
  expect(performance.now() - begun).toBeLessThan(2000)
})
