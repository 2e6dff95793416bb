import { readEnv } from '../apps/api/src/env.ts'
import { createHeadlessApp } from '../apps/api/src/headless/app.ts'
import { logger } from '../apps/api/src/log.ts'
import { servicesOf } from '../apps/api/src/services.ts'
// oxlint-disable-next-line no-restricted-imports -- a measurement says who is where
import { documentClient, type TableOptions, tenantTable } from '../packages/dynamo/src/index.ts'
import { startDynamoDbLocal } from '../packages/local-cloud/src/dynamodb-local.ts'
import { createApiKey, type Scope } from '../packages/security/src/index.ts'
import { call } from './seeding.ts'

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/** Where content is measured: a DynamoDB Local, quiet logs, and nothing left behind. */
export async function withDynamoDb(measure: (endpoint: string) => Promise<void>): Promise<void> {
  logger.setLogLevel('ERROR')
  const dynamodb = await startDynamoDbLocal({ port: 0 })
  try {
    await measure(dynamodb.endpoint)
  } finally {
    await dynamodb.stop()
  }
}

/** A new table. */
export async function openTable(endpoint: string, TableName: string): Promise<TableOptions> {
  await call(endpoint, 'CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['PK', 'SK'].map((it) => ({ AttributeName: it, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
  })
  const client = documentClient({ endpoint, region: 'local', credentials })
  return { client, TableName, ConsistentRead: false }
}

export const me = { type: 'admin', id: '00u_bench' }

/** Somebody who may do everything on a tenant. */
export function scopeOn(options: TableOptions, id = 'root'): Scope {
  const principal = {
    identity: me,
    displayName: 'Bench',
    groupSlugs: [],
    groups: [[{ name: '*' }]],
  }
  return { tenant: { id }, principal, table: tenantTable(id, options) }
}

export const field = (fieldId: string, type: string, more: object = {}) => ({
  id: fieldId,
  fieldId,
  type,
  label: fieldId,
  ...more,
})

/** The environment of the functions, with an org that nobody calls. */
export const environmentOf = (TableName: string) => ({
  TABLE_NAME: TableName,
  OKTA_ISSUER: 'https://example.okta.com/oauth2/default',
  OKTA_AUDIENCE: 'api://bench',
  OKTA_ROOT_CLIENT_ID: '0oa_root',
  OKTA_ORIGINS: 'https://example.okta.com',
  OKTA_GROUP_CLAIM: 'groups',
  OKTA_SHARED_CLIENT_GROUPS: 'qualified' as const,
  CORS_ORIGINS: '',
  SHOW_COST: 'no' as const,
  ORIGIN_SECRET: 's'.repeat(32),
})

/** The API of content in this process. */
export const contentApi = ({ client, TableName }: TableOptions) =>
  createHeadlessApp(servicesOf(readEnv(environmentOf(TableName)), client))

/** A key for all content of a tenant. */
export async function keyFor(scope: Scope): Promise<string> {
  const permissions = [{ name: 'cms.*' }]
  const { token = '' } = await createApiKey(scope, { name: 'Bench', permissions })
  return token
}

export type Ask = (query: string, endpoint?: string) => Promise<unknown>

/** Asks an API for the one operation `answer` on a tenant. */
export function asker(
  app: ReturnType<typeof contentApi>,
  { tenantId, token }: { tenantId: string; token: string },
): Ask {
  const headers = { 'content-type': 'application/json', 'x-tenant': tenantId, authorization: token }
  return async (query, endpoint = 'preview') => {
    const url = `http://localhost/cms/${endpoint}/en-US`
    const body = JSON.stringify({ query })
    const answer = await (await app(new Request(url, { method: 'POST', headers, body }))).json()
    const { data, errors } = Object(answer)
    if (errors || data.answer.error) throw new Error(JSON.stringify(answer))
    return data.answer.data
  }
}
