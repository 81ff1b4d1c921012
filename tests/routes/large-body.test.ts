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
