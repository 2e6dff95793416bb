import { join } from 'node:path'
import { readConfig } from './config.ts'
import { ApiFunction } from './components/api-function.ts'
import { Database } from './components/database.ts'
import { HttpApi } from './components/http-api.ts'
import { OriginSecret } from './components/origin-secret.ts'
import { Site } from './components/site.ts'

const config = readConfig()

const database = new Database('database', { keep: config.production })
const originSecret = new OriginSecret('origin-secret', config.originSecretGeneration)

const env = {
  TABLE_NAME: database.table.name,
  OKTA_ISSUER: config.oktaIssuer,
  OKTA_AUDIENCE: config.oktaAudience,
  OKTA_ROOT_CLIENT_ID: config.oktaRootClientId,
  OKTA_ORIGINS: config.oktaOrigins.join(' '),
  OKTA_GROUP_CLAIM: config.oktaGroupClaim,
  OKTA_SHARED_CLIENT_GROUPS: config.oktaSharedClientGroups,
  CORS_ORIGINS: config.corsOrigins.join(' '),
  ORIGIN_SECRET: originSecret.accepted,
}

const graphql = new ApiFunction('graphql', {
  bundle: join(config.apiFolder, 'graphql'),
  table: database.table,
  env,
})

const headlessCms = new ApiFunction('headless-cms', {
  bundle: join(config.apiFolder, 'headless-cms'),
  table: database.table,
  env: { ...env, DEFAULT_TENANT: config.defaultTenant },
})

const api = new HttpApi('api', {
  graphql: { function: graphql.function, routes: ['POST /graphql', 'OPTIONS /graphql'] },
  content: {
    function: headlessCms.function,
    routes: ['POST /cms/{endpoint}/{locale}', 'OPTIONS /cms/{endpoint}/{locale}'],
  },
})

const site = new Site('site', {
  adminFolder: config.adminFolder,
  adminConfig: { rootAppClientId: config.oktaRootClientId, environment: config.environment },
  oktaOrigins: config.oktaOrigins,
  api: {
    domainName: api.domainName,
    paths: ['/graphql', '/cms*'],
    secret: originSecret.sent,
  },
  domain: config.domain,
})

export const url = site.url
export const tableName = database.table.name
