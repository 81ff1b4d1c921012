import { catalogueOf } from '../../db/queries/catalogue.ts'
import type { VoiceShown } from '../../views/approvals/voices.tsx'
import type { App } from '../app.ts'
import type { Locale } from '../domain/person.ts'
import type { Voting } from '../domain/routing.ts'

/** Who has agreed to a request and who is still asked; nothing where one yes decides. */
export function voicesShown(app: App, { needed, votes, open }: Voting, locale: Locale): readonly VoiceShown[] {
  if (needed.length === 1 && needed[0] !== null) return []
  const { labById } = catalogueOf(app.db)
  return needed.map((voice) => {
    const vote = votes.find((each) => each.voice === voice)
    return {
      lab: voice === null ? null : labById.get(voice)!.name[locale],
      state: vote ? 'said' : open.includes(voice) ? 'asked' : 'later',
      by: vote?.personName ?? null,
      words: vote?.reason ?? null,
    }
  })
}
