/** Why a rule of hours or of a series is refused; `part` is its name in RFC 5545. */
export const ruleFaults = {
  'invalid.recurrence-missing': 'W regule brakuje części {{part}}.',
  'invalid.recurrence-unknown': 'Reguła nie zna części {{part}}.',
  'invalid.recurrence-unsupported':
    'Części {{part}} w tej postaci nie obsługujemy: reguła powtarza się co dzień, tydzień, miesiąc lub rok, o stałej porze.',
  'invalid.recurrence-repeated': 'Część {{part}} może wystąpić w regule tylko raz.',
  'invalid.recurrence-malformed': 'Części {{part}} nie da się odczytać.',
  'invalid.recurrence-out-of-range': 'Wartość części {{part}} leży poza dozwolonym zakresem.',
  'invalid.recurrence-combination': 'Część {{part}} nie może stać obok pozostałych części tej reguły.',
  'invalid.recurrence-too-long': 'Część {{part}} jest za długa.',
  'invalid.recurrence-empty': '{{part}}: żaden dzień nie spełnia tej reguły.',
  'invalid.local-time': 'DTSTART to czas lokalny z dokładnością do minuty, na przykład 2026-01-05T08:00:00.',
  'invalid.local-date':
    '{{part}}: podaj dzień, na przykład 2026-01-05, lub czas lokalny, na przykład 2026-01-05T08:00:00.',
  'invalid.day': 'Podaj istniejący dzień, na przykład 2026-06-30.',
  'invalid.window-length': 'Okno trwa co najmniej minutę, a najwyżej {{days}} dni.',
  'invalid.one-length': 'Podaj albo end_time, albo duration.',
  'invalid.end-time': 'Podaj godzinę końca, na przykład 18:00.',
  'invalid.too-many-rules': 'Jedno miejsce może mieć najwyżej {{limit}} reguł.',
  'invalid.no-rules': 'Nie ma tam własnych reguł do skopiowania.',
  'invalid.duration': 'Podaj czas trwania w pełnych minutach według ISO 8601, na przykład PT10H.',
} as const
