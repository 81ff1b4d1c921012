/** Why a rule of hours or of a series is refused; `part` is its name in RFC 5545. */
export const ruleFaults = {
  'invalid.recurrence-missing': 'The rule lacks the part {{part}}.',
  'invalid.recurrence-unknown': 'Rules have no part {{part}}.',
  'invalid.recurrence-unsupported':
    '{{part}} of this kind is not supported: rules recur by day, week, month or year, at one time of day.',
  'invalid.recurrence-repeated': 'The part {{part}} may stand in the rule only once.',
  'invalid.recurrence-malformed': 'The part {{part}} cannot be read.',
  'invalid.recurrence-out-of-range': 'The value of the part {{part}} is out of range.',
  'invalid.recurrence-combination': 'The part {{part}} may not stand beside the other parts of this rule.',
  'invalid.recurrence-too-long': 'The part {{part}} is too long.',
  'invalid.recurrence-empty': '{{part}}: no day fits this rule.',
  'invalid.local-time': 'DTSTART is a local time to the minute, such as 2026-01-05T08:00:00.',
  'invalid.local-date': '{{part}}: give a day, such as 2026-01-05, or a local time, such as 2026-01-05T08:00:00.',
  'invalid.day': 'Give a day that exists, such as 2026-06-30.',
  'invalid.window-length': 'A window lasts at least a minute and at most {{days}} days.',
  'invalid.one-length': 'Give either end_time or duration.',
  'invalid.end-time': 'Give the hour of the end, such as 18:00.',
  'invalid.too-many-rules': 'One place may have at most {{limit}} rules.',
  'invalid.no-rules': 'There are no rules of its own to copy.',
  'invalid.duration': 'Give a length in whole minutes by ISO 8601, such as PT10H.',
} as const
