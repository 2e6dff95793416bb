import { CreateTableCommand, ResourceInUseException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { documentClient, newId, type TableOptions } from '@tenantry/dynamo'
// oxlint-disable-next-line no-restricted-imports -- a test makes the tenants up
import { platformTable, tenantTable } from '@tenantry/dynamo'
import { eventsOf } from '@tenantry/dynamo/testing'
import { sealEvents } from '@tenantry/security'
import { beforeAll, expect, inject, test } from 'vitest'
import { world } from '../test/world.ts'

const endpoint = inject('dynamodb')
const env = { DYNAMODB_PORT: new URL(endpoint).port }
const client = documentClient({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})
const local: TableOptions = {
  client,
  TableName: 'tenantry-local-database-table',
  ConsistentRead: true,
}
const by = { type: 'admin', id: '00u1', displayName: 'Ada' }

async function createTable(TableName: string): Promise<void> {
  const create = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['PK', 'SK'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    KeySchema: [
      { AttributeName: 'PK', KeyType: 'HASH' },
      { AttributeName: 'SK', KeyType: 'RANGE' },
    ],
  })
  await client.send(create).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error
  })
}

beforeAll(() => createTable(local.TableName))

/** A tenant with some events, sealed, and the keys of these. */
async function tenant(options = local, parent = 'root') {
  const id = newId()
  const table = tenantTable(id, options)
  const made = { id, parent, domains: [], version: 1 }
  const event = { action: 'tenancy.tenant.install', by, target: id }
  await platformTable(options).write({ tenants: [{ after: made }] }, [table.bind([], event)])
  for (const target of ['a', 'b']) await table.write([], { action: 'test.thing.make', by, target })
  const events = await eventsOf(table)
  const end = await sealEvents(
    id,
    table,
    events.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) })),
  )
  const keys = events.map(({ PK, SK }) => ({ PK: `T#${id}#${String(PK)}`, SK: String(SK) }))
  return { id, table, keys, head: end?.hash ?? '' }
}

const verify = (...args: string[]) => world().run('audit', ['verify', ...args], env)

test('a log that is whole is told with its head, and an earlier head is still part of it', async () => {
  const { id, table, head } = await tenant()
  await table.write([], { action: 'test.thing.make', by, target: 'c' })

  const { code, text } = await verify(`--tenant=${id}`, `--head=${head}`)

  expect(text).toContain(`${id}: 4 events, 3 sealed, 1 not yet\n  head   ${head} (event 3)\n`)
  expect(code).toBe(0)
})

test('a log that was changed is told with the first link that is broken, and the exit code is 1', async () => {
  const { id, keys } = await tenant()
  await client.send(new DeleteCommand({ TableName: local.TableName, Key: keys[1] }))

  const { code, text } = await verify(`--tenant=${id}`)

  expect(text).toContain('  BROKEN Event 2 is missing.\n')
  expect(text).toContain(`Not what was sealed: ${id}.`)
  expect(code).toBe(1)
})

test('a head that the chain does not know is a broken chain', async () => {
  const { id } = await tenant()

  const { code, text } = await verify(`--tenant=${id}`, `--head=${'0'.repeat(64)}`)

  expect(text).toMatch(/BROKEN No event has the hash 0+: the chain was cut off/)
  expect(code).toBe(1)
})

test('all tenants are verified, the children of children too, and the bad ones named', async () => {
  const parent = await tenant()
  const child = await tenant(local, parent.id)
  const Item = { ...child.keys[0], action: 'forged', sequence: 1, hash: 'x' }
  await client.send(new PutCommand({ TableName: local.TableName, Item }))

  const { code, text } = await verify('--all')

  expect(text).toContain('root: ')
  expect(text).toContain(`${parent.id}: 3 events, 3 sealed, 0 not yet\n  head   ${parent.head}`)
  expect(text).toMatch(new RegExp(`${child.id}: .*\n.*\n  BROKEN Event 1 .* was changed`))
  expect(text).toMatch(new RegExp(`Not what was sealed: .*${child.id}`))
  expect(code).toBe(1)
})

test('a tenant that nothing has ever happened to is none, or was wiped', async () => {
  const { code, text } = await verify('--tenant=no-such')

  expect(text).toContain('BROKEN There is no event at all.')
  expect(code).toBe(1)
})

test('a deployed environment is read in its own table', async () => {
  const machine = world()
  const deployed = {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  }
  const audit = (id: string) =>
    machine.run('audit', ['verify', '--env=dev', `--tenant=${id}`], deployed)
  expect(await audit('acme')).toMatchObject({ code: 1, text: expect.stringMatching(/no dev yet/) })
  await machine.run('deploy', ['--env=dev'])
  const options = { ...local, TableName: 'tenantry-dev-database-table' }
  await createTable(options.TableName)
  const { id, head } = await tenant(options)

  const { code, text } = await audit(id)

  expect(text).toContain(`Reading ${options.TableName} of dev.`)
  expect(text).toContain(head)
  expect(code).toBe(0)
}, 120_000)

test('without a system on this machine the sentence says how to get one', async () => {
  const { code, text } = await world().run('audit', ['verify', '--all'], { DYNAMODB_PORT: '1' })

  expect(text).toMatch(
    /^Nothing answers at .*: start Tenantry with npm start, or say .* --env\.\n$/,
  )
  expect(code).toBe(1)
})

test.each([
  [[], 'Say what to do: audit verify.'],
  [['verify'], 'Give either --tenant=<id> or --all.'],
  [['verify', '--all', '--tenant=acme'], 'Give either --tenant=<id> or --all.'],
  [['verify', '--tenant=a#b'], '"a#b" cannot be the id of a tenant.'],
  [['verify', '--all', `--head=${'0'.repeat(64)}`], 'A head is the 64 hex digits of one tenant'],
  [['verify', '--tenant=acme', '--head=12'], 'A head is the 64 hex digits of one tenant'],
])('%j is answered with the usage', async (args, reason) => {
  const { code, text } = await world().run('audit', args, env)

  expect(code).toBe(2)
  expect(text).toContain(reason)
  expect(text).toContain('yarn tenantry audit verify')
})
