import { describe, expect, test } from 'vitest'
import { activeRulesOf, compiled, compiledRulesOf, NO_RULES, textOf } from './sign-in-rules.ts'
import { rootOf } from './root.ts'

const rule = { claim: 'department', operator: 'EQUALS', value: 'Press', group: 'press' }
const attribute = { claim: 'nick', property: 'displayName', required: false }
const policy = { amr: ['mfa'] }
const many = (count: number, one: object) => Array.from({ length: count }, () => one)

describe('sign-in rules', () => {
  test('are as many as a tenant can need, and no more', () => {
    const limits = {
      groupRules: many(1000, rule),
      attributes: many(20, attribute),
      policies: many(20, policy),
    }

    expect(() => textOf(limits)).not.toThrow()
    for (const [field, list] of Object.entries(limits))
      expect(() => textOf({ [field]: [...list, list[0]] })).toThrow(
        expect.objectContaining({
          code: 'VALIDATION_FAILED',
          data: [{ error: expect.any(String), fieldId: field }],
        }),
      )
  })

  test('that fill a tenant are too many, whatever their number', () => {
    const long = { ...rule, value: 'x'.repeat(200) }
    const characters =
      textOf({ groupRules: [long, long] }).length - textOf({ groupRules: [long] }).length
    const most = Math.floor((150_000 - NO_RULES.length) / characters)

    expect(() => textOf({ groupRules: many(most, long) })).not.toThrow()
    expect(() => textOf({ groupRules: many(most + 1, long) })).toThrow(
      expect.objectContaining({ data: [{ error: expect.any(String), fieldId: 'groupRules' }] }),
    )
    expect(() =>
      textOf({ groupRules: many(most - 1, { ...long, value: 'é'.repeat(200) }) }),
    ).toThrow()
  })

  test.each(['displayName', 'email', 'firstName', 'lastName'])('may fill %s', (property) => {
    expect(textOf({ attributes: [{ ...attribute, property }] })).toContain(property)
  })

  test.each([
    { attributes: [{ ...attribute, property: 'id' }] },
    { attributes: [{ ...attribute, shown: true }] },
    { rules: [] },
  ])('ask for nothing that nobody looks at: %j', (input) => {
    expect(() => textOf(input)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }))
  })

  test('of a tenant that has none are empty lists', () => {
    const none = { groupRules: [], attributes: [], policies: [] }
    const { okta } = rootOf({
      issuer: 'https://example.okta.com/oauth2/default',
      audience: 'api://tenantry',
      rootClientId: '0oa_root',
      origins: [],
    }).settings

    expect(JSON.parse(textOf({ groupRules: null }))).toEqual(none)
    expect(activeRulesOf(okta)).toEqual(none)
    expect(compiledRulesOf(okta)).toBe(compiled(NO_RULES))
  })
})

test('rules are compiled once, and forgotten when there is no more room, the oldest first', () => {
  const text = (group: string) =>
    textOf({ groupRules: many(500, { ...rule, value: 'x'.repeat(190), group }) })
  const room = Math.floor(8_000_000 / text('x').length)
  const first = compiled(text('first'))
  expect(first.groupRules).toHaveLength(500)

  for (let n = 0; n < room - 5; n++) compiled(text(`x${n}`))
  expect(compiled(text('first'))).toBe(first)
  for (let n = 0; n < 10; n++) compiled(text(`y${n}`))
  const last = compiled(text('last'))

  expect(compiled(text('last'))).toBe(last)
  expect(compiled(text('first'))).not.toBe(first)
})
