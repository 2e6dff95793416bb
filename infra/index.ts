import { join } from 'node:path'
import * as aws from '@pulumi/aws'
import { readConfig } from './config.ts'
import { ApiFunction, SEALING_ACTIONS, TABLE_ACTIONS } from './components/api-function.ts'
import { Database } from './components/database.ts'
import { HttpApi } from './components/http-api.ts'
import { OriginSecret } from './components/origin-secret.ts'
import { Site } from './components/site.ts'
import { EVENTS, streamAccess, StreamConsumer, WORK } from './components/stream-consumer.ts'

const config = readConfig()
const { environment } = config

// The stack's aws:… settings hold as they do for Pulumi's own provider, which could not tag by environment.
const provider = new aws.Provider('aws', {
  ...aws.config,
  defaultTags: { tags: { ...aws.config.defaultTags?.tags, ...environment.tags } },
})

const database = new Database('database', environment, { provider })
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
  SHOW_COST: environment.showCost ? ('yes' as const) : ('no' as const),
  ORIGIN_SECRET: originSecret.accepted,
}

const onTable = { actions: TABLE_ACTIONS, on: database.table.arn }

const graphql = new ApiFunction(
  'graphql',
  {
    environment,
    bundle: join(config.apiFolder, 'graphql'),
    access: [onTable],
    env,
  },
  { provider },
)

const headlessCms = new ApiFunction(
  'headless-cms',
  {
    environment,
    bundle: join(config.apiFolder, 'headless-cms'),
    access: [onTable],
    env: { ...env, DEFAULT_TENANT: config.defaultTenant },
  },
  { provider },
)

const stream = new ApiFunction(
  'stream',
  {
    environment,
    bundle: join(config.apiFolder, 'stream'),
    access: [{ actions: SEALING_ACTIONS, on: database.table.arn }, ...streamAccess(database.table)],
    env: { TABLE_NAME: database.table.name },
  },
  { provider },
)

new StreamConsumer(
  'events',
  {
    function: stream.function,
    table: database.table,
    patterns: EVENTS,
    batch: { size: 1000, seconds: environment.sealWithinSeconds },
  },
  { provider },
)

// On its own: what takes long must not hold up the sealing, and what seals must not reach content.
const indexing = new ApiFunction(
  'indexing',
  {
    environment,
    bundle: join(config.apiFolder, 'indexing'),
    access: [onTable, ...streamAccess(database.table)],
    env: { TABLE_NAME: database.table.name },
  },
  { provider },
)

new StreamConsumer(
  'changes',
  {
    function: indexing.function,
    table: database.table,
    patterns: WORK,
    batch: { size: 100, seconds: 0 },
  },
  { provider },
)

const api = new HttpApi(
  'api',
  {
    environment,
    targets: {
      graphql: { function: graphql.function, routes: ['POST /graphql', 'OPTIONS /graphql'] },
      content: {
        function: headlessCms.function,
        routes: ['POST /cms/{endpoint}/{locale}', 'OPTIONS /cms/{endpoint}/{locale}'],
      },
    },
  },
  { provider },
)

const site = new Site(
  'site',
  {
    environment,
    adminFolder: config.adminFolder,
    adminConfig: { rootAppClientId: config.oktaRootClientId, environment: environment.name },
    oktaOrigins: config.oktaOrigins,
    api: {
      domainName: api.domainName,
      paths: ['/graphql', '/cms*'],
      secret: originSecret.sent,
    },
    domain: config.domain,
  },
  { provider },
)

export const url = site.url
export const tableName = database.table.name
