import { account } from './en/account.ts'
import { accountMail } from './en/account-mail.ts'
import { also } from './en/also.ts'
import { approvals } from './en/approvals.ts'
import { calendar } from './en/calendar.ts'
import { catalogue } from './en/catalogue.ts'
import { dashboard } from './en/dashboard.ts'
import { deciding } from './en/deciding.ts'
import { deliveries } from './en/deliveries.ts'
import { equipment } from './en/equipment.ts'
import { errors } from './en/errors.ts'
import { exchange } from './en/exchange.ts'
import { exports } from './en/exports.ts'
import { faults } from './en/faults.ts'
import { feeds } from './en/feeds.ts'
import { files } from './en/files.ts'
import { find } from './en/find.ts'
import { frame } from './en/frame.ts'
import { labels } from './en/labels.ts'
import { logs } from './en/logs.ts'
import { mail } from './en/mail.ts'
import { mailLinks } from './en/mail-links.ts'
import { manage } from './en/manage.ts'
import { memberships } from './en/memberships.ts'
import { notices } from './en/notices.ts'
import { organisations } from './en/organisations.ts'
import { outages } from './en/outages.ts'
import { participants } from './en/participants.ts'
import { policy } from './en/policy.ts'
import { privacy } from './en/privacy.ts'
import { projects } from './en/projects.ts'
import { records } from './en/records.ts'
import { reportFields } from './en/report-fields.ts'
import { reportReview } from './en/report-review.ts'
import { reports } from './en/reports.ts'
import { reservations } from './en/reservations.ts'
import { ruleFaults } from './en/rule-faults.ts'
import { rules } from './en/rules.ts'
import { security } from './en/security.ts'
import { series } from './en/series.ts'
import { signUp } from './en/sign-up.ts'
import { stateAid } from './en/state-aid.ts'
import { training } from './en/training.ts'
import { use } from './en/use.ts'
import { violations } from './en/violations.ts'
import { waiting } from './en/waiting.ts'

/** Every sentence of the pages and mails in this language; plural forms end in _one, _few, _many, _other. */
export const en = {
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
