import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { catalogueOf } from '../../db/queries/catalogue.ts'
import { setLocale } from '../../db/queries/credentials.ts'
import { personById } from '../../db/queries/people.ts'
import { mailAccountOf } from '../../db/queries/preferences.ts'
import type { App } from '../app.ts'
import { LOCALES, type Locale, type Person } from '../domain/person.ts'
import { MAIL_CHOICES, MAIL_TOPICS, MOST_REMINDER_HOURS } from '../domain/preferences.ts'
import { isValidZone } from '../domain/zone.ts'
import { type PreferenceChange, setPreferences } from '../operations/set-preferences.ts'
import { takenData } from '../operations/take-data.ts'
import { invalid } from '../plugins/access.ts'
import { personOut } from './presenters.ts'
import { nullable, oneOf, PersonOut, problems } from './schemas.ts'

const Choices = Object.fromEntries(MAIL_TOPICS.map((topic) => [topic, oneOf(MAIL_CHOICES)]))
const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Local time, `22:00`' })
const Quiet = Type.Object({ from: Clock, to: Clock }, { additionalProperties: false })
const Hour = Type.Integer({ minimum: 0, maximum: 23, description: 'Local hour of the daily mail' })
const ReminderHours = Type.Integer({
  minimum: 1,
  maximum: MOST_REMINDER_HOURS,
  description: 'Hours before the start of an own reservation; null for no reminder',
})

const Notifications = Type.Object(
  {
    ...Choices,
    digest_hour: Hour,
    quiet_hours: nullable(Quiet),
    time_zone: Type.String(),
    reminder_hours: nullable(ReminderHours),
  },
  { description: 'Confirmations, cancellations and decisions come at once, whatever is chosen here.' },
)

const MeOut = Type.Object({ ...PersonOut.properties, notifications: Notifications })

const ExportOut = Type.Object({
  format: Type.Literal('aparatura-personal-data'),
  version: Type.Integer(),
  made_at: Type.String({ format: 'date-time' }),
  person: Type.Integer(),
  tables: Type.Record(Type.String(), Type.Array(Type.Record(Type.String(), Type.Unknown()))),
})

const Change = Type.Object(
  {
    locale: Type.Optional(oneOf(LOCALES)),
    notifications: Type.Optional(
      Type.Object(
        {
          ...Object.fromEntries(MAIL_TOPICS.map((topic) => [topic, Type.Optional(oneOf(MAIL_CHOICES))])),
          digest_hour: Type.Optional(Hour),
          quiet_hours: Type.Optional(nullable(Quiet)),
          time_zone: Type.Optional(Type.String({ maxLength: 60 })),
          reminder_hours: Type.Optional(nullable(ReminderHours)),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

/** Whom a token speaks for, and what they want to be told when. */
export function meApi(app: App): void {
  const common = { tags: ['Sessions'], security: [{ bearer: [] }] }

  app.get(
    '/api/v1/me',
    {
      config: { access: 'person' },
      schema: { ...common, summary: 'Who the token speaks for', response: { 200: MeOut, ...problems } },
    },
    async ({ person }) => meOut(app, person!),
  )

  app.get(
    '/api/v1/me/export',
    {
      config: { access: 'person', scope: 'everything' },
      schema: {
        ...common,
        summary: 'Everything that is kept about whom the token speaks for',
        description: 'Table by table, instants in UTC. Hashes, keys, tokens and the bytes of files are never in it.',
        response: { 200: ExportOut, ...problems },
      },
    },
    async ({ person }, reply) =>
      reply
        .header('cache-control', 'private, no-store')
        .type('application/json; charset=utf-8')
        .send(Readable.from(takenData(app.db, person!.id, app.clock())) as never),
  )

  app.patch(
    '/api/v1/me',
    {
      config: { access: 'person', scope: 'everything' },
      schema: {
        ...common,
        summary: 'Change the language and what is told when',
        body: Change,
        response: { 200: MeOut, ...problems },
      },
    },
    async ({ person, body }) => {
      const { locale, notifications } = body
      const change = notifications && changeOf(app, notifications as WishedNotifications)
      if (locale) setLocale(app.db, person!.id, locale as Locale)
      if (change) setPreferences(app.db, person!.id, change, app.clock())
      return meOut(app, personById(app.db, person!.id, app.clock())!)
    },
  )
}

type WishedNotifications = PreferenceChange['mail'] & {
  readonly digest_hour?: number
  readonly quiet_hours?: { readonly from: string; readonly to: string } | null
  readonly time_zone?: string
  readonly reminder_hours?: number | null
}

function changeOf(app: App, wish: WishedNotifications): PreferenceChange {
  const { digest_hour, quiet_hours, time_zone, reminder_hours, ...mail } = wish
  if (quiet_hours && quiet_hours.from === quiet_hours.to)
    throw invalid('notifications.quiet_hours', 'must begin and end at different times')
  if (time_zone !== undefined && !isValidZone(time_zone))
    throw invalid('notifications.time_zone', 'must be an IANA time zone such as Europe/Warsaw')
  return {
    mail,
    ...(digest_hour !== undefined && { digestHour: digest_hour }),
    ...(quiet_hours !== undefined && { quiet: quiet_hours }),
    ...(time_zone !== undefined && { timeZone: time_zone === app.settings.timeZone ? null : time_zone }),
    ...(reminder_hours !== undefined && { reminderHours: reminder_hours }),
  }
}

function meOut(app: App, person: Person) {
  const { mail, digestHour, quiet, timeZone, reminderHours } = mailAccountOf(app.db, person.id).preferences
  return {
    ...personOut(person, catalogueOf(app.db)),
    notifications: {
      ...mail,
      digest_hour: digestHour,
      quiet_hours: quiet,
      time_zone: timeZone ?? app.settings.timeZone,
      reminder_hours: reminderHours,
    },
  }
}
