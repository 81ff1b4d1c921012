import { personByEmail } from '../../db/queries/people.ts'
import { askForEmail } from '../../server/operations/change-email.ts'
import { askToJoin } from '../../server/operations/decide-membership.ts'
import { inviteMember } from '../../server/operations/invite-member.ts'
import { askForReset } from '../../server/operations/reset-password.ts'
import { signUp } from '../../server/operations/sign-up.ts'
import { type Account, addressOf, type DemoServer } from '../support/server.ts'
import type { VisitedPage } from './every-page.ts'

/** The pages of accounts and organisations, each with something on it. */
export async function accountPages(demo: DemoServer): Promise<readonly VisitedPage[]> {
  const { app, clock } = demo
  const person = (account: Account) => personByEmail(app.db, addressOf(account))!
  const wish = { organisation: 'politechnika-lubelska', password: 'zielony rower w deszczu', locale: 'pl' } as const
  await signUp(app.db, { ...wish, name: 'Ewa Nowa-Długonazwiskowa', email: 'ewa@nowa.test' }, () => clock.now)
  askForReset(app.db, addressOf('producer'), clock.now)
  askForEmail(app.db, person('producer'), 'robert@nowa.test', clock.now)
  const { organisationId } = person('owner')
  const invitation = { organisationId, email: 'ktos@nowa.test', isAdministrator: true }
  inviteMember(app.db, person('owner'), invitation, clock.now)
  askToJoin(app.db, person('company'), organisationId, clock.now)
  const links = (await demo.sendMail()).map(({ text }) => /https?:\/\/[^/\s]+(\/\S+)/.exec(text)?.[1] ?? '')
  const linkTo = (start: string) => links.find((link) => link.startsWith(start)) ?? `${start}missing`
  const page = (route: string, who: Account | null, path = route, status = 200) => ({ route, who, path, status })
  const own = '/manage/organisations/politechnika-lubelska'
  return [
    page('/sign-up', null),
    page('/sign-up/:token', null, linkTo('/sign-up/')),
    page('/sign-up/:token', null, '/sign-up/none', 404),
    page('/password', null),
    page('/password/:token', null, linkTo('/password/')),
    page('/account/email/:token', null, linkTo('/account/email/')),
    page('/invitations/:token', null, linkTo('/invitations/')),
    page('/invitations/:token', 'company', linkTo('/invitations/')),
    page('/invitations/:token', null, '/invitations/none', 404),
    page('/account/organisations/:slug/leaving', 'researcher', '/account/organisations/up-lublin/leaving'),
    page('/manage/organisations/:slug', 'owner', own),
    page('/manage/organisations/:slug/people/:person/leaving', 'owner', `${own}/people/${person('deputy').id}/leaving`),
    page('/admin/organisations', 'admin'),
    page('/admin/organisations/new', 'admin'),
    page('/admin/organisations/:slug', 'admin', '/admin/organisations/umcs'),
    page('/admin/people', 'admin', '/admin/people?q=kow'),
    page('/admin/people/:person', 'admin', `/admin/people/${person('researcher').id}`),
    page('/admin/audit', 'admin'),
    page('/admin/retention', 'admin'),
    page('/manage/organisations/:slug/audit', 'owner', `${own}/audit`),
    page('/account/data', 'researcher'),
    page('/account/data', 'owner'),
    page('/account/activity', 'researcher'),
    page('/privacy', null),
    page('/privacy', 'researcher', '/privacy?erased=1'),
    page('/account', 'company', '/account?saved=asked'),
    page('/account/security', 'company', '/account/security?done=codes'),
    page('/account/security/totp', 'company'),
    page('/sign-in/code', null, '/sign-in/code', 410),
    page('/sign-in/oidc/callback', null, '/sign-in/oidc/callback', 404),
  ]
}
