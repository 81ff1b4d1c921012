import { inflateRawSync } from 'node:zlib'

export interface Sheet {
  readonly name: string
  /** By row and column; null for an empty cell. Dates are the serial numbers of spreadsheets. */
  readonly rows: readonly (readonly (string | number | null)[])[]
  readonly hasFormulas: boolean
}

/** The sheets of a workbook, read back from its XML. */
export function sheetsOf(workbook: Buffer): readonly Sheet[] {
  const files = unzipped(workbook)
  const text = (name: string) => files.get(name)?.toString() ?? ''
  const strings = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => plain(item!))
  const names = [...text('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => unescaped(name!))
  return names.map((name, i) => {
    const xml = text(`xl/worksheets/sheet${i + 1}.xml`)
    return { name, rows: rowsOf(xml, strings), hasFormulas: /<f[ >]/.test(xml) }
  })
}

function rowsOf(xml: string, strings: readonly string[]): (string | number | null)[][] {
  return [...xml.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, cells = '']) => {
    const row: (string | number | null)[] = []
    for (const [, attributes, inner = ''] of cells.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = /<v>(.*?)<\/v>/s.exec(inner)?.[1]
      const column = columnOf(/r="([A-Z]+)/.exec(attributes!)![1]!)
      while (row.length < column) row.push(null)
      row.push(value === undefined ? null : attributes!.includes('t="s"') ? strings[Number(value)]! : Number(value))
    }
    return row
  })
}

const columnOf = (letters: string) => [...letters].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0) - 1

const plain = (item: string) => unescaped([...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text).join(''))

const unescaped = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')

/** By the central directory, where sizes are always said. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let i = 0; i < zip.readUInt16LE(end + 10); i++) {
    const [size, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)]
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const content = zip.subarray(start, start + size)
    const isPacked = zip.readUInt16LE(at + 10) === 8
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), isPacked ? inflateRawSync(content) : content)
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}
