/** What may be kept as a document, and how it is named and served. */
export const DOCUMENT_TYPES = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'text/plain': 'txt',
} as const
export type DocumentType = keyof typeof DOCUMENT_TYPES

/** In bytes. */
export const MAX_DOCUMENT = 10 * 1_048_576
/** The most documents of one resource. */
export const MAX_DOCUMENTS = 500

const MAGIC: readonly (readonly [DocumentType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

/** The type by what the file holds, whatever it is called; null for none that is kept. */
export function documentTypeOf(bytes: Uint8Array): DocumentType | null {
  const known = MAGIC.find(([, magic]) => magic.every((byte, i) => bytes[i] === byte))
  if (known) return known[0]
  return isPlainText(bytes) ? 'text/plain' : null
}

/** UTF-8 without control characters, and nothing that a browser could take for a page. */
function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false
  if (bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13)) return false
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).trimStart().startsWith('<')
  } catch {
    return false
  }
}

const MAX_NAME = 120

/** The file's name without its path and without what would not do in a header or a folder; its ending is that of its type. */
export function documentName(name: string, type: DocumentType): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const bare = [...last.normalize('NFC')].filter((each) => isUsual(each)).join('')
  const stem = bare
    .replace(/\.[^.]{1,8}$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME)
  return `${stem || 'document'}.${DOCUMENT_TYPES[type]}`
}

/** No control, no invisible and no reserved characters. */
const isUsual = (letter: string) => /^[\p{L}\p{N}\p{M} ._()+,=@#-]$/u.test(letter)
