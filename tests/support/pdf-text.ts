import { inflateSync } from 'node:zlib'

/** The words of a document as a reader would copy them, page after page, one space between pieces of text. */
export function pdfText(document: Buffer): string {
  const objects = objectsOf(document.toString('latin1'))
  const letters = fontsOf(objects)
  const pieces: string[] = []
  for (const { stream } of objects.values()) {
    if (!stream?.includes(' TJ')) continue
    let font = ''
    for (const [, name, text] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name) font = name
      else pieces.push(decoded(text!, letters.get(font) ?? []))
    }
  }
  return pieces.join(' ').replace(/\s+/g, ' ')
}

interface PdfObject {
  readonly head: string
  readonly stream: string | null
}

function objectsOf(text: string): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>()
  for (const [, id, body] of text.matchAll(/(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs)) {
    const at = body!.indexOf('stream\n')
    const packed = at < 0 ? null : Buffer.from(body!.slice(at + 7, body!.lastIndexOf('\nendstream')), 'latin1')
    const head = at < 0 ? body! : body!.slice(0, at)
    objects.set(id!, { head, stream: packed && head.includes('FlateDecode') ? inflated(packed) : null })
  }
  return objects
}

const inflated = (packed: Buffer) => inflateSync(packed).toString('latin1')

/** Name of a font on the pages → its letters by code. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): Map<string, readonly string[]> {
  const fonts = new Map<string, readonly string[]>()
  for (const { head } of objects.values())
    for (const [, list] of head.matchAll(/\/Font <<\n(.*?)>>/gs))
      for (const [, name, id] of list!.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id!)?.head ?? '')?.[1]
        const map = objects.get(unicode ?? '')?.stream ?? ''
        const codes = [...map.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[(.*?)\]/gs)].flatMap(([, range]) => [
          ...range!.matchAll(/<([0-9a-f]*)>/g),
        ])
        fonts.set(
          name!,
          codes.map(([, hex]) =>
            String.fromCharCode(...(hex!.match(/.{4}/g) ?? []).map((code) => Number.parseInt(code, 16))),
          ),
        )
      }
  return fonts
}

const decoded = (text: string, letters: readonly string[]) =>
  [...text.matchAll(/<([0-9a-f]*)>/g)]
    .flatMap(([, hex]) => hex!.match(/.{4}/g) ?? [])
    .map((code) => letters[Number.parseInt(code, 16)] ?? '?')
    .join('')
