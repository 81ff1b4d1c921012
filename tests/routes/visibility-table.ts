/** Who may do what, in the order of ACTORS: nobody, ann, adam, ownerA, runnerA, bea, ownerB, company, coordinator,
 * administrator. `+`: let in. `s`: has to sign in. `3`: sees it and may not (403). `4`: there is no such thing (404).
 * `a`: of a thing of organisation A, asked for by Ann; `b`: of B, by Bea. */
export interface Visibility {
  readonly who: string
  readonly a: string
  /** Null where it is about nothing of anybody's. */
  readonly b: string | null
  readonly routes: string
}

/** The visibility of everything that can be asked for: a route that stands nowhere here fails its test. */
export const VISIBILITY: readonly Visibility[] = [
  {
    who: 'public things: everybody',
    a: '++++++++++',
    b: '++++++++++',
    routes: `
      GET /sign-up/:token
      POST /sign-up/:token
      GET /account/email/:token
      POST /account/email/:token
      GET /invitations/:token
      POST /invitations/:token
      GET /calendars/:token.ics
      GET /equipment/:slug
      GET /equipment/:slug/calendar
      GET /equipment/:slug.json
      GET /equipment/:slug.xml
      GET /equipment/:slug/access
      GET /equipment/:slug/busy.ics
      GET /labs/:slug
      GET /labs/:slug/now
      GET /r/:code
      GET /organisations/:slug
      GET /api/v1/resources/:slug
      GET /api/v1/resources/:slug/availability
      GET /api/v1/labs/:slug/availability-rules
      GET /api/v1/resources/:slug/availability-rules
      GET /api/v1/slots
      GET /api/v1/resources/:slug/outages
      GET /api/v1/outages/:id`,
  },
  {
    who: 'everybody',
    a: '++++++++++',
    b: null,
    routes: `
      GET /health/live
      GET /health/ready
      GET /sign-in
      POST /sign-in
      POST /sign-out
      GET /sign-up
      POST /sign-up
      GET /password
      POST /password
      POST /language
      GET /accessibility
      GET /problems/:code
      GET /
      GET /find
      GET /equipment
      GET /labs
      GET /organisations
      GET /api/docs
      GET /api/openapi.json
      POST /api/v1/sessions
      GET /api/v1/organisations
      GET /api/v1/labs
      GET /api/v1/resources
      POST /sign-in/passkey/challenge
      GET /sign-in/code
      POST /sign-in/code/passkey
      POST /sign-in/code
      GET /.well-known/security.txt
      GET /privacy`,
  },
  {
    who: 'the token of the metrics',
    a: 'ssssssssss',
    b: null,
    routes: `
      GET /metrics`,
  },
  {
    who: 'links that name nothing any more',
    a: '4444444444',
    b: null,
    routes: `
      GET /unsubscribe/:token
      POST /unsubscribe/:token
      GET /decide/:token
      POST /sign-in/oidc
      GET /sign-in/oidc/callback`,
  },
  {
    who: 'a link of another kind',
    a: '4444444444',
    b: '4444444444',
    routes: `
      GET /password/:token
      POST /password/:token`,
  },
  {
    who: 'anybody signed in',
    a: 's+++++++++',
    b: null,
    routes: `
      GET /account
      POST /account
      POST /account/email
      POST /account/password
      POST /account/sessions/end-others
      POST /account/tokens
      POST /account/organisations
      GET /account/feeds
      POST /account/feeds
      GET /account/mail
      POST /account/mail
      GET /notices
      POST /notices/reading
      GET /faults
      GET /projects
      GET /projects/new
      POST /projects
      POST /reservations
      GET /reservations
      GET /training
      POST /training
      GET /waiting-list
      POST /waiting-list
      GET /mailbox
      GET /api/v1/me
      PATCH /api/v1/me
      POST /api/v1/reservations
      POST /api/v1/reservations/preview
      POST /api/v1/series
      POST /api/v1/series/preview
      GET /api/v1/approvals
      GET /api/v1/waiting-list
      POST /api/v1/waiting-list
      GET /api/v1/projects
      POST /api/v1/projects
      GET /api/v1/faults
      GET /account/security
      GET /account/security/totp
      POST /account/security/totp
      POST /account/security/passkeys/challenge
      POST /account/security/passkeys
      POST /account/proof/passkey
      GET /account/data
      POST /account/data/export
      POST /account/data/erasure
      GET /account/activity
      GET /api/v1/me/export`,
  },
  {
    who: 'public things: anybody signed in',
    a: 's+++++++++',
    b: 's+++++++++',
    routes: `
      POST /invitations/:token/membership
      GET /equipment/:slug/fault
      POST /equipment/:slug/fault
      POST /r/:code/walk-up
      GET /reservations/new
      GET /training/new
      GET /waiting-list/new
      GET /api/v1/reservations
      GET /api/v1/resources/:slug/faults
      POST /api/v1/resources/:slug/faults
      DELETE /api/v1/usage/:id`,
  },
  {
    who: 'nobody at this moment: what it would do has been done or cannot be',
    a: 's444444444',
    b: 's444444444',
    routes: `
      POST /account/organisations/:slug/withdrawal
      POST /r/:code/check-in
      POST /r/:code/check-out`,
  },
  {
    who: 'whose it is',
    a: 's+44444444',
    b: 's4444+4444',
    routes: `
      POST /account/sessions/:key/end
      POST /account/feeds/:id/revocation
      POST /notices/:id/reading
      POST /training/:id/withdrawal
      POST /waiting-list/:id/refusal
      POST /waiting-list/:id/leaving
      GET /api/v1/waiting-list/:id
      DELETE /api/v1/waiting-list/:id
      POST /account/security/passkeys/:id/name
      POST /account/security/passkeys/:id/removal
      POST /account/security/identities/:id/removal`,
  },
  {
    who: 'whose it is, and the administrator: the mailbox of the demo',
    a: 's+4444444+',
    b: 's4444+444+',
    routes: `
      GET /mailbox/:id(^\\d{1,15}$)
      GET /mailbox/:id(^\\d{1,15}).eml`,
  },
  {
    who: 'people of its organisation, and the lab',
    a: 's++++44444',
    b: 's4444++444',
    routes: `
      POST /account/organisations/:slug/acting
      GET /account/organisations/:slug/leaving
      POST /account/organisations/:slug/leaving
      POST /reservations/:id/participants/leaving
      GET /projects/:code
      GET /reservations/:id
      GET /reservations/:id.ics
      GET /series/:id
      GET /series/:id.ics
      GET /api/v1/reservations/:id
      GET /api/v1/series/:id
      PATCH /api/v1/series/:id
      GET /api/v1/projects/:code`,
  },
  {
    who: 'whose it is, and the lab; colleagues see it and may not',
    a: 's+3+344444',
    b: 's4444++444',
    routes: `
      POST /reservations/:id/messages
      POST /reservations/:id/participants
      POST /reservations/:id/participants/:person/removal
      GET /reservations/:id/edit
      POST /reservations/:id
      POST /reservations/:id/cancellation
      POST /reservations/:id/check-in
      POST /reservations/:id/check-out
      POST /series/:id/cancellation
      POST /series/:id/occurrences
      GET /series/:id/edit
      POST /series/:id
      PATCH /api/v1/reservations/:id
      POST /api/v1/reservations/:id/cancel
      POST /api/v1/reservations/:id/check-in
      POST /api/v1/reservations/:id/check-out
      POST /api/v1/series/:id/cancel
      POST /api/v1/series/:id/occurrences
      GET /api/v1/reservations/:id/messages
      POST /api/v1/reservations/:id/messages`,
  },
  {
    who: 'its leader, who runs the organisation and who owns its labs; colleagues see it and may not',
    a: 's+3++44444',
    b: 's4444++444',
    routes: `
      POST /projects/:code
      POST /projects/:code/closing
      POST /projects/:code/people
      POST /projects/:code/people/:id/removal
      GET /projects/:code/report
      GET /projects/:code/report.csv
      GET /projects/:code/report.xlsx
      GET /projects/:code/report.pdf
      PATCH /api/v1/projects/:code`,
  },
  {
    who: 'the lab, of what others ask for; who asks and colleagues see it and may not',
    a: 's33+344444',
    b: 's44443+444',
    routes: `
      POST /reservations/:id/excuse
      POST /api/v1/reservations/:id/approve
      POST /api/v1/reservations/:id/decline
      POST /api/v1/series/:id/approve
      POST /api/v1/series/:id/decline`,
  },
  {
    who: 'who told it, and the lab',
    a: 's+4+444444',
    b: 's4444++444',
    routes: `
      GET /faults/:id
      POST /faults/:id
      GET /faults/:id/photos/:photo
      GET /api/v1/faults/:id
      GET /api/v1/faults/:id/photos/:photo
      POST /api/v1/faults/:id/answer`,
  },
  {
    who: 'the lab; who told it sees it and may not',
    a: 's34+444444',
    b: 's44443+444',
    routes: `
      POST /api/v1/faults/:id/acknowledge
      POST /api/v1/faults/:id/resolve
      POST /api/v1/faults/:id/reopen
      POST /api/v1/faults/:id/merge`,
  },
  {
    who: 'the lab alone',
    a: 's44+444444',
    b: 's44444+444',
    routes: `
      GET /documents/:id
      DELETE /api/v1/deputies/:id
      GET /api/v1/usage/:id
      PATCH /api/v1/usage/:id`,
  },
  {
    who: 'the lab, whose things everybody may know of',
    a: 's33+333333',
    b: 's33333+333',
    routes: `
      GET /manage/labs/:slug/deputies
      POST /manage/labs/:slug/deputies
      POST /manage/labs/:slug/deputies/:id/end
      GET /manage/resources/:slug/access
      POST /manage/resources/:slug/access
      GET /manage/resources/:slug/faults
      GET /manage/labs/:slug/labels
      GET /manage/labs/:slug/hours
      GET /manage/labs/:slug/hours/:rule/removal
      POST /manage/labs/:slug/hours/:rule/removal
      GET /manage/labs/:slug/hours/copy
      POST /manage/labs/:slug/hours/holidays
      GET /manage/resources/:slug/hours
      GET /manage/resources/:slug/hours/:rule/removal
      POST /manage/resources/:slug/hours/:rule/removal
      GET /manage/resources/:slug/hours/copy
      POST /manage/resources/:slug/hours/holidays
      GET /manage/labs/:slug/hours/new
      GET /manage/labs/:slug/hours/:rule
      POST /manage/labs/:slug/hours
      POST /manage/labs/:slug/hours/:rule
      GET /manage/resources/:slug/hours/new
      GET /manage/resources/:slug/hours/:rule
      POST /manage/resources/:slug/hours
      POST /manage/resources/:slug/hours/:rule
      GET /manage/labs/:slug/hours/import
      POST /manage/labs/:slug/hours/import
      GET /manage/resources/:slug/hours/import
      POST /manage/resources/:slug/hours/import
      GET /manage/resources/:slug/policy
      POST /manage/resources/:slug/policy
      POST /manage/resources/:slug/quotas
      GET /manage/labs/:slug/policy
      POST /manage/labs/:slug/policy
      POST /manage/labs/:slug/quotas
      POST /manage/quotas/:id/removal
      GET /manage/resources/:slug/record
      POST /manage/resources/:slug/record
      GET /manage/resources/:slug/log
      POST /manage/resources/:slug/log
      GET /manage/resources/:slug/outages
      GET /manage/resources/:slug/outages/new
      POST /manage/resources/:slug/outages
      POST /manage/resources/:slug/outages/rules/:rule/end
      GET /manage/resources/:slug/outages/:outage
      POST /manage/resources/:slug/outages/:outage
      POST /manage/resources/:slug/outages/:outage/end
      POST /manage/resources/:slug/outages/:outage/log
      POST /manage/resources/:slug/outages/:outage/removal
      POST /manage/resources/:slug/outages/:outage/documents
      POST /documents/:id/removal
      GET /manage/resources/:slug/accessories
      POST /manage/resources/:slug/accessories
      POST /manage/resources/:slug/accessories/:accessory
      GET /manage/resources/:slug/qualifications
      POST /manage/resources/:slug/qualifications
      POST /manage/resources/:slug/qualifications/:person/removal
      POST /manage/resources/:slug/training-sessions
      GET /manage/resources/:slug/usage
      POST /manage/resources/:slug/usage
      GET /manage/labs/:slug/misses
      POST /api/v1/labs/:slug/availability-rules
      POST /api/v1/resources/:slug/availability-rules
      DELETE /api/v1/availability-rules/:id
      GET /api/v1/labs/:slug/deputies
      POST /api/v1/labs/:slug/deputies
      GET /api/v1/resources/:slug/qualifications
      POST /api/v1/resources/:slug/qualifications
      DELETE /api/v1/resources/:slug/qualifications/:person
      POST /api/v1/resources/:slug/outages
      PATCH /api/v1/outages/:id
      DELETE /api/v1/outages/:id
      GET /api/v1/resources/:slug/usage
      POST /api/v1/resources/:slug/usage`,
  },
  {
    who: 'the lab, among those who have labs',
    a: 's33+334333',
    b: 's33433+333',
    routes: `
      GET /manage/logs/:id
      POST /manage/logs/:id
      POST /manage/logs/:id/import
      POST /manage/logs/:id/drop
      POST /manage/training-requests/:id/answer
      POST /manage/training-requests/:id/grant
      POST /manage/training-requests/:id/invitation
      POST /manage/training-sessions/:id/attendance
      GET /manage/usage/:id
      POST /manage/usage/:id
      POST /manage/usage/:id/removal
      POST /reservations/:id/purpose`,
  },
  {
    who: 'the lab, but not from a lab of others',
    a: 's334333333',
    b: 's333334333',
    routes: `
      POST /manage/labs/:slug/hours/copy
      POST /manage/resources/:slug/hours/copy`,
  },
  {
    who: 'who decides',
    a: 's33+33+3+3',
    b: null,
    routes: `
      GET /approvals
      POST /approvals/decisions`,
  },
  {
    who: 'who decides of the lab, among those who decide',
    a: 's33+334343',
    b: 's33433+343',
    routes: `
      POST /reservations/:id/decision
      POST /series/:id/decision`,
  },
  {
    who: 'who runs the organisation, and the administrator',
    a: 's333+3333+',
    b: 's33333+33+',
    routes: `
      GET /manage/organisations/:slug/people/:person/leaving
      POST /manage/organisations/:slug/people/:person/leaving
      GET /manage/organisations/:slug
      POST /manage/organisations/:slug/invitations
      POST /manage/organisations/:slug/invitations/:id/withdrawal
      POST /manage/organisations/:slug/people/:person/administration
      POST /manage/organisations/:slug/labs/:lab/stewards
      POST /manage/organisations/:slug/labs/:lab/stewards/:person/removal
      POST /manage/organisations/:slug/sign-on
      GET /manage/organisations/:slug/audit`,
  },
  {
    who: 'who runs the organisation, and the administrator; nobody asks to join',
    a: 's333433334',
    b: 's333334334',
    routes: `
      POST /manage/organisations/:slug/people/:person/decision`,
  },
  {
    who: 'who runs the organisation or owns its labs',
    a: 's33++33333',
    b: 's33333+333',
    routes: `
      GET /manage/organisations/:slug/policy
      POST /manage/organisations/:slug/policy
      POST /manage/organisations/:slug/quotas
      GET /manage/organisations/:slug/pol-on
      GET /manage/organisations/:slug/pol-on.csv
      GET /manage/organisations/:slug/pol-on.xlsx`,
  },
  {
    who: 'who has a lab or runs an organisation, and the administrator',
    a: 's33++3+33+',
    b: null,
    routes: `
      GET /manage`,
  },
  {
    who: 'who reads reports',
    a: 's33++3+3++',
    b: null,
    routes: `
      GET /reports
      GET /reports/dashboard
      GET /reports/utilisation/months
      GET /reports/utilisation/months.csv
      GET /reports/utilisation/months.xlsx
      GET /reports/utilisation/months.pdf
      GET /reports/utilisation/unused
      GET /reports/utilisation/short
      POST /reports/utilisation/notes
      GET /reports/state-aid
      GET /reports/exchange
      GET /reports/utilisation.csv
      GET /reports/utilisation.xlsx
      GET /reports/utilisation.pdf
      GET /reports/exchange.csv
      GET /reports/exchange.xlsx
      GET /reports/exchange.pdf
      GET /reports/state-aid.csv
      GET /reports/state-aid.xlsx
      GET /reports/state-aid.pdf
      GET /reports/projects
      GET /reports/projects.csv
      GET /reports/projects.xlsx
      GET /reports/projects.pdf
      GET /reports/dashboard.csv
      GET /reports/dashboard.xlsx
      GET /reports/dashboard.pdf
      GET /reports/exports
      POST /reports/exports
      GET /reports/deliveries
      POST /reports/deliveries
      GET /api/v1/reports/utilisation
      GET /api/v1/reports/exchange
      GET /api/v1/reports/state-aid`,
  },
  {
    who: 'who runs an organisation or owns labs',
    a: 's33++3+333',
    b: null,
    routes: `
      GET /reports/pol-on`,
  },
  {
    who: 'who keeps books of State aid',
    a: 's33++3+3+3',
    b: null,
    routes: `
      GET /reports/state-aid/entities/new
      POST /reports/state-aid/entities
      POST /api/v1/state-aid/entities`,
  },
  {
    who: 'who keeps the book, among those who read reports',
    a: 's33++343+3',
    b: 's33443+3+3',
    routes: `
      GET /reports/state-aid/entities/:slug
      POST /reports/state-aid/entities/:slug
      POST /reports/state-aid/entities/:slug/closing
      PATCH /api/v1/state-aid/entities/:id`,
  },
  {
    who: 'who reads of the equipment, among those who read reports',
    a: 's33++343++',
    b: 's33443+3++',
    routes: `
      GET /reports/utilisation
      GET /reports/utilisation/reservations
      GET /reports/state-aid/reservations`,
  },
  {
    who: 'who asked for it, among those who read reports',
    a: 's33+434344',
    b: 's33443+344',
    routes: `
      GET /reports/exports/:id
      GET /reports/exports/:id/file
      POST /reports/deliveries/:id/end`,
  },
  {
    who: 'the administrator',
    a: 's33333333+',
    b: null,
    routes: `
      GET /admin/outbox
      GET /admin/organisations
      GET /admin/organisations/new
      POST /admin/organisations/new
      GET /admin/people
      GET /admin/retention
      POST /admin/retention
      GET /admin/audit
      GET /admin/audit.csv`,
  },
  {
    who: 'the administrator, of anybody',
    a: 's33333333+',
    b: 's33333333+',
    routes: `
      GET /admin/organisations/:slug
      POST /admin/organisations/:slug
      POST /admin/people/:person/role
      POST /admin/people/:person/activity
      POST /admin/people/:person/reset
      POST /admin/people/:person/second-factor
      GET /admin/people/:person
      POST /admin/people/:person/erasure`,
  },
  {
    who: 'the administrator; it has left already',
    a: 's333333334',
    b: 's333333334',
    routes: `
      POST /admin/outbox/:id/resending`,
  },
  {
    who: 'a passkey that is known',
    a: 'ssssssssss',
    b: null,
    routes: `
      POST /sign-in/passkey`,
  },
  {
    who: 'anybody signed in, once there is a provider or a second factor',
    a: 's444444444',
    b: null,
    routes: `
      POST /account/security/identities
      POST /account/proof/oidc
      POST /account/security/totp/end`,
  },
  {
    who: 'who has a second factor',
    a: 's+444+4444',
    b: null,
    routes: `
      POST /account/security/codes`,
  },
]
