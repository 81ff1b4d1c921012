/** How things are named for good: by the syntax alone, nobody is asked whether it leads anywhere. */
export const IDENTIFIER_TYPES = ['DOI', 'Handle', 'URL'] as const
export type IdentifierType = (typeof IDENTIFIER_TYPES)[number]

export interface Identifier {
  readonly type: IdentifierType
  /** A DOI and a handle without the address that resolves them. */
  readonly value: string
}

const DOI = /^(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}(?:\.\d+)*\/[^\s<>"]{1,200})$/i
const HANDLE = /^(?:(?:https?:\/\/)?hdl\.handle\.net\/|hdl:\s*)?(\d+(?:\.[0-9A-Z]+)*\/[^\s<>"]{1,200})$/i

/** A DOI, a handle or a web address, of whatever form it was typed in; null for what is none. */
export function identifierOf(text: string): Identifier | null {
  const typed = text.trim()
  const doi = DOI.exec(typed)?.[1]
  if (doi) return { type: 'DOI', value: doi }
  const handle = HANDLE.exec(typed)?.[1]
  if (handle) return { type: 'Handle', value: handle }
  return isWebAddress(typed) ? { type: 'URL', value: typed } : null
}

/** Where it leads. */
export function addressOf({ type, value }: Identifier): string {
  if (type === 'DOI') return `https://doi.org/${value}`
  return type === 'Handle' ? `https://hdl.handle.net/${value}` : value
}

function isWebAddress(text: string): boolean {
  if (text.length > 500 || !/^https?:\/\/[^\s<>"\\^`{|}]+$/i.test(text)) return false
  return URL.canParse(text) && new URL(text).hostname.includes('.')
}
