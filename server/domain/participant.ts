/** So many people besides the requester may be invited along to a reservation. */
export const MOST_PARTICIPANTS = 20

/** Somebody who may be picked by name. */
export interface Invitee {
  readonly id: number
  readonly name: string
}

/** Somebody who is invited along: they see the reservation and have it in their calendar, and may do nothing with it. */
export interface Participant extends Invitee {
  readonly email: string
}

/** The addresses somebody typed, one a line or parted by commas, semicolons or spaces; lower case, each once. */
export function addressesIn(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ]
}
