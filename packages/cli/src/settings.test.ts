import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentOf } from '@tenantry/infra/environments'
import { seed } from '@tenantry/okta-emulator'
import { expect, onTestFinished, test, vi } from 'vitest'
import { complete } from '../test/world.ts'
import {
  deploySettingsOf,
  readVariables,
  stateSettingsOf,
  type Checked,
  type Variables,
} from './settings.ts'

const dev = environmentOf('dev')
const prod = environmentOf('prod')
const good: Variables = { ...complete, PULUMI_BACKEND_URL: 's3://acme-state' }

const problemsIn = (checked: Checked<unknown>) => ('problems' in checked ? checked.problems : [])
const told = (changed: Variables, environment = dev) =>
  problemsIn(deploySettingsOf({ ...good, ...changed }, environment))

test('with nothing set, all that is missing is told at once, each with its remedy', () => {
  expect(problemsIn(deploySettingsOf({}, dev))).toEqual([
    expect.stringMatching(/^PULUMI_BACKEND_URL is missing: .*file:\/\/\/.*s3:\/\//),
    expect.stringMatching(/^PULUMI_CONFIG_PASSPHRASE is missing: .*PULUMI_CONFIG_PASSPHRASE_FILE/),
    expect.stringMatching(/^AWS_REGION is missing: .*eu-central-1/),
    expect.stringMatching(/^OKTA_ISSUER is missing: .*okta-setup\.md, step 2/),
    expect.stringMatching(/^OKTA_AUDIENCE is missing: .*api:\/\/tenantry/),
    expect.stringMatching(/^OKTA_ROOT_CLIENT_ID is missing: .*step 5/),
  ])
  expect(problemsIn(stateSettingsOf({}, dev))).toHaveLength(2)
})

test('settings become the configuration that the program reads, and no more', () => {
  const checked = deploySettingsOf(
    { ...good, OKTA_ORIGINS: 'https://*.okta.com', ORIGIN_SECRET_GENERATION: '2', PATH: '/bin' },
    prod,
  )

  expect(checked).toMatchObject({
    settings: {
      region: 'eu-central-1',
      backendUrl: 's3://acme-state',
      secretsProvider: 'passphrase',
    },
  })
  expect('settings' in checked && checked.settings.config).toEqual({
    'aws:region': 'eu-central-1',
    'tenantry:oktaIssuer': 'https://acme.okta.com/oauth2/aus1',
    'tenantry:oktaAudience': 'api://tenantry',
    'tenantry:oktaRootClientId': '0oa1',
    'tenantry:oktaOrigins': 'https://*.okta.com',
    'tenantry:originSecretGeneration': '2',
  })
})

test.each<Variables>([
  { PULUMI_BACKEND_URL: 'file:///home/ann/state' },
  { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: '/run/passphrase' },
  { PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_SECRETS_PROVIDER: 'awskms://alias/tenantry' },
  { OKTA_ISSUER: 'https://acme.okta.com', OKTA_ORIGINS: 'https://*.okta.com https://id.acme.com' },
  { CORS_ORIGINS: 'https://www.acme.com, http://localhost:5173' },
  { DOMAIN_NAME: 'cms.acme.com', CERTIFICATE_ARN: 'arn:aws:acm:us-east-1:1:certificate/1' },
  { OKTA_SHARED_CLIENT_GROUPS: 'any' },
])('dev takes %j', (changed) => {
  expect(told(changed)).toEqual([])
})

test.each([
  ['PULUMI_BACKEND_URL', 'state'],
  ['PULUMI_BACKEND_URL', 'file://state'],
  ['PULUMI_BACKEND_URL', 'https://api.pulumi.com'],
  ['PULUMI_SECRETS_PROVIDER', 'passphrase'],
  ['AWS_REGION', 'Frankfurt'],
  ['OKTA_ISSUER', 'acme.okta.com'],
  ['OKTA_ISSUER', 'http://acme.okta.com/oauth2/aus1'],
  ['OKTA_ISSUER', 'https://acme.okta.com/oauth2/aus1/'],
  ['OKTA_ISSUER', 'http://localhost:9700/oauth2/default'],
  ['OKTA_ISSUER', 'https://localhost/oauth2/default'],
  ['OKTA_ISSUER', 'https://127.0.0.1:9700/oauth2/default'],
  ['OKTA_ISSUER', 'https://[::1]/oauth2/default'],
  ['OKTA_ORIGINS', 'https://acme.okta.com http://localhost:9700'],
  ['OKTA_ORIGINS', 'https://acme.okta.com http://127.0.0.1:9700'],
  ['OKTA_ORIGINS', 'https://acme.okta.com https://localhost'],
  ['OKTA_ORIGINS', 'https://acme.okta.com http://id.acme.com'],
  ['OKTA_ORIGINS', 'https://acme.okta.com/oauth2/aus1'],
  ['OKTA_ORIGINS', 'https://globex.okta.com'],
  ['OKTA_SHARED_CLIENT_GROUPS', 'all'],
  ['CORS_ORIGINS', 'www.acme.com'],
  ['CORS_ORIGINS', 'https://www.acme.com/'],
  ['DOMAIN_NAME', 'https://cms.acme.com'],
  ['CERTIFICATE_ARN', 'arn:aws:acm:us-east-1:1:certificate/1'],
  ['ORIGIN_SECRET_GENERATION', '0'],
])('no environment takes %s=%s, and the sentence names both', (name, value) => {
  const [problem, ...others] = told({ [name]: value })

  expect(problem).toMatch(/: .{10,}\.$/)
  expect(problem?.startsWith(`${name} is "${value}": `)).toBe(true)
  expect(others.filter((it) => !it.startsWith('CERTIFICATE_ARN'))).toEqual([])
})

test.each([
  ['CERTIFICATE_ARN', { DOMAIN_NAME: 'cms.acme.com' }],
  [
    'CERTIFICATE_ARN',
    { DOMAIN_NAME: 'cms.acme.com', CERTIFICATE_ARN: 'arn:aws:acm:eu-central-1:1:certificate/1' },
  ],
])('CloudFront wants %s for %j', (name, changed) => {
  expect(told(changed)).toEqual([expect.stringMatching(`^${name} is `)])
})

test.each([
  ['PULUMI_BACKEND_URL', 'file:///home/ann/state'],
  ...seed.clients.map(({ id }) => ['OKTA_ROOT_CLIENT_ID', id]),
  ['OKTA_SHARED_CLIENT_GROUPS', 'any'],
  ['CORS_ORIGINS', 'https://www.acme.com http://www.acme.com'],
  ['CORS_ORIGINS', 'http://localhost:5173'],
  ['CORS_ORIGINS', 'https://localhost:5173'],
])('production does not take %s=%s, which dev and staging do', (name = '', value = '') => {
  const changed = { [name]: value }

  expect(told(changed)).toEqual([])
  expect(told(changed, environmentOf('staging'))).toEqual([])
  expect(told(changed, prod)).toEqual([expect.stringContaining(`${name} is "${value}": `)])
})

test('the environment comes before the file of the environment, and what is empty is not set', () => {
  const root = mkdtempSync(join(tmpdir(), 'tenantry-settings-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  writeFileSync(join(root, '.env'), 'OKTA_AUDIENCE=api://this-machine')
  writeFileSync(
    join(root, '.env.dev'),
    'AWS_REGION=eu-west-1\nOKTA_ISSUER=https://a\nCORS_ORIGINS=',
  )
  vi.stubEnv('OKTA_ISSUER', 'https://b')
  vi.stubEnv('AWS_REGION', undefined)
  vi.stubEnv('OKTA_AUDIENCE', undefined)
  onTestFinished(() => void vi.unstubAllEnvs())

  const variables = readVariables(dev, root)

  expect(variables).toMatchObject({ AWS_REGION: 'eu-west-1', OKTA_ISSUER: 'https://b' })
  expect(variables).not.toHaveProperty('OKTA_AUDIENCE')
  expect(variables).not.toHaveProperty('CORS_ORIGINS')
  expect(readVariables(prod, root)).not.toHaveProperty('AWS_REGION')
})
