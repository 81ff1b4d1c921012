import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { pdfOf } from '../../server/reports/pdf-beside.ts'
import { csvOf } from '../../views/files/csv.ts'
import { laidOut } from '../../views/files/pdf.ts'
import type { Cell, FileColumn, ReportFile } from '../../views/files/report-file.ts'
import { pdfText } from '../support/pdf-text.ts'

const COLUMNS: readonly FileColumn[] = [
  { key: 'name', title: 'Nazwa', kind: 'text', definition: '' },
  { key: 'share', title: 'Udział', kind: 'share', definition: '', decimals: 2 },
  { key: 'use', title: 'Użycie', kind: 'share', definition: '' },
]

const fileOf = (rows: readonly Cell[][]): ReportFile => ({
  ...{ name: 'test', title: 'Zażółć gęślą jaźń', facts: [], madeAt: 0 },
  parts: [{ kind: 'table', table: { title: 'Tabela', columns: COLUMNS, rows, total: null } }],
})

describe('CSV', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+48 81', "'+48 81"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    // A spreadsheet whose decimals have a comma parts cells at semicolons.
    ['MRI;=HYPERLINK("x")', `"MRI;'=HYPERLINK(""x"")"`],
    ['a, b', '"a, b"'],
    ['2-propanol; X-ray', '2-propanol; X-ray'],
  ])('«%s» is no formula', (name, written) => {
    expect(csvOf(fileOf([[name, 0.5, null]]))).toBe(`\ufeffname,share,use\r\n${written},0.5,\r\n`)
  })
})

describe('PDF', () => {
  test('has as many decimals of a share as its column asks for', async () => {
    const text = pdfText(await pdfOf(fileOf([['MRI', 0.157895, 0.157895]]), 'pl')).replaceAll(/\s/g, ' ')
    expect(text).toContain('15,79 %')
    expect(text).toContain('15,8 %')
  })

  test('of many rows is laid out beside the server, and is the same file', async () => {
    const long = fileOf(Array.from({ length: 400 }, (_, i) => [`Zasób ${i}`, i / 400, null]))
    let isMade = false
    const making = pdfOf(long, 'pl').finally(() => {
      isMade = true
    })
    let longest = 0
    for (let before = performance.now(); !isMade; before = performance.now()) {
      await nextTurn()
      longest = Math.max(longest, performance.now() - before)
    }
    const begun = performance.now()
    const here = await laidOut(long, 'pl')
    const cost = performance.now() - begun
    expect((await making).equals(here)).toBe(true)
    // Whoever comes meanwhile waits for a small part of what laying it out costs.
    expect(longest).toBeLessThan(cost)
  })
})
