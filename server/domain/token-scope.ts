/**
 * What an API token may do, each more than the one before: read what its person sees, change their own reservations,
 * act as a steward where they are one. A token without scopes does everything its person may.
 */
export const TOKEN_SCOPES = ['read', 'book', 'steward'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** The scopes of a token that goes as far as this one. */
export const scopesUpTo = (scope: TokenScope): readonly TokenScope[] =>
  TOKEN_SCOPES.slice(0, TOKEN_SCOPES.indexOf(scope) + 1)
