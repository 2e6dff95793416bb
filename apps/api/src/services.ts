import { openPlatform } from '@tenantry/tenancy'
import type { Services } from './context.ts'
import type { Env } from './env.ts'
import { authenticationOf } from './security.ts'

type TableClient = Parameters<typeof openPlatform>[0]['client']

/** All that the app is made of, from the environment. There is no container: this is the wiring. */
export function servicesOf(env: Env, client: TableClient): Services {
  const okta = {
    issuer: env.OKTA_ISSUER,
    audience: env.OKTA_AUDIENCE,
    rootClientId: env.OKTA_ROOT_CLIENT_ID,
    origins: env.OKTA_ORIGINS,
  }
  // Administration must see each write at once: a group that was taken away, a token signed out.
  const platform = openPlatform({ client, TableName: env.TABLE_NAME, ConsistentRead: true }, okta)
  // Keys that were good yesterday are good while Okta is away, also for a process that starts now.
  const keyStore = { load: platform.table.findKeys, save: platform.table.saveKeys }
  return {
    platform,
    ...authenticationOf(env, okta, keyStore),
    sharedClientGroups: env.OKTA_SHARED_CLIENT_GROUPS,
    corsOrigins: env.CORS_ORIGINS,
    showCost: env.SHOW_COST === 'yes',
  }
}
