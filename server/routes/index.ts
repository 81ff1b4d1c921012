import type { App } from '../app.ts'
import { equipmentPage } from './equipment-page.ts'
import { health } from './health.ts'
import { mailbox } from './mailbox.ts'

/** Every page of the site. The order is that of the navigation. */
export async function registerPages(app: App): Promise<void> {
  health(app)
  equipmentPage(app)
  mailbox(app)
}
