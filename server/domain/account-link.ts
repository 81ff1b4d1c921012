export const ACCOUNT_LINK_KINDS = ['confirm-email', 'reset-password'] as const
