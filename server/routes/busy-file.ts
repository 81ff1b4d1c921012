import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { busyDuring } from '../../db/queries/claims.ts'
import { outagesDuring } from '../../db/queries/outages.ts'
import type { App } from '../app.ts'
import { fullTime } from '../domain/bookable.ts'
import { busyFileOf } from '../domain/busy-file.ts'
import { clip, subtract } from '../domain/interval.ts'
import { HttpRefusal } from '../plugins/access.ts'
import { versionedFiles } from '../plugins/versioned.ts'

const DAY = 86_400_000
const AHEAD_DAYS = 120

/** When a resource is taken, for calendar programs: no titles, no names. */
export function busyFile(app: App): void {
  const send = versionedFiles()
  const schema = { params: Type.Object({ slug: Type.String() }) }
  app.get('/equipment/:slug/busy.ics', { config: { access: 'anyone' }, schema }, (request, reply) => {
    const { slug } = request.params
    const resource = catalogueOf(app.db).resourceBySlug.get(slug)
    if (!resource) throw new HttpRefusal(404, 'not-found', 'There is no such equipment.')
    const now = app.clock()
    // Counted from the day, so that a resource nobody touches has the same file until tomorrow.
    const today = Math.floor(now / DAY) * DAY
    const within = { start: today - 7 * DAY, end: today + AHEAD_DAYS * DAY }
    const taken = busyDuring(app.db, resource, within)
    // Time is busy when no unit is left; that it is only asked for shows where the decided claims leave room.
    const busy = fullTime(
      taken.filter((each) => !each.tentative),
      resource.capacity,
    )
    const file = busyFileOf({
      slug,
      host: new URL(app.settings.publicUrl).hostname,
      now: today,
      within,
      busy: clip(busy, within),
      tentative: clip(subtract(fullTime(taken, resource.capacity), busy), within),
      outages: clip(outagesDuring(app.db, resource.id, within), within),
    })
    reply.type('text/calendar; charset=utf-8').header('cache-control', 'public, max-age=300')
    return send(request, reply, { key: slug, body: file, now })
  })
}
