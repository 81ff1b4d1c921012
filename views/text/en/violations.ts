export const violations = {} as const
