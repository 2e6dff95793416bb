// What the program does not even begin with; what it makes is the matter of rules.test.ts.
import { join } from 'node:path'
import { runProgram } from '@tenantry/local-cloud'
import { expect, test } from 'vitest'

const config = {
  'tenantry:oktaIssuer': 'https://acme.okta.com/oauth2/default',
  'tenantry:oktaAudience': 'api://tenantry',
  'tenantry:oktaRootClientId': '0oa_root',
  'tenantry:adminFolder': import.meta.dirname,
}

test.concurrent.each([
  ['a folder that no build has made', 'dev', {}, /build the admin first/],
  [
    'a generation before the first',
    'dev',
    { 'tenantry:originSecretGeneration': '0' },
    /whole number from 1/,
  ],
  [
    'a host name without its certificate',
    'dev',
    { 'tenantry:domainName': 'cms.acme.example' },
    /tenantry:certificateArn/,
  ],
  ['a stack that is no environment', 'Prod', {}, /"Prod" cannot be the name of an environment/],
])(
  '%s is refused in a sentence that names it',
  async (_, stack, setting, sentence) => {
    const program = join(import.meta.dirname, 'index.ts')

    await expect(
      runProgram({ program, project: 'tenantry', stack, config: { ...config, ...setting } }),
    ).rejects.toThrow(sentence)
  },
  120_000,
)
