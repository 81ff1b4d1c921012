import { personById } from '../../db/queries/people.ts'
import type { DeliveryMail } from '../domain/delivery-mail.ts'
import { recipeOf } from '../reports/report-makers.ts'
import { isRecipe } from '../reports/report-recipe.ts'
import { writtenFile } from '../reports/written-file.ts'
import type { AttachmentMaker } from './attachments.ts'

/** The file of a report, of what its reader may read at this moment; none when they may read nothing of it any more. */
export const reportAttachment: AttachmentMaker = async (db, letter, { timeZone }) => {
  const { report, format, from, to, query } = letter.mail as DeliveryMail
  const person = personById(db, letter.personId)
  if (!person) return []
  const locale = letter.recipientLocale
  // Counted as of when the mail was written: every attempt brings the same file while the reservations stay.
  const asked = { query: { ...query, from, to }, person, locale, timeZone, now: letter.createdAt }
  const recipe = recipeOf(db, report, asked)
  return isRecipe(recipe) ? [await writtenFile(await recipe.make(), format, locale)] : []
}
