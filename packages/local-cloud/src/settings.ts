import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { StartError } from './start-error.ts'

export interface Ports {
  app: number
  okta: number
  dynamodb: number
}

export interface Settings {
  ports: Ports
  /** Whether the Okta stand-in signs people in, or an org of yours. */
  standIn: boolean
  /** The configuration of the infrastructure program. */
  config: Record<string, string>
  /** How long a bare clone took to get here, if it did. */
  setupSeconds?: number
}

export type Variables = Readonly<Record<string, string | undefined>>

const port = (fallback: number) =>
  z.coerce
    .number({ error: 'a port is a whole number' })
    .int({ error: 'a port is a whole number' })
    .min(1, { error: 'a port is at least 1' })
    .max(65_535, { error: 'a port is at most 65535' })
    .default(fallback)
const url = z.url({
  protocol: /^https?$/,
  error: 'it must be an address such as https://acme.okta.com/oauth2/default',
})
const origins = z
  .string()
  .regex(/^(https?:\/\/[^\s,/]+[\s,]*)*$/, {
    error: 'it must be origins such as https://acme.okta.com, with spaces between them and no path',
  })
  .optional()

const Variables = z.object({
  TENANTRY_PORT: port(3000),
  OKTA_EMULATOR_PORT: port(9700),
  DYNAMODB_PORT: port(8000),
  OKTA_ISSUER: url.optional(),
  OKTA_AUDIENCE: z.string().optional(),
  OKTA_ROOT_CLIENT_ID: z.string().optional(),
  OKTA_ORIGINS: origins,
  OKTA_GROUP_CLAIM: z.string().optional(),
  OKTA_SHARED_CLIENT_GROUPS: z
    .enum(['qualified', 'any'], { error: 'it must be "qualified" or "any"' })
    .optional(),
  CORS_ORIGINS: origins,
  DEFAULT_TENANT: z.string().optional(),
  TENANTRY_SETUP_SECONDS: z.coerce.number().optional(),
})

const STAND_IN = { audience: 'api://tenantry', rootClientId: '0oa_root' }

/** The environment over `.env`, which the first start makes from `.env.example`. */
export function readVariables(root: string): Variables {
  const file = join(root, '.env')
  if (!existsSync(file)) copyFileSync(join(root, '.env.example'), file)
  return { ...parseEnv(readFileSync(file, 'utf8')), ...process.env }
}

/** @throws {StartError} on a wrong value: one sentence that names the variable. */
export function settingsOf(variables: Variables): Settings {
  const given = Object.entries(variables).filter(([, value]) => value?.trim())
  const { success, data, error } = Variables.safeParse(Object.fromEntries(given))
  if (!success) throw new StartError(sentence(error, variables))

  const ports = {
    app: data.TENANTRY_PORT,
    okta: data.OKTA_EMULATOR_PORT,
    dynamodb: data.DYNAMODB_PORT,
  }
  const standIn = `http://localhost:${ports.okta}`
  const oktaIssuer = data.OKTA_ISSUER ?? `${standIn}/oauth2/default`
  const isStandIn = new URL(oktaIssuer).origin === standIn
  const config = {
    oktaIssuer,
    oktaAudience: data.OKTA_AUDIENCE ?? (isStandIn ? STAND_IN.audience : undefined),
    oktaRootClientId: data.OKTA_ROOT_CLIENT_ID ?? (isStandIn ? STAND_IN.rootClientId : undefined),
    oktaOrigins: data.OKTA_ORIGINS,
    oktaGroupClaim: data.OKTA_GROUP_CLAIM,
    oktaSharedClientGroups: data.OKTA_SHARED_CLIENT_GROUPS,
    corsOrigins: data.CORS_ORIGINS,
    defaultTenant: data.DEFAULT_TENANT,
  }
  if (config.oktaAudience === undefined || config.oktaRootClientId === undefined)
    throw new StartError(
      `OKTA_ISSUER names an org of yours, so .env needs its OKTA_AUDIENCE and OKTA_ROOT_CLIENT_ID, too.`,
    )
  return {
    ports,
    standIn: isStandIn,
    config: Object.fromEntries(
      Object.entries(config).flatMap(([name, value]) =>
        value ? [[`tenantry:${name}`, value]] : [],
      ),
    ),
    setupSeconds: data.TENANTRY_SETUP_SECONDS,
  }
}

function sentence({ issues: [issue] }: z.ZodError, variables: Variables): string {
  const name = String(issue?.path[0])
  return `${name} is "${variables[name]}", but ${issue?.message}: correct it in .env or in the environment.`
}
