import { expect, test } from 'vitest'
import { type EnvInput, readEnv, readHeadlessEnv, readStreamEnv } from '../src/env.ts'

const variables: EnvInput = {
  TABLE_NAME: 'table',
  OKTA_ISSUER: 'https://example.okta.com/oauth2/default',
  OKTA_AUDIENCE: 'api://tenantry',
  OKTA_ROOT_CLIENT_ID: '0oa_root',
  OKTA_ORIGINS: 'https://example.okta.com  https://*.oktapreview.com',
  OKTA_GROUP_CLAIM: 'tenantry_groups',
  OKTA_SHARED_CLIENT_GROUPS: 'qualified',
  CORS_ORIGINS: '',
  SHOW_COST: 'no',
  ORIGIN_SECRET: `${'o'.repeat(32)} ${'n'.repeat(32)}`,
}

test('lists are words, and may be empty', () => {
  expect(readEnv({ ...variables })).toMatchObject({
    OKTA_ORIGINS: ['https://example.okta.com', 'https://*.oktapreview.com'],
    CORS_ORIGINS: [],
    ORIGIN_SECRET: ['o'.repeat(32), 'n'.repeat(32)],
  })
})

test.each([
  ['', undefined],
  ['acme', 'acme'],
])('the headless CMS has the default tenant "%s"', (DEFAULT_TENANT, expected) => {
  const env = readHeadlessEnv({ ...variables, DEFAULT_TENANT })
  expect(env.DEFAULT_TENANT).toBe(expected)
  expect(() => readHeadlessEnv({ ...variables })).toThrow('DEFAULT_TENANT')
})

test('the consumer of the stream knows its table and nothing else', () => {
  expect(readStreamEnv({ ...variables })).toEqual({ TABLE_NAME: 'table' })
  expect(() => readStreamEnv({ TABLE_NAME: '' })).toThrow('TABLE_NAME')
})

test.each(Object.keys(variables))('does not start without %s, and names it', (name) => {
  const { [name]: _, ...others } = { ...variables } as Record<string, string>
  expect(() => readEnv(others)).toThrow(name)
})

test.each([
  ['no secret', { ORIGIN_SECRET: ' ' }],
  ['a secret that can be guessed', { ORIGIN_SECRET: 'secret' }],
  ['more secrets than a rotation needs', { ORIGIN_SECRET: `${'x'.repeat(32)} `.repeat(3) }],
  ['an unknown rule for shared clients', { OKTA_SHARED_CLIENT_GROUPS: 'all' }],
  ['an issuer that is no URL', { OKTA_ISSUER: 'example.okta.com' }],
])('does not start with %s', (_, change) => {
  expect(() => readEnv({ ...variables, ...change })).toThrow()
})
