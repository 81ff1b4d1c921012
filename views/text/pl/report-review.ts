export const reportReview = {
  'reports.review.unused': 'Aparaty nieużywane',
  'reports.review.short': 'Aparaty, których brakuje',
  'reports.review.unused-how':
    'Tu są czynne aparaty, których nikt nie używał, i te, na których wykorzystanie (użyte ÷ dostępne) jest mniejsze niż {{little}}.',
  'reports.review.short-how':
    'Tu są aparaty z obłożeniem (zarezerwowane ÷ dostępne) co najmniej {{occupancy}} albo takie, na których niezaspokojone godziny to co najmniej {{unmet}} dostępnych.',
  'reports.review.none': 'W tym okresie nie ma takich aparatów.',
  'reports.review.reason.never': 'ani razu nieużyty',
  'reports.review.reason.little': 'mało używany',
  'reports.review.reason.overbooked': 'duże obłożenie',
  'reports.review.reason.unmet': 'dużo niezaspokojonych godzin',
  'reports.note.none': 'Opiekun jeszcze tego nie wyjaśnił.',
  'reports.note.earlier_one': '{{count}} wcześniejsze wyjaśnienie',
  'reports.note.earlier_few': '{{count}} wcześniejsze wyjaśnienia',
  'reports.note.earlier_many': '{{count}} wcześniejszych wyjaśnień',
  'reports.note.earlier_other': '{{count}} wcześniejszego wyjaśnienia',
  'reports.note.about': 'o okresie: {{period}}',
  'reports.note.write': 'Wyjaśnij',
  'reports.note.label': 'Wyjaśnienie, {{period}}',
  'reports.note.hint': 'Przeczyta je koordynator. Tego, co zapiszesz, nie da się zmienić, można dopisać następne.',
  'reports.note.save': 'Zapisz wyjaśnienie',
  'invalid.note-empty': 'Napisz kilka słów.',
} as const
