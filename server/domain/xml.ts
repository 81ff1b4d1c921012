/** A piece of finished XML: whatever went into it was escaped on its way. */
export class Xml {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Child = Xml | string | null | readonly Child[]
type Attributes = Readonly<Record<string, string | null>>

/** An element; attributes and children that are null are left out. Names are ours, never anybody's text. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Xml {
  const told = Object.entries(attributes).filter(([, value]) => value !== null)
  const head = name + told.map(([key, value]) => ` ${key}="${escapeXml(value!)}"`).join('')
  const content = inside(children)
  return new Xml(content === '' ? `<${head}/>` : `<${head}>${content}</${name}>`)
}

/** A list as an element around its items; nothing for none. */
export const listElement = (name: string, items: readonly Xml[]): Xml | null =>
  items.length === 0 ? null : element(name, {}, items)

export const documentOf = (root: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root.text}\n`

function inside(child: Child): string {
  if (child === null) return ''
  if (typeof child === 'string') return escapeXml(child)
  return child instanceof Xml ? child.text : child.map(inside).join('')
}

/** Text between tags and in attributes. What XML 1.0 has no way to write (section 2.2) falls out. */
export function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones XML forbids
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;')
      .replaceAll('\r', '&#13;')
  )
}
