export const files = {
  'files.definitions': 'Definitions',
  'files.about': 'About',
  'files.key': 'Key',
  'files.column': 'Column',
  'files.definition': 'Definition',
  'files.yes': 'yes',
  'files.no': 'no',
  'files.page': 'page {{page}} of {{count}}',
  'files.how': 'How it is counted',
  'files.empty': 'There is nothing to list.',
} as const
