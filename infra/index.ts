import { readConfig } from './config.ts'
import { ApiFunction } from './components/api-function.ts'
import { Database } from './components/database.ts'
import { HttpApi } from './components/http-api.ts'
import { OriginSecret } from './components/origin-secret.ts'
import { Site } from './components/site.ts'

const config = readConfig()

const database = new Database('database', { keep: config.production })
const originSecret = new OriginSecret('origin-secret', config.originSecretGeneration)

const graphql = new ApiFunction('graphql', {
  bundle: config.apiFolder,
  table: database.table,
  env: {
    TABLE_NAME: database.table.name,
    OKTA_ISSUER: config.oktaIssuer,
    OKTA_AUDIENCE: config.oktaAudience,
    OKTA_ROOT_CLIENT_ID: config.oktaRootClientId,
    OKTA_ORIGINS: config.oktaOrigins.join(' '),
    OKTA_GROUP_CLAIM: config.oktaGroupClaim,
    OKTA_SHARED_CLIENT_GROUPS: config.oktaSharedClientGroups,
    CORS_ORIGINS: config.corsOrigins.join(' '),
    ORIGIN_SECRET: originSecret.accepted,
  },
})

const api = new HttpApi('api', {
  graphql: { function: graphql.function, routes: ['POST /graphql', 'OPTIONS /graphql'] },
})

const site = new Site('site', {
  adminFolder: config.adminFolder,
  adminConfig: { rootAppClientId: config.oktaRootClientId, environment: config.environment },
  oktaOrigins: config.oktaOrigins,
  api: { domainName: api.domainName, paths: ['/graphql'], secret: originSecret.sent },
  domain: config.domain,
})

export const url = site.url
export const tableName = database.table.name
