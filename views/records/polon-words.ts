import type { PolonLine } from '../../server/domain/polon.ts'
import type { Translate } from '../text/translate.ts'

type Words = Pick<PolonLine, 'record' | 'missing'>

/** `aparatura naukowo-badawcza`; nothing where it is not entered. */
export const polonTypeText = (t: Translate, { record: { polonType } }: Words): string | null =>
  polonType && t(`record.polon-type-${polonType}`)

export const polonStatusText = (t: Translate, { record: { polonStatus } }: Words): string | null =>
  polonStatus && t(`record.polon-status-${polonStatus}`)

export const missingText = (t: Translate, { missing }: Words): string =>
  missing.map((field) => t(`record.${field}`)).join(', ')

export const contactText = ({ record: { contactName, contactEmail } }: Words): string | null =>
  [contactName, contactEmail].filter(Boolean).join(', ') || null
