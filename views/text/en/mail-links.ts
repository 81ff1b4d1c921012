export const mailLinks = {
  'decide.title': 'Your decision',
  'decide.lead': 'Nothing is decided yet. The requester is told once you approve or decline here.',
  'decide.all': 'All requests',
  'decide.unknown': 'This link does not lead anywhere',
  'decide.unknown-hint':
    'A part of it may have been cut off by the mail program. Copy it as a whole from the mail, or look among the requests.',
  'decide.expired': 'This link is too old',
  'decide.expired-hint': 'Links in mails work for 30 days. If the request still waits, it is among the requests.',
  'decide.foreign': 'This link was sent to somebody else',
  'decide.foreign-hint':
    'You are signed in as {{name}}. Everybody who decides gets a link of their own, so look into your own mail or among your requests. If the link is yours, sign out and open it again.',
  'decide.over': 'This request no longer waits',
  'decide.over-hint': 'Its state: {{state}}. Nothing is left to decide.',
  'decide.powerless': 'You no longer decide about this',
  'decide.powerless-hint': 'The request is now for other stewards of the lab.',
  'decide.see': 'See what became of it',
} as const
