import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { testClient } from '@tenantry/dynamo/testing'
import { machineOf, type Org, type Target } from '@tenantry/prove'
import { headless } from './content-world.ts'
import { assertOwnKeys } from './own-keys.ts'
import { accessClaims, app, environment, okta, root, table } from './world.ts'

/** What the API logged during the last request. No mocks: those end with each test. */
const logs: string[] = []
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream)
  // What is written stays written: the signatures differ by what comes behind the text.
  stream.write = ((chunk: string | Uint8Array, ...more: []) => {
    logs.push(String(chunk))
    return write(chunk, ...more)
  }) as typeof stream.write
}
for (const method of ['debug', 'info', 'warn', 'error', 'log'] as const) {
  const log = console[method].bind(console)
  console[method] = (...line: unknown[]) => {
    logs.push(line.map(String).join(' '))
    log(...line)
  }
}

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
  collide,
  dump,
}

const bare = testClient()

/** The product may not scan, so this is not its client. */
async function itemsOf(tenantId: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  let ExclusiveStartKey: Record<string, unknown> | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await bare.send(
      new ScanCommand({
        TableName: table.TableName,
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
    items.push(...Items)
    ExclusiveStartKey = LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items
}

async function dump(tenantId: string): Promise<string> {
  const items = await itemsOf(tenantId)
  return items
    .map((it) => JSON.stringify(it))
    .toSorted()
    .join('\n')
}

type Owner = Parameters<NonNullable<Target['collide']>>[0]

/** All ids of one tenant on the other, each with a text of the other's. What they have is kept. */
async function collide(a: Owner, b: Owner): Promise<void> {
  const asB = (text: string) =>
    text
      .replaceAll(`T#${a.tenantId}#`, `T#${b.tenantId}#`)
      .replaceAll(new RegExp(a.mark, 'gi'), (it) => (it === a.mark ? b.mark : capital(b.mark)))
      .replaceAll(capital(a.mark.slice(0, 4)), capital(b.mark.slice(0, 4)))
  const own = (await itemsOf(a.tenantId)).filter(({ PK }) => String(PK).startsWith('T#'))
  for (const item of own) {
    const { hash, ...copy } = JSON.parse(asB(JSON.stringify(item)))
    // Of a key the id alone: with its hash it would be the same key.
    const Item = hash === undefined ? copy : { ...copy, hash: [...hash].toReversed().join('') }
    const { TableName } = table
    const ConditionExpression = 'attribute_not_exists(PK)'
    await bare.send(new PutCommand({ TableName, Item, ConditionExpression })).catch(isThere)
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const isThere = (error: Error) => {
  if (error.name !== 'ConditionalCheckFailedException') throw error
}
