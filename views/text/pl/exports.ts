export const exports = {
  'exports.make': 'Przygotuj {{format}}',
} as const
