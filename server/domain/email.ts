const MOST_LENGTH = 254

/** An e-mail address as accounts keep it, in lower case; null for what is none. Nothing in it may split a header or a list. */
export function emailOf(text: string): string | null {
  const email = text.trim().toLowerCase()
  if (email.length > MOST_LENGTH) return null
  return /^[^\s@,;:<>()[\]"\\\p{Cc}\p{Cf}]+@[^\s@,;:<>()[\]"\\\p{Cc}\p{Cf}]+\.[^\s@,;:<>()[\]"\\.\p{Cc}\p{Cf}]{2,}$/u.test(
    email,
  )
    ? email
    : null
}
