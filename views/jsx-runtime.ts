/**
 * The JSX factory of the views: markup is written straight into a string while the components run.
 * There is no tree in between, which is why a page of 500 cells costs well under a millisecond.
 * Text and attribute values are always escaped; only `Html` passes as it is, and only `raw` makes one by hand.
 */

import { TURNS } from './turns.ts'

/** A finished piece of markup. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString() {
    return this.text
  }
}

export type Child = Html | string | number | boolean | null | undefined | readonly Child[]

/** Marks a string as markup. For text that this program itself wrote, never for anything a person typed. */
export const raw = (markup: string) => new Html(markup)

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr'])
const URLS = new Set(['href', 'action', 'formaction', 'src', 'hx-get', 'hx-post'])
/** What holds text alone, so that a tag inside would be shown. */
const PLAIN = new Set(['title', 'textarea', 'option', 'bdi'])
const NEEDS_ESCAPE = /[&<>"']/

type Props = { children?: Child } & Record<string, unknown>
type Component = (props: never) => Html

export function jsx(type: string | Component, props: Props): Html {
  if (typeof type === 'function') return type(props as never)
  let out = '<' + type
  for (const name in props) if (name !== 'children') out += attribute(name, props[name])
  if (VOID.has(type)) return new Html(out + '>')
  return new Html(out + '>' + render(props.children, PLAIN.has(type)) + '</' + type + '>')
}

export const jsxs = jsx
export const jsxDEV = jsx
export const Fragment = (props: { children?: Child }) => new Html(render(props.children))

/** Children as markup: strings escaped and, where they turn the direction of writing, isolated; nothing for null, undefined and booleans. */
export function render(child: Child, isPlain = false): string {
  if (typeof child === 'string')
    return !isPlain && TURNS.test(child) ? '<bdi>' + escapeHtml(child) + '</bdi>' : escapeHtml(child)
  if (child instanceof Html) return child.text
  if (typeof child === 'number') return String(child)
  if (!Array.isArray(child)) return ''
  let out = ''
  for (const each of child) out += render(each, isPlain)
  return out
}

export function escapeHtml(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return text
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

function attribute(name: string, value: unknown): string {
  if (value === undefined || value === null || value === false) return ''
  if (value === true) return ' ' + name
  const text = String(value)
  return ' ' + name + '="' + escapeHtml(URLS.has(name) ? safeUrl(text) : text) + '"'
}

/** Only addresses that fetch or mail something: a `javascript:` or `data:` one becomes a dead `#`. */
export function safeUrl(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip control characters inside a scheme
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url.replace(/[\u0000-\u0020]/g, ''))?.[1]
  return !scheme || ['http', 'https', 'mailto', 'tel', 'webcal'].includes(scheme.toLowerCase()) ? url : '#'
}

type Value = string | number | boolean | null | undefined
// biome-ignore format: a list of names reads best as a block
type AttributeName =
  | 'accept' | 'action' | 'alt' | 'as' | 'autocomplete' | 'autofocus' | 'charset' | 'checked' | 'class' | 'color' | 'cols'
  | 'colspan' | 'content' | 'crossorigin' | 'datetime' | 'defer' | 'dir' | 'disabled' | 'download' | 'enctype' | 'for'
  | 'form' | 'formaction' | 'formmethod' | 'formnovalidate' | 'headers' | 'height' | 'hidden' | 'href' | 'hreflang' | 'id' | 'inputmode'
  | 'label' | 'lang' | 'list' | 'loading' | 'max' | 'maxlength' | 'media' | 'method' | 'min' | 'minlength' | 'multiple' | 'name'
  | 'novalidate' | 'open' | 'pattern' | 'placeholder' | 'property' | 'readonly' | 'rel' | 'required' | 'role' | 'rows' | 'rowspan'
  | 'scope' | 'selected' | 'size' | 'sizes' | 'span' | 'spellcheck' | 'src' | 'start' | 'step' | 'style' | 'tabindex' | 'target' | 'title'
  | 'translate' | 'type' | 'value' | 'width' | 'wrap' | 'abbr' | 'align' | 'bgcolor' | 'border' | 'cellpadding' | 'cellspacing' | 'valign'
  // SVG
  | 'cx' | 'cy' | 'd' | 'dominant-baseline' | 'dx' | 'dy' | 'fill' | 'focusable' | 'id' | 'patternUnits' | 'points' | 'preserveAspectRatio'
  | 'r' | 'rx' | 'ry' | 'stroke' | 'stroke-dasharray' | 'stroke-width' | 'text-anchor' | 'transform' | 'vector-effect' | 'viewBox' | 'x' | 'x1' | 'x2'
  | 'xmlns' | 'y' | 'y1' | 'y2'

type HtmxName =
  | 'hx-get'
  | 'hx-post'
  | 'hx-target'
  | 'hx-swap'
  | 'hx-trigger'
  | 'hx-include'
  | 'hx-indicator'
  | 'hx-push-url'
  | 'hx-select'
  | 'hx-sync'
  | 'hx-confirm'
  | 'hx-vals'

/** htmx 4 hands these down to the elements inside only when told so. */
type Inherited = `hx-${'boost' | 'target' | 'swap'}:inherited`

export type Attributes = { [N in AttributeName | HtmxName | Inherited]?: Value } & {
  [name: `aria-${string}` | `data-${string}`]: Value
} & { children?: Child }

export namespace JSX {
  export type Element = Html
  export interface ElementChildrenAttribute {
    children: unknown
  }
  export interface IntrinsicElements {
    [tag: string]: Attributes
  }
}
