export const mailLinks = {
  'decide.title': 'Twoja decyzja',
  'decide.lead': 'Nic jeszcze nie jest rozstrzygnięte. Wnioskodawca dowie się, gdy tu zaakceptujesz albo odmówisz.',
  'decide.all': 'Wszystkie prośby',
  'decide.unknown': 'Ten odnośnik donikąd nie prowadzi',
  'decide.unknown-hint':
    'Program pocztowy mógł uciąć jego część. Skopiuj go w całości z wiadomości albo poszukaj wśród próśb.',
  'decide.expired': 'Ten odnośnik jest już za stary',
  'decide.expired-hint':
    'Odnośniki w wiadomościach działają 30 dni. Jeśli prośba nadal czeka, znajdziesz ją wśród próśb.',
  'decide.foreign': 'Ten odnośnik dostał ktoś inny',
  'decide.foreign-hint':
    'Na tej stronie jest teraz zalogowane konto: {{name}}. Każda osoba, która decyduje, dostaje własny odnośnik, więc zajrzyj do swojej poczty albo do swoich próśb. Jeśli odnośnik jest twój, wyloguj się i otwórz go ponownie.',
  'decide.over': 'Ta prośba już nie czeka',
  'decide.over-hint': 'Jej stan: {{state}}. Nie ma tu już nic do rozstrzygnięcia.',
  'decide.powerless': 'Już o tym nie decydujesz',
  'decide.powerless-hint': 'Prośbą zajmują się teraz inni opiekunowie laboratorium.',
  'decide.see': 'Zobacz, co się z nią stało',
} as const
