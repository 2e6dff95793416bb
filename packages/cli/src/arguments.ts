import { parseArgs } from 'node:util'
import { environmentOf, type Environment } from '@tenantry/infra/environments'

/** The command was called in a way that it does not know: its usage is shown, too. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const apps = ['apps/api', 'apps/admin'] as const
export type App = (typeof apps)[number]

export interface DeployWish {
  environment: Environment
  /** The one app that is built and updated; absent: everything. */
  app?: App
  preview: boolean
  yes: boolean
}

export interface DestroyWish {
  environment: Environment
  yes: boolean
  destroyProduction: boolean
}

export interface InfoWish {
  environment: Environment
}

export interface PulumiWish {
  environment: Environment
  args: string[]
}

export interface ProveWish {
  /** `undefined`: what `npm start` runs on this machine. */
  environment: Environment | undefined
  url: string | undefined
  yesProd: boolean
}

export interface AuditWish {
  /** Absent: what `npm start` runs on this machine. */
  environment?: Environment
  /** Absent: all tenants. */
  tenantId?: string
  /** A hash that was noted earlier, and must still be part of the chain. */
  head?: string
}

const ENVIRONMENT = `  --env=<environment>   dev, staging, prod, preview-<number> or a name of your own`
const SETTINGS = `Settings come from the environment and from .env.<environment>: see docs/deploy.md.`

export const DEPLOY_USAGE = `yarn deploy [${apps.join('|')}] --env=<environment> [--preview] [--yes]

${ENVIRONMENT}
  --preview             show what would change, and change nothing
  --yes                 do not ask; where there is no terminal nobody is asked
  apps/api, apps/admin  build and update that app only; all else stays as it is

${SETTINGS}`

export const DESTROY_USAGE = `yarn destroy --env=<environment> [--yes] [--destroy-production]

${ENVIRONMENT}
  --yes                 do not ask for the environment's name
  --destroy-production  what --yes needs beside it to count for production

${SETTINGS}`

export const INFO_USAGE = `yarn info --env=<environment>

${ENVIRONMENT}

${SETTINGS}`

export const PULUMI_USAGE = `yarn pulumi --env=<environment> <arguments of pulumi>

${ENVIRONMENT}

Runs the Pulumi command that deploys, on the stack of that environment.
${SETTINGS}`

export const PROVE_USAGE = `yarn tenantry prove [--env=local|<environment>] [--url=<address>] [--yes-prod]

Makes throw-away tenants, tries every operation and every credential on them, and removes them.

  --env=local           what npm start runs on this machine; this is what is tried if nothing is said
${ENVIRONMENT}
  --url=<address>       where it is; else the environment's state tells
  --yes-prod            production, too: it holds these tenants for some minutes

${SETTINGS}`

export const AUDIT_USAGE = `yarn tenantry audit verify --tenant=<id>|--all [--env=<environment>] [--head=<hash>]

  --tenant=<id>         the log of one tenant
  --all                 the logs of all tenants that there are
${ENVIRONMENT};
                        local, or nothing: what npm start runs on this machine
  --head=<hash>         a head that was printed earlier: it must still be part of the chain

Computes the chain of each log anew. The exit code is 1 if one is not what was sealed.
${SETTINGS}`

const env = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const help = { type: 'boolean', short: 'h', default: false } as const

export function parseDeploy(args: readonly string[]): DeployWish | undefined {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      options: { env, preview: flag, yes: flag, help },
      allowPositionals: true,
    }),
  )
  if (values.help) return undefined
  const [app, ...others] = positionals
  if (others.length > 0) throw new UsageError('Deploy one app, or leave it out to deploy them all.')
  return {
    environment: environmentIn(values),
    app: app === undefined ? undefined : appOf(app),
    preview: values.preview,
    yes: values.yes,
  }
}

export function parseDestroy(args: readonly string[]): DestroyWish | undefined {
  const { values } = parsed(() =>
    parseArgs({ args: [...args], options: { env, yes: flag, 'destroy-production': flag, help } }),
  )
  if (values.help) return undefined
  return {
    environment: environmentIn(values),
    yes: values.yes,
    destroyProduction: values['destroy-production'],
  }
}

export function parseInfo(args: readonly string[]): InfoWish | undefined {
  const { values } = parsed(() => parseArgs({ args: [...args], options: { env, help } }))
  return values.help ? undefined : { environment: environmentIn(values) }
}

export function parseProve(args: readonly string[]): ProveWish | undefined {
  const { values } = parsed(() =>
    parseArgs({ args: [...args], options: { env, url: env, 'yes-prod': flag, help } }),
  )
  if (values.help) return undefined
  const { url } = values
  if (url !== undefined && !URL.canParse(url)) throw new UsageError(`"${url}" is no address.`)
  const isLocal = (values.env ?? 'local') === 'local'
  const environment = isLocal ? undefined : environmentIn(values)
  return { environment, url, yesProd: values['yes-prod'] }
}

/** Only the first argument is ours: what follows is Pulumi's, its own `--help` included. */
export function parsePulumi([first = '', ...args]: readonly string[]): PulumiWish | undefined {
  const { values } = parsed(() => parseArgs({ args: [first], options: { env, help } }))
  return values.help ? undefined : { environment: environmentIn(values), args }
}

export function parseAudit(args: readonly string[]): AuditWish | undefined {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        env,
        tenant: { type: 'string' },
        all: flag,
        head: { type: 'string' },
        help,
      },
      allowPositionals: true,
    }),
  )
  if (values.help) return undefined
  const { tenant, all, head } = values
  if (positionals.join(' ') !== 'verify') throw new UsageError('Say what to do: audit verify.')
  if ((tenant === undefined) !== all) throw new UsageError('Give either --tenant=<id> or --all.')
  if (tenant !== undefined && !/^[a-z0-9-]+$/.test(tenant))
    throw new UsageError(`"${tenant}" cannot be the id of a tenant.`)
  if (head !== undefined && (all || !/^[0-9a-f]{64}$/.test(head)))
    throw new UsageError('A head is the 64 hex digits of one tenant: give --tenant=<id>, too.')
  const isLocal = values.env === undefined || values.env === 'local'
  return {
    ...(isLocal ? {} : { environment: environmentIn(values) }),
    ...(tenant !== undefined && { tenantId: tenant }),
    ...(head !== undefined && { head }),
  }
}

function environmentIn({ env: name }: { env?: string }): Environment {
  if (!name) throw new UsageError('Say which environment: --env=dev, for example.')
  return parsed(() => environmentOf(name))
}

function appOf(name: string): App {
  const app = apps.find((it) => it === name.replace(/\/$/, ''))
  if (!app) throw new UsageError(`There is no app "${name}".`)
  return app
}

function parsed<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new UsageError(message.replace(/ To specify a positional .*/, ''), { cause: error })
  }
}
