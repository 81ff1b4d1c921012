import type { LinkedData } from '../../server/domain/linked-data.ts'
import { type Html, raw } from '../jsx-runtime.ts'

/**
 * What a page says for machines: a block of data that browsers do not run, so the content policy lets it stand. No text in
 * it can end the element: every `<` is written as its code.
 */
export const LinkedDataBlock = ({ data }: { data: LinkedData }): Html => (
  <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>
)
