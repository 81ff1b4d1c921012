import type { App } from '../app.ts'

/** The JSON API under /api/v1 and its description. */
export async function registerApi(_app: App): Promise<void> {}
