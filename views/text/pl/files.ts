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
} as const
