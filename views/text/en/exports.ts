export const exports = {
  'exports.make': 'Prepare {{format}}',
} as const
