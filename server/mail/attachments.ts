import type { Db } from '../../db/connect.ts'
import type { OutboxMail } from '../../db/queries/outbox.ts'
import type { Attachment, Letterhead } from '../../views/mail/outgoing-mail.ts'
import type { Told } from '../domain/told.ts'
import { reportAttachment } from './report-attachment.ts'

/**
 * Makes the files of a mail from what its payload says of them, in its reader's language and with what they may see at
 * that moment. It is asked anew for every attempt; what it throws counts as a failed one. It ends well within five
 * minutes, the lease of the mail.
 */
export type AttachmentMaker = (db: Db, mail: OutboxMail, head: Letterhead) => Promise<readonly Attachment[]>

/** The kinds of mail that bring files. The outbox keeps the recipe, never the file. */
const MAKERS: { readonly [Kind in Told['kind']]?: AttachmentMaker } = {
  report: reportAttachment,
}

/** The files that a mail brings, made now. */
export async function attachmentsOf(db: Db, mail: OutboxMail, head: Letterhead): Promise<readonly Attachment[]> {
  return (await MAKERS[mail.kind]?.(db, mail, head)) ?? []
}
