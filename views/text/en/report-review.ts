export const reportReview = {
  'reports.review.unused': 'Unused equipment',
  'reports.review.short': 'Equipment in short supply',
  'reports.review.unused-how':
    'Here is active equipment that nobody used, and that with a utilisation (used ÷ available) below {{little}}.',
  'reports.review.short-how':
    'Here is equipment with an occupancy (booked ÷ available) of {{occupancy}} or more, or with unmet hours of at least {{unmet}} of those available.',
  'reports.review.none': 'There is no such equipment in this period.',
  'reports.review.reason.never': 'never used',
  'reports.review.reason.little': 'little used',
  'reports.review.reason.overbooked': 'high occupancy',
  'reports.review.reason.unmet': 'many unmet hours',
  'reports.note.none': 'Its owner has not explained it yet.',
  'reports.note.earlier_one': '{{count}} earlier explanation',
  'reports.note.earlier_other': '{{count}} earlier explanations',
  'reports.note.about': 'about {{period}}',
  'reports.note.write': 'Explain',
  'reports.note.label': 'Explanation, {{period}}',
  'reports.note.hint': 'The coordinator reads it. What you save cannot be changed, only followed by another.',
  'reports.note.save': 'Save the explanation',
  'invalid.note-empty': 'Write a few words.',
} as const
