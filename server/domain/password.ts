/** Why a password is not taken. */
export type PasswordFault = 'password-short' | 'password-long' | 'password-guessable'

export const LEAST_PASSWORD_LENGTH = 12
const MOST_PASSWORD_LENGTH = 200
const COMMON = ['password', 'haslo', 'hasło', 'qwerty', '123456', 'aparatura', 'admin', 'letmein', 'zaq12wsx']

/** Length decides, not kinds of characters (NIST SP 800-63B, 3.1.1.2); what anybody would try first is refused. */
export function passwordFault(password: string, email: string): PasswordFault | null {
  if ([...password].length < LEAST_PASSWORD_LENGTH) return 'password-short'
  if (password.length > MOST_PASSWORD_LENGTH) return 'password-long'
  return isGuessable(password.toLowerCase(), email.toLowerCase()) ? 'password-guessable' : null
}

function isGuessable(password: string, email: string) {
  const [account = ''] = email.split('@')
  const rest = [email, account, ...COMMON].reduce(
    (text, word) => (word.length > 3 ? text.replaceAll(word, '') : text),
    password,
  )
  return (
    new Set(password).size < 5 || (rest.replace(/[\d\W_]/g, '').length < 3 && rest.length < LEAST_PASSWORD_LENGTH / 2)
  )
}
