import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mailRun } from '../../scripts/bench/mail.ts'

test('a sender that is killed again and again loses no mail, and sends at most one twice for each kill', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-run-'))
  try {
    const report = await mailRun({ folder, mails: 240, killEvery: 40, seed: 7 })
    expect(report).toMatchObject({ arrived: 240, unknown: 0 })
    // Each kill comes between the server's yes and its being written down: positive controls of the run.
    expect(report.kills).toBeGreaterThan(2)
    expect(report.duplicates).toBeGreaterThan(0)
    expect(report.putOff).toBeGreaterThan(0)
    expect(report.duplicates).toBeLessThanOrEqual(report.kills)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
