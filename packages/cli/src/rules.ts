import type { Environment } from '@tenantry/infra/environments'
import { seed } from '@tenantry/okta-emulator'
import { isIssuerAllowed } from '@tenantry/okta-security'
import type { Variables } from './settings.ts'

/** One thing that must hold of a setting, and what to do where it does not. */
export interface Rule {
  variable: string
  remedy: string
  /** Only production has to keep it. */
  production?: true
  holds(value: string | undefined, variables: Variables): boolean
}

/** What every command needs in order to find an environment. */
export const stateRules: readonly Rule[] = [
  {
    variable: 'PULUMI_BACKEND_URL',
    remedy:
      'say where the state is kept, file:///home/you/tenantry-state for first steps or s3://your-bucket for a team',
    holds: (value = '') => /^(file:\/\/\/|s3:\/\/)./.test(value),
  },
  {
    variable: 'PULUMI_SECRETS_PROVIDER',
    remedy:
      'name a KMS key such as awskms://alias/tenantry?region=eu-central-1, or leave it out and set a passphrase',
    holds: (value) => value === undefined || /^awskms:\/\/./.test(value),
  },
  {
    variable: 'PULUMI_CONFIG_PASSPHRASE',
    remedy:
      'choose a passphrase for the secrets in the state, name its file in PULUMI_CONFIG_PASSPHRASE_FILE, or a KMS key in PULUMI_SECRETS_PROVIDER',
    holds: (value, { PULUMI_CONFIG_PASSPHRASE_FILE, PULUMI_SECRETS_PROVIDER }) =>
      [value, PULUMI_CONFIG_PASSPHRASE_FILE, PULUMI_SECRETS_PROVIDER].some(
        (it) => it !== undefined,
      ),
  },
]

/** What a deploy needs beside that. Of the rules for one variable the first that is broken is told. */
export const deployRules: readonly Rule[] = [
  ...stateRules,
  {
    variable: 'PULUMI_BACKEND_URL',
    remedy:
      'keep the state of production in a bucket, s3://your-bucket: a folder is lost with its machine',
    production: true,
    holds: (value = '') => !value.startsWith('file:'),
  },
  {
    variable: 'AWS_REGION',
    remedy: 'name the AWS region of the environment, such as eu-central-1',
    holds: (value = '') => /^[a-z]{2}(-[a-z]+)+-\d$/.test(value),
  },
  {
    variable: 'OKTA_ISSUER',
    remedy:
      'write the https issuer of your Okta authorization server, such as https://acme.okta.com/oauth2/aus1a2b3c (docs/okta-setup.md, step 2)',
    holds: (value = '') => isPublic(value) && isIssuerAllowed(value, [new URL(value).origin]),
  },
  {
    variable: 'OKTA_AUDIENCE',
    remedy: 'write the audience of that authorization server, such as api://tenantry',
    holds: (value) => value !== undefined,
  },
  {
    variable: 'OKTA_ROOT_CLIENT_ID',
    remedy: "write the Client ID of the root tenant's Okta app (docs/okta-setup.md, step 5)",
    holds: (value) => value !== undefined,
  },
  {
    variable: 'OKTA_ROOT_CLIENT_ID',
    remedy: 'write a Client ID of your own Okta org, for that one is the stand-in’s',
    production: true,
    holds: (value) => !seed.clients.some(({ id }) => id === value),
  },
  {
    variable: 'OKTA_ORIGINS',
    remedy:
      'list https origins such as https://acme.okta.com, with spaces between them and without a path, or leave it out',
    holds: (value = '') => words(value).every((it) => isOrigin(it) && isPublic(it)),
  },
  {
    variable: 'OKTA_ORIGINS',
    remedy: 'list the origin of OKTA_ISSUER, too',
    holds: (value, { OKTA_ISSUER = '' }) =>
      value === undefined || !isPublic(OKTA_ISSUER) || isIssuerAllowed(OKTA_ISSUER, words(value)),
  },
  {
    variable: 'OKTA_SHARED_CLIENT_GROUPS',
    remedy: 'write "qualified" or "any", or leave it out',
    holds: (value = 'qualified') => ['qualified', 'any'].includes(value),
  },
  {
    variable: 'OKTA_SHARED_CLIENT_GROUPS',
    remedy:
      'leave it out in production: else an administrator of one tenant is one of all that share its client',
    production: true,
    holds: (value) => value !== 'any',
  },
  {
    variable: 'CORS_ORIGINS',
    remedy:
      'list origins such as https://www.acme.com, with spaces between them and without a path',
    holds: (value = '') => words(value).every(isOrigin),
  },
  {
    variable: 'CORS_ORIGINS',
    remedy: 'list https origins only in production, and none of this machine',
    production: true,
    holds: (value = '') => words(value).every(isPublic),
  },
  {
    variable: 'DOMAIN_NAME',
    remedy: 'write a host name such as cms.acme.com',
    holds: (value = 'a.example') => /^([a-z0-9-]+\.)+[a-z]{2,}$/.test(value),
  },
  {
    variable: 'CERTIFICATE_ARN',
    remedy: 'name the certificate of DOMAIN_NAME in us-east-1, and set either both or none',
    holds: (value, { DOMAIN_NAME }) =>
      value === undefined
        ? DOMAIN_NAME === undefined
        : DOMAIN_NAME !== undefined && /^arn:aws:acm:us-east-1:\d+:certificate\/./.test(value),
  },
  {
    variable: 'ORIGIN_SECRET_GENERATION',
    remedy: 'write a whole number from 1',
    holds: (value = '1') => /^[1-9]\d*$/.test(value),
  },
]

/** One sentence for each variable that breaks a rule: what is wrong with it, and the remedy. */
export function problemsOf(
  rules: readonly Rule[],
  variables: Variables,
  environment: Environment,
): string[] {
  const broken = rules
    .filter(({ production }) => !production || environment.kind === 'production')
    .filter(({ variable, holds }) => !holds(variables[variable], variables))
  return broken
    .filter(({ variable }, at) => broken.findIndex((it) => it.variable === variable) === at)
    .map(({ variable, remedy }) => {
      const value = variables[variable]
      return `${variable} is ${value === undefined ? 'missing' : `"${value}"`}: ${remedy}.`
    })
}

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/

/** Reached by https, and by others than this machine. */
function isPublic(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' && !LOOPBACK.test(url.hostname)
}

const isOrigin = (text: string): boolean => /^https?:\/\/[^\s/?#]+$/.test(text)

const words = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)
