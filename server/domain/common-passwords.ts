import { createRequire } from 'node:module'

/** What the list below lacks of what people here try first. */
const LOCAL = new Set(
  `0123456789 987654321 9876543210 111111111 1111111111 00000000 000000000 0000000000 22222222 33333333 44444444 55555555
66666666 77777777 88888888 99999999 12341234 12121212 123123123 1234512345 159753159 zaq1zaq1 zaq1@wsx zxcvbnm,
abcdefgh p@ssword admin1234 admin12345 administrator1 rootroot toor1234 test12345 guest123 user1234 login123 family123
summer123 winter123 spring123 spring2024 summer2024 summer2025 winter2024 winter2025 spring2025 spring2026 summer2026
winter2026 hasło123 haslo123 haslo1234 haslo12345 haslohaslo mojehaslo mojehaslo1 zmienhaslo zmienmnie polska12
polska123 polska1234 polska11 polska2024 kochamcie1 kochanie1 misiek123 mateusz1 mateusz123 bartek12 bartek123
kacper123 kasia123 agnieszka1 magdalena1 monika123 natalia123 patrycja1 weronika1 dominika1 katarzyna katarzyna1
malgosia marcin123 michal123 damian123 dawid123 damian12 lukasz123 tomek123 pawel123 piotrek1 piotrek123 krzysiek
krzysztof krzysztof1 wojtek123 przemek1 grzesiek wiktoria1 zuzanna1 czekolada1 kurczak1 samochod samochod1 komputer1
dupadupa dupa1234 dupa12345 qwerty1! lolek123 bolek123 myszka12 myszka123 kotek123 piesek123 slonko123 sloneczko1
marcelek lechpoznan legia1916 legiawarszawa widzewlodz wislakrakow ruchchorzow lublin123 lublin20 warszawa1 krakow123
poniedzialek styczen1 grudzien sierpien pazdziernik wrzesien jesien2024 jesien2025 lato2024 lato2025 wiosna2025
wiosna2026 zima2025 witam123 witajcie poczta123 internet123 nauczyciel profesor1 politechnika uniwersytet laboratorium
laboratorium1 aparatura1 aparatura123 rezerwacja rezerwacja1`.split(/\s+/),
)

let leaked: ReadonlySet<string> | undefined

/** The passwords most often seen in leaks, some 18,000 of eight characters and more; read when first needed. */
function leakedPasswords(): ReadonlySet<string> {
  if (leaked) return leaked
  const require = createRequire(import.meta.url)
  const { dictionary } = require('@zxcvbn-ts/language-common') as { dictionary: Record<string, readonly string[]> }
  leaked = new Set(dictionary['passwords-common'])
  return leaked
}

/** Whether it is one of those, whatever the case of its letters. */
export function isCommonPassword(password: string): boolean {
  const typed = password.toLowerCase()
  return LOCAL.has(typed) || leakedPasswords().has(typed)
}
