/**
 * The identifier of a researcher, sixteen digits in groups, `0000-0002-1825-0097`, of whatever form it was typed in; null
 * for what is none. The last digit checks the rest (ISO 7064 mod 11-2, X for ten).
 */
export function orcidOf(text: string): string | null {
  const typed = /^(?:(?:https?:\/\/)?orcid\.org\/)?((?:\d{4}[- ]?){3}\d{3}[\dX])\/?$/i.exec(text.trim())?.[1]
  if (!typed) return null
  const digits = typed.replaceAll(/[- ]/g, '').toUpperCase()
  const total = [...digits.slice(0, 15)].reduce((sum, digit) => (sum + Number(digit)) * 2, 0)
  const check = (12 - (total % 11)) % 11
  if (digits[15] !== (check === 10 ? 'X' : String(check))) return null
  return digits.replace(/^(.{4})(.{4})(.{4})(.{4})$/, '$1-$2-$3-$4')
}
