export type EnvironmentKind = 'development' | 'staging' | 'production' | 'preview'

/** All that differs between two environments but for the stack's configuration. */
interface Traits {
  /** Neither AWS nor Pulumi then gives up the table or the bucket without being told to twice. */
  keepData: boolean
  /** Each second of the last 35 days can be restored, at a price by the gigabyte. */
  pointInTimeRecovery: boolean
  /** One of the numbers that CloudWatch takes. */
  logRetentionDays: number
  /** All environments of an account and region share 10,000 requests a second, bursts of 5,000. */
  throttling: { requestsPerSecond: number; burst: number }
  /** How long audit events are gathered before they are sealed: each time is a call of a function. */
  sealWithinSeconds: number
  /** Answers then say what they took and how, which may tell of more than their caller may read. */
  showCost: boolean
}

export interface Environment extends Traits {
  name: string
  kind: EnvironmentKind
  /** On everything that can carry tags, so that a bill can be told apart by each of them. */
  tags: Readonly<Record<string, string>>
}

const TRAITS: Readonly<Record<EnvironmentKind, Traits>> = {
  development: {
    keepData: false,
    pointInTimeRecovery: false,
    logRetentionDays: 14,
    throttling: { requestsPerSecond: 50, burst: 100 },
    sealWithinSeconds: 2,
    showCost: true,
  },
  preview: {
    keepData: false,
    pointInTimeRecovery: false,
    logRetentionDays: 7,
    throttling: { requestsPerSecond: 50, burst: 100 },
    sealWithinSeconds: 2,
    showCost: true,
  },
  // As production in all that a rehearsal can show; only its data may go.
  staging: {
    keepData: false,
    pointInTimeRecovery: true,
    logRetentionDays: 30,
    throttling: { requestsPerSecond: 250, burst: 500 },
    sealWithinSeconds: 60,
    showCost: false,
  },
  production: {
    keepData: true,
    pointInTimeRecovery: true,
    logRetentionDays: 90,
    throttling: { requestsPerSecond: 250, burst: 500 },
    sealWithinSeconds: 60,
    showCost: false,
  },
}

/** AWS's shortest limit, 63 characters for a bucket, has room for no longer one. */
export const MAX_NAME_LENGTH = 20
const NAME = /^[a-z][a-z0-9-]*$/

/**
 * The environment of a name: `prod`, `staging`, `preview-<number>`; any other name is somebody's
 * development environment.
 *
 * @throws on a name that no environment can have, in one sentence for the person who typed it.
 */
export function environmentOf(name: string): Environment {
  if (!NAME.test(name) || name.length > MAX_NAME_LENGTH)
    throw new Error(
      `"${name}" cannot be the name of an environment: it takes a letter and then up to ${MAX_NAME_LENGTH - 1} of a-z, 0-9 and "-".`,
    )
  // It would be made without protection, and nobody would expect that.
  if (name === 'production')
    throw new Error('The production environment is called "prod", not "production".')
  const kind = kindOf(name)
  return { name, kind, ...TRAITS[kind], tags: { project: 'tenantry', environment: name, kind } }
}

function kindOf(name: string): EnvironmentKind {
  if (name === 'prod') return 'production'
  if (name === 'staging') return 'staging'
  return /^preview-\d+$/.test(name) ? 'preview' : 'development'
}
