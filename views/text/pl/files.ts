export const files = {
  'files.definitions': 'Definicje',
  'files.about': 'O pliku',
  'files.key': 'Klucz',
  'files.column': 'Kolumna',
  'files.definition': 'Definicja',
  'files.yes': 'tak',
  'files.no': 'nie',
  'files.page': 'strona {{page}} z {{count}}',
  'files.how': 'Jak to jest liczone',
  'files.empty': 'Nie ma czego wymienić.',
  'files.bars': 'Słupki pełne to godziny użyte, obrysy to godziny zarezerwowane; liczby nad nimi to godziny użyte.',
  'files.week':
    'Liczba w polu to procent dostępnych godzin, które były używane; pole przekreślone było zawsze zamknięte.',
} as const
