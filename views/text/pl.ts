import { account } from './pl/account.ts'
import { accountMail } from './pl/account-mail.ts'
import { also } from './pl/also.ts'
import { approvals } from './pl/approvals.ts'
import { calendar } from './pl/calendar.ts'
import { catalogue } from './pl/catalogue.ts'
import { dashboard } from './pl/dashboard.ts'
import { deciding } from './pl/deciding.ts'
import { deliveries } from './pl/deliveries.ts'
import { equipment } from './pl/equipment.ts'
import { errors } from './pl/errors.ts'
import { exchange } from './pl/exchange.ts'
import { exports } from './pl/exports.ts'
import { faults } from './pl/faults.ts'
import { feeds } from './pl/feeds.ts'
import { files } from './pl/files.ts'
import { find } from './pl/find.ts'
import { frame } from './pl/frame.ts'
import { labels } from './pl/labels.ts'
import { logs } from './pl/logs.ts'
import { mail } from './pl/mail.ts'
import { mailLinks } from './pl/mail-links.ts'
import { manage } from './pl/manage.ts'
import { memberships } from './pl/memberships.ts'
import { notices } from './pl/notices.ts'
import { organisations } from './pl/organisations.ts'
import { outages } from './pl/outages.ts'
import { participants } from './pl/participants.ts'
import { policy } from './pl/policy.ts'
import { privacy } from './pl/privacy.ts'
import { projects } from './pl/projects.ts'
import { records } from './pl/records.ts'
import { reportFields } from './pl/report-fields.ts'
import { reportReview } from './pl/report-review.ts'
import { reports } from './pl/reports.ts'
import { reservations } from './pl/reservations.ts'
import { ruleFaults } from './pl/rule-faults.ts'
import { rules } from './pl/rules.ts'
import { security } from './pl/security.ts'
import { series } from './pl/series.ts'
import { signUp } from './pl/sign-up.ts'
import { stateAid } from './pl/state-aid.ts'
import { training } from './pl/training.ts'
import { use } from './pl/use.ts'
import { violations } from './pl/violations.ts'
import { waiting } from './pl/waiting.ts'

/** Every sentence of the pages and mails in this language; plural forms end in _one, _few, _many, _other. */
export const pl = {
  ...frame,
  ...account,
  ...accountMail,
  ...also,
  ...approvals,
  ...calendar,
  ...catalogue,
  ...dashboard,
  ...deciding,
  ...deliveries,
  ...equipment,
  ...errors,
  ...exchange,
  ...exports,
  ...feeds,
  ...faults,
  ...files,
  ...find,
  ...labels,
  ...logs,
  ...mail,
  ...mailLinks,
  ...manage,
  ...memberships,
  ...notices,
  ...organisations,
  ...participants,
  ...outages,
  ...policy,
  ...privacy,
  ...reportFields,
  ...projects,
  ...records,
  ...reportReview,
  ...reports,
  ...reservations,
  ...ruleFaults,
  ...rules,
  ...security,
  ...series,
  ...stateAid,
  ...signUp,
  ...training,
  ...use,
  ...violations,
  ...waiting,
} as const
