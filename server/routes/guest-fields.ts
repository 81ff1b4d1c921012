import { addressesIn } from '../domain/participant.ts'

type Body = Readonly<Record<string, string | undefined>>

const PREFIX = /^guest-(\d{1,15})$/

/** The people ticked, by id. */
export const guestsFrom = (body: Body): number[] =>
  Object.keys(body).flatMap((name) => {
    const [, id] = PREFIX.exec(name) ?? []
    return id && body[name] ? [Number(id)] : []
  })

/** Everybody who was picked or typed. */
export const wishedGuests = (guests: readonly number[], addresses: string): (number | string)[] => [
  ...guests,
  ...addressesIn(addresses),
]
