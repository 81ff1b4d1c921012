/** Of eight characters and more, those that every list of leaked passwords begins with, the Polish ones among them. */
const COMMON = new Set(
  `12345678 123456789 1234567890 12345678910 0123456789 987654321 9876543210 11111111 111111111 1111111111 00000000 000000000
0000000000 22222222 33333333 44444444 55555555 66666666 77777777 88888888 99999999 12341234 11223344 12121212 123123123 1234512345
123321123 147258369 159753159 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qazxsw2 zaq12wsx zaq1zaq1 zaq1xsw2 zaq1@wsx qazwsxedc
qazwsx123 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwer1234 qweasdzxc qwe123qwe asdfghjk asdfghjkl
asdf1234 asdfasdf zxcvbnm1 zxcvbnm123 zxcvbnm, a1b2c3d4 aa123456 abc12345 abcd1234 abcdefgh abcdefg1 password password1
password12 password123 password1234 passw0rd p@ssword p@ssw0rd pa55word passpass letmein1 letmein123 welcome1 welcome123
iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1 football football1 baseball basketball superman batman123
starwars trustno1 dragon123 monkey123 shadow123 master123 michael1 jennifer jordan23 computer computer1 internet samsung1
samsung123 changeme changeme1 whatever default1 administrator admin123 admin1234 admin12345 administrator1 rootroot toor1234
test1234 testtest test12345 guest123 user1234 login123 secret123 hello123 hellohello blink182 charlie1 ashley12 liverpool
liverpool1 chelsea1 arsenal1 barcelona realmadrid juventus manchester pokemon1 pokemon123 naruto123 minecraft fuckyou1
fuckyou2 asshole1 superstar freedom1 mustang1 corvette mercedes ferrari1 porsche1 maverick midnight dolphins elephant
butterfly chocolate1 chocolate strawberry sweetheart beautiful friends1 forever1 loveyou1 lovelove family123 jessica1
michelle danielle victoria benjamin alexander jonathan nicholas christian elizabeth stephanie samantha patricia november
december september january1 february october1 summer123 winter123 spring123 spring2024 summer2024 summer2025 winter2024
winter2025 spring2025 spring2026 summer2026 winter2026 hasło123 haslo123 haslo1234 haslo12345 haslohaslo mojehaslo
mojehaslo1 zmienhaslo zmienmnie polska12 polska123 polska1234 polska11 polska2024 kochamcie kochamcie1 kochanie kochanie1
misiaczek misiaczek1 misiek123 mateusz1 mateusz123 bartek12 bartek123 kacper123 kasia123 karolina karolina1 agnieszka
agnieszka1 magdalena magdalena1 monika123 natalia1 natalia123 paulina1 patrycja patrycja1 weronika weronika1 dominika
dominika1 aleksandra katarzyna katarzyna1 malgosia marcin123 michal123 damian123 dawid123 damian12 lukasz123 tomek123
pawel123 piotrek1 piotrek123 krzysiek krzysztof krzysztof1 wojtek123 sebastian sebastian1 przemek1 grzesiek wiktoria
wiktoria1 zuzanna1 czekolada czekolada1 kurczak1 samochod samochod1 komputer komputer1 dupadupa dupa1234 dupa12345 qwerty1!
matrix123 lol12345 lolek123 bolek123 myszka12 myszka123 kotek123 piesek123 slonko123 sloneczko sloneczko1 truskawka marcelek
lechpoznan legia1916 legiawarszawa widzewlodz wislakrakow ruchchorzow lublin123 lublin20 warszawa warszawa1 krakow123
poniedzialek styczen1 grudzien sierpien pazdziernik wrzesien jesien2024 jesien2025 lato2024 lato2025 wiosna2025 wiosna2026
zima2025 start123 witam123 witajcie poczta123 internet1 internet123 nauczyciel profesor1 politechnika uniwersytet
laboratorium laboratorium1 aparatura1 aparatura123 rezerwacja rezerwacja1`.split(/\s+/),
)

/** Whether it is one of those, whatever the case of its letters. */
export const isCommonPassword = (password: string): boolean => COMMON.has(password.toLowerCase())
