/** `sent`: nobody has said how to read it. `checked`: what it would do is known. `running`: it is going in. */
export const LOG_IMPORT_STATES = ['sent', 'checked', 'running', 'done'] as const
export type LogImportState = (typeof LOG_IMPORT_STATES)[number]
