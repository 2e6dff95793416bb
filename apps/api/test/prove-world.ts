import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { documentClient } from '@tenantry/dynamo'
import { machineOf, type Org, type Target } from '@tenantry/prove'
import { inject, vi } from 'vitest'
import { headless } from './content-world.ts'
import { assertOwnKeys } from './own-keys.ts'
import { accessClaims, app, environment, okta, root, table } from './world.ts'

/** Lines that the API logged since they were last taken. */
const logs: string[] = []
for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const)
  vi.spyOn(console, method).mockImplementation(
    (...line: unknown[]) => void logs.push(line.join(' ')),
  )

const signing: Omit<Org, 'machines' | 'root'> = {
  issuer: environment.OKTA_ISSUER,
  audience: environment.OKTA_AUDIENCE,
  groupClaim: environment.OKTA_GROUP_CLAIM,
  sign: (claims, { header, server } = {}) =>
    okta.sign(claims, header, server === 'second' ? 'globex' : 'default'),
  rootClientId: environment.OKTA_ROOT_CLIENT_ID,
  second: { issuer: okta.issuerOf('globex'), audience: 'api://globex' },
}

export const org: Org = {
  ...signing,
  root: async () => `Bearer ${await okta.sign(accessClaims(root.tenant, ['full-access']))}`,
  machines: [machineOf(signing), machineOf(signing)],
}

/** The app as it is called by a test, after each request of which every key that it sent is checked. */
export const target: Target = {
  origin: 'http://localhost:20000',
  async send(request) {
    logs.length = 0
    table.calls.length = 0
    const { pathname } = new URL(request.url)
    const own = request.headers.get('x-tenant') ?? undefined
    const body: unknown = await request.clone().json()
    const response = await (pathname === '/graphql' ? app : headless)(request)
    assertOwnKeys(table.calls, own, body, await response.clone().text())
    return response
  },
  inside: () => ({ calls: JSON.stringify(table.calls), logs: logs.join('\n') }),
  dump,
}

const bare = documentClient({
  endpoint: inject('dynamodb'),
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

/** The product may not scan, so this is not its client. */
async function dump(tenantId: string): Promise<string> {
  const items: string[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const { TableName } = table
    const { Items = [], LastEvaluatedKey } = await bare.send(
      new ScanCommand({
        TableName,
        ExclusiveStartKey,
        ConsistentRead: true,
        FilterExpression: 'begins_with(PK, :own) OR PK = :record OR PK = :children',
        ExpressionAttributeValues: {
          ':own': `T#${tenantId}#`,
          ':record': `P#TENANT#${tenantId}`,
          ':children': `P#CHILDREN#${tenantId}`,
        },
      }),
    )
    items.push(...Items.map((it) => JSON.stringify(it)))
    ExclusiveStartKey = LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items.toSorted().join('\n')
}
