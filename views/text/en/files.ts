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
  'files.bars': 'Filled bars are used hours, outlines booked hours; the figures above them are used hours.',
  'files.week':
    'The figure in a field is the percentage of available hours that were used; a crossed-out field was always closed.',
} as const
