import { describe, expect, test } from 'vitest'
import { passwordFault } from '../../server/domain/password.ts'

const ANNA = { email: 'anna.nowak@uczelnia.example', name: 'Anna Nowak' }

describe('a new password (ASVS 5.0, 6.2.1–6.2.12)', () => {
  test.each([
    ['seven77', 'password-short'],
    ['żółwłódź', null],
    ['🔬🧪🧬🔭🧫🌡💊🩺', null],
    [`${'dłuższe zdanie '.repeat(8)}z końcem`, null],
    ['x9'.repeat(65), 'password-long'],
    ['iloveyou2', 'password-common'],
    ['BUTTERFLY', 'password-common'],
    ['haslo12345', 'password-common'],
    ['LechPoznan', 'password-common'],
    ['anna.nowak1', 'password-guessable'],
    ['NowakAnna26', 'password-guessable'],
    ['aparatura!', 'password-guessable'],
    ['hhhhhhhhhhh', 'password-guessable'],
    ['jklmnopqrs', 'password-guessable'],
    ['demo-demo-demo', null],
    ['bez wielkich liter i cyfr', null],
  ])('%s is %s', (password, fault) => {
    expect(passwordFault(password, ANNA)).toBe(fault)
  })
})
