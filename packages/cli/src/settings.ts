import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { Environment } from '@tenantry/infra/environments'
import { Failure } from './command.ts'
import { deployRules, problemsOf, stateRules } from './rules.ts'

export const ROOT = join(import.meta.dirname, '../../..')

export type Variables = Readonly<Record<string, string | undefined>>

export interface StateSettings {
  backendUrl: string
  /** What encrypts the secrets in the state, as Pulumi calls it. */
  secretsProvider: string
  /** Everything that Pulumi and AWS may read, credentials included. */
  variables: Variables
}

export interface DeploySettings extends StateSettings {
  region: string
  /** The stack's configuration, by full key. */
  config: Readonly<Record<string, string>>
}

export type Checked<Settings> = { settings: Settings } | { problems: string[] }

/** The variables that are handed to the infrastructure program, and how it calls them. */
export const configKeys: Readonly<Record<string, string>> = {
  AWS_REGION: 'aws:region',
  OKTA_ISSUER: 'tenantry:oktaIssuer',
  OKTA_AUDIENCE: 'tenantry:oktaAudience',
  OKTA_ROOT_CLIENT_ID: 'tenantry:oktaRootClientId',
  OKTA_ORIGINS: 'tenantry:oktaOrigins',
  OKTA_GROUP_CLAIM: 'tenantry:oktaGroupClaim',
  OKTA_SHARED_CLIENT_GROUPS: 'tenantry:oktaSharedClientGroups',
  CORS_ORIGINS: 'tenantry:corsOrigins',
  DEFAULT_TENANT: 'tenantry:defaultTenant',
  DOMAIN_NAME: 'tenantry:domainName',
  CERTIFICATE_ARN: 'tenantry:certificateArn',
  ORIGIN_SECRET_GENERATION: 'tenantry:originSecretGeneration',
}

/**
 * The process environment over `.env.<environment>`; what is empty is not set. `.env` is for this
 * machine and is not read here.
 */
export const readVariables = ({ name }: Environment, root = ROOT): Variables =>
  variablesOver(join(root, `.env.${name}`))

/** What `npm start` reads on this machine. */
export const readLocalVariables = (): Variables => variablesOver(join(ROOT, '.env'))

function variablesOver(file: string): Variables {
  const written = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const given = Object.entries({ ...written, ...process.env }).filter(([, value]) => value?.trim())
  return Object.fromEntries(given)
}

/** What a command shows the API; it stands in no file. */
export const accessToken = (): string | undefined => process.env['TENANTRY_TOKEN']?.trim()

/** Whether there is somebody to ask, as Pulumi sees it. */
export const isTerminal = (): boolean =>
  Boolean(process.stdin.isTTY && process.stdout.isTTY && !process.env['CI'])

/** @throws {Failure} with all problems at once. */
export function settled<Settings>(checked: Checked<Settings>, { name }: Environment): Settings {
  if ('settings' in checked) return checked.settings
  throw new Failure(
    [
      `The settings of ${name} are not complete:`,
      ...checked.problems.map((it) => `  ${it}`),
      `Write them into .env.${name} or into the environment; docs/deploy.md explains each.`,
    ].join('\n'),
  )
}

/** What a command needs to find an environment, or all that is wrong with it at once. */
export function stateSettingsOf(
  variables: Variables,
  environment: Environment,
): Checked<StateSettings> {
  const problems = problemsOf(stateRules, variables, environment)
  return problems.length > 0 ? { problems } : { settings: stateOf(variables) }
}

/** What a deploy needs, or all that is wrong with it at once. */
export function deploySettingsOf(
  variables: Variables,
  environment: Environment,
): Checked<DeploySettings> {
  const problems = problemsOf(deployRules, variables, environment)
  if (problems.length > 0) return { problems }
  const config = Object.entries(configKeys).flatMap(([name, key]) => {
    const value = variables[name]
    return value === undefined ? [] : [[key, value] as const]
  })
  return {
    settings: {
      ...stateOf(variables),
      region: variables['AWS_REGION'] ?? '',
      config: Object.fromEntries(config),
    },
  }
}

const stateOf = (variables: Variables): StateSettings => ({
  backendUrl: variables['PULUMI_BACKEND_URL'] ?? '',
  secretsProvider: variables['PULUMI_SECRETS_PROVIDER'] ?? 'passphrase',
  variables,
})
