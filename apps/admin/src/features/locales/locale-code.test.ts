import { expect, test } from 'vitest'
import { codeProblem, nameOf, tidied } from './locale-code.ts'

test.each([
  ['de', 'de'],
  [' EN_us ', 'en-US'],
  ['zh-hans-cn', 'zh-Hans-CN'],
  ['es-419', 'es-419'],
])('%j is written %s', (typed, code) => {
  expect(tidied(typed)).toBe(code)
})

test.each(['de', 'en-US', 'zh-Hans-CN', 'es-419', 'fil', 'EN_us'])('%s can be added', (code) => {
  expect(codeProblem(code, ['fr'])).toBeNull()
})

test.each(['e', 'english', 'en-', 'en-USA', 'en US', 'en-US-x', '../root'])(
  '%j is no code',
  (code) => {
    expect(codeProblem(code, [])).toMatch(/^Use a language/)
  },
)

test('a locale that is there cannot be added again, however it is written', () => {
  expect(codeProblem('en_us', ['en-US'])).toBe('There is a locale en-US already.')
})

test('a code is named for people', () => {
  expect(nameOf('pt-BR')).toBe('Brazilian Portuguese')
  expect(nameOf('qq')).toBeUndefined()
  expect(nameOf('no code')).toBeUndefined()
})
