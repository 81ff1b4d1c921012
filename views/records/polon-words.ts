import type { PolonLine } from '../../server/domain/polon.ts'
import type { Translate } from '../text/translate.ts'

type Words = Pick<PolonLine, 'record' | 'missing'>

/** `aparatura naukowo-badawcza`; nothing where it is not entered. */
export const polonTypeText = (t: Translate, { record: { polonType } }: Words): string | null =>
  polonType && t(`record.polon-type-${polonType}`)

export const polonStatusText = (t: Translate, { record: { polonStatus } }: Words): string | null =>
  polonStatus && t(`record.polon-status-${polonStatus}`)

/** Outlays of a line are there in any case: of the public source until somebody enters them. */
export const missingText = (t: Translate, { missing }: Words): string =>
  missing
    .filter((field) => field !== 'outlaysPln')
    .map((field) => t(`record.${field}`))
    .join(', ')

/** What to confirm of the outlays; null where they were entered. */
export const outlaysText = (t: Translate, { missing }: Words): string | null =>
  missing.includes('outlaysPln') ? t('polon.from-source') : null

export const contactText = ({ record: { contactName, contactEmail } }: Words): string | null =>
  [contactName, contactEmail].filter(Boolean).join(', ') || null
